/** A call through the whole server with real sound: the softswitch carries it, an agent in a socket answers, and everybody is told. */
import type { Offer } from '../../shared/model/agent.ts';
import type { CallView, VisitorCall } from '../../shared/model/call.ts';
import { usualCallMenu } from '../../shared/model/call-menu.ts';
import type { CallId, InboxId, LegId } from '../../shared/model/ids.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import { nextClientId } from '../support/client-id.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { BrowserPeer, forgetSources } from '../support/sound/browser-peer.ts';
import { heardOf } from '../support/sound/tones.ts';
import { type Stage, startStage } from '../support/start-parley.ts';
import type { VisitorClient } from '../support/visitor-client.ts';
import { buildInbox } from '../support/world.ts';

// The softswitch is a process of its own, on a machine that is busy with other things.
jest.setTimeout(60_000);
const WITHIN = 30_000;

let stage: Stage;
let inbox: Inbox;
let maya: ConsoleClient;
const peers: BrowserPeer[] = [];

beforeAll(async () => {
  stage = await startStage();
  const id = '01JNB0X0000000000000PH0NE0' as InboxId;
  inbox = buildInbox({
    ...{ id, queueId: stage.company.north.queueId, name: 'Calls', channel: 'phone' },
    settings: { provider: 'softswitch', country: 'DE', allowedCountries: [], menu: usualCallMenu },
  });
  await stage.parley.app.store.directory.saveInbox(inbox);
  maya = await stage.world.console('maya');
}, 60_000);
afterAll(async () => {
  await stage.stop();
  await forgetSources();
}, 60_000);
afterEach(async () => {
  for (const peer of peers.splice(0)) peer.close();
});

const provider = () => {
  const voice = stage.parley.app.channels.get('phone')?.voice;
  if (!voice) throw new Error('There is no phone.');
  return voice.provider(inbox);
};
let made = 0;

/** Somebody calls from a browser. */
async function arrive(): Promise<{ callId: CallId; externalId: string; peer: BrowserPeer }> {
  made += 1;
  const externalId = `web-${made}`;
  const next = await stage.parley.app.calls.voice.callEvent({
    ...{ type: 'arrived', inboxId: inbox.id, key: `${externalId}:arrived`, at: Date.now(), externalId, callId: null },
    ...{ by: 'phone', from: { kind: 'phone', value: `+4935112345${made}` }, fromText: `+4935112345${made}`, to: '' },
    ...{ conversationId: null, attested: false },
  });
  if (!next) throw new Error('The call did not arrive.');
  const peer = new BrowserPeer(1_010);
  peers.push(peer);
  const answer = await provider().connect?.({ callId: next.callId, inbox, externalId }, 'customer', await peer.offer());
  if (!answer || 'gone' in answer) throw new Error('The caller could not connect.');
  await peer.accept(answer.sdp);
  return { callId: next.callId, externalId, peer };
}

/** Maya's device answers what rings. */
async function answer(callId: CallId, legId: LegId): Promise<BrowserPeer> {
  const peer = new BrowserPeer(600);
  peers.push(peer);
  const sdp = await peer.offer();
  const answered = await eventually(async () => {
    const given = await maya.ask('call:connect', { callId, legId, sdp });
    if ('gone' in given) throw new Error('gone');
    return given;
  }, WITHIN);
  await peer.accept(answered.sdp);
  return peer;
}

const callTold = (callId: CallId, is: (call: CallView) => boolean) =>
  maya.facts.wait<{ call: CallView }>('call:changed', ({ call }) => call.id === callId && is(call));

test('an agent is rung, answers, holds, and ends it; the conversation tells it all', async () => {
  await maya.plugIn();
  await maya.ask('presence:set', { state: 'available' });
  const { callId } = await arrive();
  const { offer } = await maya.facts.wait<{ offer: Offer }>('offer:made', (fact) => fact.offer.call?.id === callId);
  expect(offer).toMatchObject({ channel: 'phone', queueName: 'north', call: { id: callId } });
  await expect(maya.ask('offer:accept', { workItemId: offer.workItemId, offerId: offer.id })).rejects.toMatchObject({
    wire: { code: 'offer_gone' },
  });
  await answer(callId, offer.call?.legId as LegId);
  const { call } = await callTold(callId, ({ phase }) => phase === 'talking');
  expect(call).toMatchObject({ ownerId: stage.company.users.maya, direction: 'in', recording: 'off' });
  expect((await maya.ask('calls:list', {})).calls.map(({ id }) => id)).toEqual([callId]);
  await maya.ask('call:hold', { callId, held: true });
  await callTold(callId, ({ phase }) => phase === 'held');
  await maya.ask('call:hold', { callId, held: false });
  const otto = await stage.world.console('otto');
  await expect(otto.ask('call:end', { callId })).rejects.toMatchObject({ wire: { code: 'not_found' } });
  const ben = await stage.world.console('ben');
  await expect(ben.ask('call:end', { callId })).rejects.toMatchObject({ wire: { code: 'forbidden' } });
  await expect(ben.ask('call:listen', { callId, mode: 'listen' })).rejects.toMatchObject({
    wire: { code: 'forbidden' },
  });
  await maya.ask('call:end', { callId });
  await callTold(callId, ({ phase, ending }) => phase === 'ended' && ending === 'talked');
  await eventually(async () => {
    const { entries } = await maya.ask('conversation:open', { conversationId: call.conversationId });
    const life = entries.flatMap(({ body }) =>
      body.kind === 'event' && body.event.type === 'call' ? [body.event.told.what] : [],
    );
    expect(life).toEqual(['began', 'rang', 'answered', 'held', 'ended']);
  }, WITHIN);
  await eventually(async () => expect((await maya.ask('desk:sync', {})).me.used).toBe(0), WITHIN);
});

/** Visitors of the north's website may call. */
async function switchOnCalls(): Promise<void> {
  const { directory } = stage.parley.app.store;
  const website = await directory.inbox(stage.company.north.inboxId);
  if (!website) throw new Error('There is no website.');
  const settings = { ...website.settings, calls: { on: true, queueId: null } };
  await directory.saveInbox({ ...website, settings });
}

/** A visitor's page calls. */
async function callFromPage(visitor: VisitorClient): Promise<{ call: VisitorCall; peer: BrowserPeer }> {
  const peer = new BrowserPeer(1_010);
  peers.push(peer);
  expect(await visitor.ask('call:prepare', {})).toEqual({ iceServers: [] });
  const { call, sdp } = await visitor.ask('call:start', { sdp: await peer.offer() }, WITHIN);
  await peer.accept(sdp);
  return { call, peer };
}

test('a visitor calls from the page in the midst of a chat: whoever chats with them is rung, and both tell it', async () => {
  const visitor = await stage.world.visitor();
  await expect(visitor.ask('call:prepare', {})).rejects.toMatchObject({ wire: { code: 'forbidden' } });
  await switchOnCalls();
  await maya.plugIn();
  await maya.ask('presence:set', { state: 'available' });
  const thread = await visitor.ask('conversation:start', { clientId: nextClientId(), text: 'May I call you?' });
  const conversationId = thread.conversation.id;
  const { offer: chat } = await maya.facts.wait<{ offer: Offer }>(
    'offer:made',
    (fact) => fact.offer.conversationId === conversationId,
  );
  await maya.ask('offer:accept', { workItemId: chat.workItemId, offerId: chat.id });
  const { call, peer } = await callFromPage(visitor);
  expect(call).toMatchObject({ conversationId, phase: 'waiting', ahead: 0, agent: null });
  await expect(visitor.ask('call:start', { sdp: 'v=0' })).rejects.toMatchObject({ wire: { code: 'conflict' } });
  const stranger = await stage.world.visitor();
  for (const name of ['call:read', 'call:end'] as const)
    await expect(stranger.ask(name, { callId: call.id })).rejects.toMatchObject({ wire: { code: 'not_found' } });
  const { offer } = await maya.facts.wait<{ offer: Offer }>('offer:made', (fact) => fact.offer.call?.id === call.id);
  const agent = await answer(call.id, offer.call?.legId as LegId);
  await visitor.facts.wait<{ call: VisitorCall }>(
    'call:changed',
    ({ call: told }) => told.phase === 'talking' && told.agent === 'Maya Keller',
  );
  await eventually(async () => expect(heardOf(await agent.hear(), 48_000, [600, 1_010])).toEqual([1_010]), WITHIN);
  await eventually(async () => expect(heardOf(await peer.hear(), 48_000, [600, 1_010])).toEqual([600]), WITHIN);
  await visitor.ask('call:end', { callId: call.id });
  await callTold(call.id, ({ phase, ending, by }) => phase === 'ended' && ending === 'talked' && by === 'web');
  await eventually(async () => {
    const { entries, conversation } = await visitor.ask('conversation:open', { conversationId });
    const life = entries.flatMap(({ body }) =>
      body.kind === 'event' && body.event.type === 'call' ? [body.event.told.what] : [],
    );
    expect(life).toEqual(['began', 'answered', 'ended']);
    expect(conversation.status).toBe('active');
  }, WITHIN);
  await maya.ask('conversation:close', { conversationId });
  await eventually(async () => expect((await maya.ask('desk:sync', {})).me.used).toBe(0), WITHIN);
});

test('a call from the page without a chat begins a conversation; it is over with the page, and calls are counted', async () => {
  await maya.plugIn();
  await maya.ask('presence:set', { state: 'available' });
  const visitor = await stage.world.visitor();
  const { call, peer } = await callFromPage(visitor);
  expect(call.conversationId).not.toBeNull();
  peer.tell({ bye: true });
  await visitor.facts.wait<{ call: VisitorCall }>('call:changed', ({ call: told }) => told.phase === 'ended');
  const ended = await stage.parley.app.store.calls.find(call.id);
  expect(ended).toMatchObject({ ending: 'abandoned', by: 'web' });
  await eventually(async () => {
    const { conversations } = await visitor.ask('visitor:sync', {});
    expect(conversations.map(({ conversation }) => conversation.status)).toEqual(['closed']);
  }, WITHIN);
  await maya.ask('presence:set', { state: 'away' });
  await eventually(
    () => expect(visitor.ask('call:prepare', {})).rejects.toMatchObject({ wire: { code: 'conflict' } }),
    WITHIN,
  );
});

test('the server is started again during a call: it goes on, and the caller who hangs up then ends it', async () => {
  await maya.plugIn();
  await maya.ask('presence:set', { state: 'available' });
  const { callId } = await arrive();
  const { offer } = await maya.facts.wait<{ offer: Offer }>('offer:made', (fact) => fact.offer.call?.id === callId);
  await answer(callId, offer.call?.legId as LegId);
  await callTold(callId, ({ phase }) => phase === 'talking');
  await stage.parley.restart();
  await eventually(
    async () => expect((await stage.parley.app.store.calls.find(callId))?.stage.kind).toBe('talking'),
    WITHIN,
  );
  peers[0]?.close();
  await eventually(async () => {
    const call = await stage.parley.app.store.calls.find(callId);
    expect(call).toMatchObject({ stage: { kind: 'ended' }, ending: 'talked' });
  }, WITHIN);
});
