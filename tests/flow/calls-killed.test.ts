/** kill -9 of the server during calls, with real processes: what carries the call goes on without it, and the next server takes up where it was. */
import type { DeskSnapshot } from '../../shared/events.ts';
import type { Offer } from '../../shared/model/agent.ts';
import type { CallPhase, CallView } from '../../shared/model/call.ts';
import type { CallId, LegId } from '../../shared/model/ids.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { type DemoProcess, isAlive, startDemoProcess } from '../support/demo-process.ts';
import { eventually } from '../support/eventually.ts';
import { BrowserPeer, forgetSources } from '../support/sound/browser-peer.ts';
import { heardOf } from '../support/sound/tones.ts';
import { beginVisit, VisitorClient } from '../support/visitor-client.ts';

// Three processes on a machine that is busy with other things.
jest.setTimeout(180_000);
const WITHIN = 60_000;
const CALLER = '+4915112345678';
const OUR_NUMBER = '+493023125042';

interface SimCall {
  sid: string;
  from: string;
  to: string;
  endedAt: number | null;
}

let demo: DemoProcess;
let maya: ConsoleClient;
let me: DeskSnapshot['me'];

beforeAll(async () => {
  demo = await startDemoProcess();
  // Whenever this runs, somebody is there.
  await demo.changeInbox(
    ({ channel }) => channel === 'phone',
    (inbox) => ({ ...inbox, calendarId: null }),
  );
  maya = await demo.console('maya@parley.example');
  me = (await maya.ask('desk:sync', {})).me;
}, 120_000);
afterAll(async () => {
  await demo?.stop();
  await forgetSources();
}, 60_000);

const offered = (is: (offer: Offer) => boolean) =>
  maya.facts.wait<{ offer: Offer }>('offer:made', ({ offer }) => is(offer), WITHIN);
/** Whatever the server says of it now, once it is reached. */
const shown = (callId: CallId, phase: CallPhase) =>
  eventually(async () => {
    const { calls } = await maya.ask('calls:list', {});
    const call = calls.find(({ id }) => id === callId);
    if (call?.phase !== phase) throw new Error(`The call is ${call?.phase ?? 'not shown'}.`);
    return call;
  }, WITHIN);
const over = (callId: CallId) =>
  eventually(async () => {
    const { calls } = await maya.ask('calls:list', {});
    if (calls.some(({ id }) => id === callId)) throw new Error('The call goes on.');
    await maya.ask('call:wrap-up', { callId }).catch(() => undefined);
    expect((await maya.ask('desk:sync', {})).me.used).toBe(0);
  }, WITHIN);

test('a simulated Twilio call goes on through a kill, is shown and led again, and one that ended meanwhile is over', async () => {
  const state = () => demo.phone.ask<{ calls: SimCall[] }>('state');
  await demo.phone.ask('plug', { number: `client:${me.id}`, answers: 'itself' });
  await maya.plugIn();
  await maya.ask('presence:set', { state: 'available' });
  const pid = demo.phone.pid();
  const { callSid } = await demo.phone.ask<{ callSid: string }>('call', { from: CALLER, to: OUR_NUMBER });
  await eventually(async () => {
    const { webhooks } = await demo.phone.ask<{ webhooks: { url: string; status: number | null }[] }>('state');
    if (!webhooks.some(({ url, status }) => url.endsWith('/voice') && status === 200))
      throw new Error('nothing is said');
  }, WITHIN);
  // Once: while they wait, the same key asks to be called back.
  await demo.phone.ask('press', { callSid, digits: '1' });
  const { call } = await maya.facts.wait<{ call: CallView }>(
    'call:changed',
    ({ call: one }) => one.phase === 'talking',
    WITHIN,
  );
  expect((await state()).calls).toHaveLength(2);

  await demo.kill();
  expect(isAlive(pid)).toBe(true);
  expect((await state()).calls.map(({ endedAt }) => endedAt)).toEqual([null, null]);
  await demo.start();
  expect(demo.phone.pid()).toBe(pid);
  const again = await shown(call.id, 'talking');
  expect(again).toMatchObject({ ownerId: me.id, parties: [{ userId: me.id, state: 'joined' }] });
  await maya.ask('call:hold', { callId: call.id, held: true }, WITHIN);
  await shown(call.id, 'held');
  await maya.ask('call:hold', { callId: call.id, held: false }, WITHIN);
  await shown(call.id, 'talking');
  expect((await state()).calls).toHaveLength(2);

  // What is told to nobody is found by asking.
  await demo.kill();
  await demo.phone.ask('hang-up', { callSid });
  await demo.start();
  await over(call.id);
  expect(demo.phone.pid()).toBe(pid);
  const thread = await maya.ask('conversation:open', { conversationId: call.conversationId });
  const life = thread.entries.flatMap(({ body }) =>
    body.kind === 'event' && body.event.type === 'call' ? [body.event.told] : [],
  );
  expect(life.at(-1)).toMatchObject({ what: 'ended', ending: 'talked' });
});

test('a caller whose menu or music needs an answer while no server runs waits for the next one', async () => {
  await demo.phone.ask('plug', { number: `client:${me.id}`, answers: 'itself' });
  await maya.plugIn();
  const pid = demo.phone.pid();
  const begun = Date.now();
  const state = () =>
    demo.phone.ask<{ calls: SimCall[]; webhooks: { url: string; params: { CallSid?: string } }[] }>('state');
  const { callSid } = await demo.phone.ask<{ callSid: string }>('call', { from: CALLER, to: OUR_NUMBER });
  const asked = (where: string) =>
    eventually(async () => {
      const { webhooks } = await state();
      if (!webhooks.some(({ url, params }) => url.includes(where) && params.CallSid === callSid))
        throw new Error(`${where} was not asked`);
    }, WITHIN);
  await asked('/voice');
  await demo.kill();
  await demo.phone.ask('press', { callSid, digits: '1' });
  // The key was told to nobody: the network asks its own document what to do.
  await asked('/bins/');
  await demo.start();
  expect(demo.phone.pid()).toBe(pid);
  expect((await state()).calls.find(({ sid }) => sid === callSid)?.endedAt).toBeNull();
  // Their page connects anew on its own.
  await eventually(() => maya.plugIn(), WITHIN);
  await eventually(() => maya.ask('presence:set', { state: 'available' }), WITHIN);
  // Whoever is not heard is asked again, until they end in the queue.
  const { call } = await maya.facts.wait<{ call: CallView }>(
    'call:changed',
    ({ call: one }) => one.phase === 'talking' && one.startedAt >= begun,
    WITHIN,
  );
  await demo.phone.ask('hang-up', { callSid });
  await over(call.id);
});

test('a call by the softswitch is heard on both sides while no server runs, and led again by the next one', async () => {
  const website = await demo.changeInbox(
    ({ channel, name }) => channel === 'webchat' && !/trade/i.test(name),
    (inbox) => ({ ...inbox, calendarId: null, settings: { ...inbox.settings, calls: { on: true, queueId: null } } }),
  );
  await maya.plugIn();
  await maya.ask('presence:set', { state: 'available' });
  const { token } = await beginVisit(demo.url, demo.url, website.id);
  const visitor = new VisitorClient({ url: demo.url, origin: demo.url, inboxId: website.id, token, name: 'visitor' });
  await visitor.begin();
  const [customer, agent] = [new BrowserPeer(1_010), new BrowserPeer(600)];
  try {
    await eventually(() => visitor.ask('call:prepare', {}), WITHIN);
    const { call, sdp } = await visitor.ask('call:start', { sdp: await customer.offer() }, WITHIN);
    await customer.accept(sdp);
    const { offer } = await offered((one) => one.call?.id === call.id);
    const mine = await agent.offer();
    const answered = await eventually(async () => {
      const given = await maya.ask('call:connect', { callId: call.id, legId: offer.call?.legId as LegId, sdp: mine });
      if ('gone' in given) throw new Error('gone');
      return given;
    }, WITHIN);
    await agent.accept(answered.sdp);
    await shown(call.id, 'talking');
    const hearBoth = () =>
      eventually(async () => {
        expect(heardOf(await agent.hear(), 48_000, [600, 1_010])).toEqual([1_010]);
        expect(heardOf(await customer.hear(), 48_000, [600, 1_010])).toEqual([600]);
      }, WITHIN);
    await hearBoth();
    await demo.kill();
    await hearBoth();
    await demo.start();
    const again = await shown(call.id, 'talking');
    expect(again).toMatchObject({ parties: [{ userId: me.id, state: 'joined' }] });
    await hearBoth();
    // A page that was loaded anew joins the same leg.
    const reloaded = new BrowserPeer(830);
    const back = await maya.ask('call:connect', {
      ...{ callId: call.id, legId: again.parties[0]?.legId as LegId, sdp: await reloaded.offer() },
    });
    if ('gone' in back) throw new Error('The leg is gone.');
    await reloaded.accept(back.sdp);
    await eventually(
      async () => expect(heardOf(await customer.hear(), 48_000, [600, 830, 1_010])).toEqual([830]),
      WITHIN,
    );
    await maya.ask('call:end', { callId: call.id });
    await over(call.id);
    reloaded.close();
  } finally {
    visitor.close();
    customer.close();
    agent.close();
  }
});
