/** For every request of both surfaces: the picture before, and the events, make the picture after; per audience and for lists. */
import { type ConsoleRequests, consoleRequests, type WidgetRequests, widgetRequests } from '../../shared/events.ts';
import type { CallRequests } from '../../shared/events-calls.ts';
import type { Offer } from '../../shared/model/agent.ts';
import type { BulkJob } from '../../shared/model/bulk.ts';
import type { ConversationId, EntryId, MergeId, NoticeId } from '../../shared/model/ids.ts';
import { nextClientId } from '../support/client-id.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { expectEventsExplain } from '../support/expect-events-explain.ts';
import { makeMacro } from '../support/macros.ts';
import { consolePayloads, nobodysId, widgetPayloads } from '../support/requests.ts';
import { closeEverything, picturesOf, type Scene, setActiveScene, setWaitingScene } from '../support/scene.ts';
import { type Stage, startStage } from '../support/start-parley.ts';
import { stockCatalogue, workCases } from '../support/work-cases.ts';

let stage: Stage;
beforeAll(async () => {
  // Nothing heals here: what an event does not say stays unknown.
  stage = await startStage({ realtime: { headBeatMs: 3_600_000 }, routing: { capacity: 1_000_000 } });
  await stockCatalogue(stage.parley);
}, 30_000);
afterAll(() => stage.stop(), 30_000);
afterEach(() => stage.world.closeClients());

interface Case {
  scene?: 'active' | 'waiting';
  act(scene: Scene): Promise<unknown>;
}

const newest = (scene: Scene): number => scene.visitor.thread(scene.id).entries.at(-1)?.seq ?? 1;
const closed = (scene: Scene) => scene.maya.ask('conversation:close', { conversationId: scene.id });

/** The seq of a note that maya has just written. */
const noted = async ({ maya, id }: Scene): Promise<number> =>
  (await maya.ask('note:add', { conversationId: id, clientId: nextClientId(), text: 'Psst' })).seq;

/** The visitor's first message, read in a conversation of its own from now on. */
async function cutOff({ maya, id }: Scene) {
  const { entries } = await maya.ask('conversation:open', { conversationId: id });
  const first = entries.find(({ body }) => body.kind === 'message');
  const moved = [{ of: id, seq: first?.seq ?? 1 }];
  return maya.ask('entries:move', { conversationId: id, clientId: nextClientId(), entries: moved, to: null });
}

/** A conversation of somebody else, who may turn out to be the same person. */
async function another(): Promise<ConversationId> {
  const visitor = await stage.world.visitor({ name: 'another' });
  return visitor.start('It is me again');
}

let addressesAdded = 0;
const addAddress = (maya: ConsoleClient, id: ConversationId) => {
  addressesAdded += 1;
  const value = `written-down-${addressesAdded}@example.com`;
  return maya.ask('customer:address-add', { conversationId: id, kind: 'email', value, country: 'DE' });
};

/** Both ways, so that this scene's conversation gets another customer, too. */
async function mergeWithAnother({ maya, id }: Scene): Promise<MergeId> {
  const other = await another();
  const { mine, theirs } = await maya.ask('customer:merge-preview', { conversationId: other, other: id });
  const seen = { mine: mine.rev, theirs: theirs.rev };
  const order = { clientId: nextClientId(), takes: ['name'], seen };
  const { mergeId, card } = await maya.ask('customer:merge', { conversationId: other, other: id, ...order });
  expect(card.merges).toMatchObject([{ id: mergeId }]);
  return mergeId;
}

async function actOnMany({ maya, id }: Scene): Promise<string> {
  const clientId = nextClientId();
  await maya.ask('bulk:act', { clientId, ids: [id], action: { kind: 'prioritise', priority: 'urgent' } });
  await maya.facts.wait<{ job: BulkJob }>('bulk:progressed', ({ job }) => job.state === 'done');
  return clientId;
}

async function offered({ maya, id }: Scene): Promise<Offer> {
  await maya.ask('presence:set', { state: 'available' });
  const fact = await maya.facts.wait<{ offer: Offer }>('offer:made', ({ offer }) => offer.conversationId === id);
  return fact.offer;
}

/** There is no line here, so all of them are refused and change nothing; what they do is in calls.test.ts. */
function withoutCalls() {
  const refused = <Name extends keyof CallRequests>(name: Name): Case => ({
    async act({ ines, id }) {
      const payload = consolePayloads(id)[name];
      const code = name === 'call:dial' ? 'conflict' : 'not_found';
      await expect(ines.ask(name, payload as never)).rejects.toMatchObject({ wire: { code } });
    },
  });
  const names = [
    'call:connect',
    'call:dial',
    'call:hold',
    'call:mute',
    'call:press',
    'call:end',
    'call:transfer',
    'call:finish-transfer',
    'call:cancel-transfer',
    'call:add',
    'call:remove',
    'call:record',
    'call:wrap-up',
    'call:listen',
  ] as const;
  return Object.fromEntries(names.map((name) => [name, refused(name)])) as Record<(typeof names)[number], Case>;
}

const consoleCases: Record<keyof ConsoleRequests, Case> = {
  'desk:sync': { act: ({ maya }) => maya.ask('desk:sync', {}) },
  'list:open': { act: ({ maya }) => maya.ask('list:open', { view: 'mine' }) },
  'list:counts': { act: ({ maya }) => maya.ask('list:counts', {}) },
  'list:count': { act: ({ maya }) => maya.ask('list:count', { view: 'all' }) },
  'list:watch': { act: ({ maya }) => maya.ask('list:watch', { lists: [{ view: 'mine' }] }) },
  'search:text': { act: ({ maya }) => maya.ask('search:text', { text: 'a' }) },
  'search:find': { act: ({ maya }) => maya.ask('search:find', { text: 'a' }) },
  'bulk:act': { act: (scene) => actOnMany(scene) },
  'bulk:undo': {
    async act(scene) {
      const clientId = await actOnMany(scene);
      await scene.maya.ask('bulk:undo', { clientId });
      await scene.maya.facts.wait<{ job: BulkJob }>('bulk:progressed', ({ job }) => job.state === 'undone');
    },
  },
  'bulk:list': { act: ({ maya }) => maya.ask('bulk:list', {}) },
  'conversation:open': { act: ({ maya, id }) => maya.ask('conversation:open', { conversationId: id }) },
  'conversation:leave': { act: ({ maya, id }) => maya.ask('conversation:leave', { conversationId: id }) },
  'note:edit': {
    async act(scene) {
      const seq = await noted(scene);
      await scene.maya.ask('note:edit', { conversationId: scene.id, seq, text: 'Better' });
      await scene.maya.ask('note:edit', { conversationId: scene.id, seq, text: 'Best' });
    },
  },
  'note:delete': {
    async act(scene) {
      const seq = await noted(scene);
      await scene.maya.ask('note:edit', { conversationId: scene.id, seq, text: 'Worse' });
      await scene.maya.ask('note:delete', { conversationId: scene.id, seq });
    },
  },
  'note:versions': {
    act: async (scene) => scene.maya.ask('note:versions', { conversationId: scene.id, seq: await noted(scene) }),
  },
  'view:set': { act: ({ maya, id }) => maya.ask('view:set', { conversationId: id }) },
  'viewers:list': { act: ({ maya }) => maya.ask('viewers:list', {}) },
  'customer:read': { act: ({ maya, id }) => maya.ask('customer:read', { conversationId: id }) },
  'customer:change': {
    act: ({ maya, id }) =>
      maya.ask('customer:change', { conversationId: id, change: { type: 'name', name: 'Sofia Marchetti' } }),
  },
  'customer:history': { act: ({ maya, id }) => maya.ask('customer:history', { conversationId: id, field: 'name' }) },
  'customer:conversations': { act: ({ maya, id }) => maya.ask('customer:conversations', { conversationId: id }) },
  'customer:entries': { act: ({ maya, id }) => maya.ask('customer:entries', { conversationId: id, of: id }) },
  'history:follow': { act: ({ maya, id }) => maya.ask('history:follow', { conversationId: id }) },
  'history:leave': { act: ({ maya }) => maya.ask('history:leave', {}) },
  'history:page': { act: ({ maya, id }) => maya.ask('history:page', { conversationId: id }) },
  'customer:merge-preview': {
    act: async ({ maya, id }) => maya.ask('customer:merge-preview', { conversationId: id, other: await another() }),
  },
  'customer:merge': { act: (scene) => mergeWithAnother(scene) },
  'customer:matches': { act: ({ maya, id }) => maya.ask('customer:matches', { conversationId: id }) },
  'customers:duplicates': { act: ({ maya }) => maya.ask('customers:duplicates', {}) },
  'customer:distinguish': {
    act: async ({ maya, id }) => maya.ask('customer:distinguish', { conversationId: id, other: await another() }),
  },
  'customer:address-add': { act: ({ maya, id }) => addAddress(maya, id) },
  'customer:address-remove': {
    async act({ maya, id }) {
      const added = await addAddress(maya, id);
      const key = added.kind === 'added' ? (added.card.identities.find(({ kind }) => kind === 'email')?.key ?? '') : '';
      await maya.ask('customer:address-remove', { conversationId: id, key });
    },
  },
  'customer:number': { act: ({ maya, id }) => maya.ask('customer:number', { conversationId: id }) },
  // Of a chat it is no question; texts-shared.test.ts chooses.
  'customer:number-choose': {
    act: ({ maya, id }) =>
      expect(maya.ask('customer:number-choose', { conversationId: id, choice: 'nobody' })).rejects.toMatchObject({
        wire: { code: 'conflict' },
      }),
  },
  'customer:unmerge': {
    async act(scene) {
      const mergeId = await mergeWithAnother(scene);
      await scene.maya.ask('customer:unmerge', { conversationId: scene.id, mergeId });
    },
  },
  'entries:move': { act: (scene) => cutOff(scene) },
  'entries:move-back': {
    async act(scene) {
      const { placementId } = await cutOff(scene);
      if (placementId === null) throw new Error('Nothing was moved.');
      await scene.maya.ask('entries:move-back', { conversationId: scene.id, placementId });
    },
  },
  'conversation:merge': {
    async act(scene) {
      const { to } = await cutOff(scene);
      await scene.maya.ask('note:add', { conversationId: to.id, clientId: nextClientId(), text: 'Psst, here' });
      const clientId = nextClientId();
      await scene.maya.ask('conversation:merge', { conversationId: to.id, clientId, into: scene.id });
    },
  },
  'conversation:resembled': {
    act: ({ maya, id }) => maya.ask('conversation:resembled', { conversationId: id }),
  },
  // Only letters look like each other: see mail-ways.test.ts.
  'conversation:tell-apart': {
    act: ({ maya, id }) => maya.ask('conversation:tell-apart', { conversationId: id, other: id }),
  },
  'entries:placed': {
    async act(scene) {
      const { placementId, to } = await cutOff(scene);
      if (placementId === null) throw new Error('Nothing was moved.');
      const { entries } = await scene.maya.ask('entries:placed', { conversationId: to.id, placementId });
      expect(entries).toMatchObject([{ conversationId: scene.id, body: { kind: 'message' } }]);
    },
  },
  'conversation:sync': {
    act: ({ maya, id }) => maya.ask('conversation:sync', { conversationId: id, after: 0, rev: 0 }),
  },
  'entries:page': { act: ({ maya, id }) => maya.ask('entries:page', { conversationId: id, before: 99 }) },
  'message:send': {
    act: ({ maya, id }) =>
      maya.ask('message:send', { conversationId: id, clientId: nextClientId(), text: 'Yes', choices: ['A', 'B'] }),
  },
  'note:add': {
    act: ({ maya, id }) => maya.ask('note:add', { conversationId: id, clientId: nextClientId(), text: 'Psst' }),
  },
  'typing:set': { act: ({ maya, id }) => maya.ask('typing:set', { conversationId: id, typing: true }) },
  'draft:save': {
    act: ({ maya, id }) =>
      maya.ask('draft:save', { conversationId: id, kind: 'note', text: 'Psst, a draft', version: 1 }),
  },
  'draft:list': { act: ({ maya }) => maya.ask('draft:list', {}) },
  'reply:schedule': {
    async act({ maya, id }) {
      const when = { hold: 'undo', seconds: 1 } as const;
      await maya.ask('reply:schedule', { conversationId: id, clientId: nextClientId(), text: 'In a moment', when });
      await maya.facts.wait<{ entry: { body: { text?: string } } }>(
        'entry:appended',
        ({ entry }) => entry.body.text === 'In a moment',
      );
    },
  },
  'reply:unschedule': {
    async act({ maya, id }) {
      const [clientId, when] = [nextClientId(), { hold: 'undo', seconds: 60 } as const];
      await maya.ask('reply:schedule', { conversationId: id, clientId, text: 'Or not', when });
      await maya.ask('reply:unschedule', { conversationId: id, clientId });
    },
  },
  'letter:start': {
    async act({ maya }) {
      const payload = consolePayloads(nobodysId)['letter:start'];
      await expect(maya.ask('letter:start', payload)).rejects.toMatchObject({ wire: { code: 'not_found' } });
    },
  },
  'delivery:retry': {
    async act({ maya, id }) {
      const entryId = nobodysId as string as EntryId;
      const asked = maya.ask('delivery:retry', { conversationId: id, entryId });
      await expect(asked).rejects.toMatchObject({ wire: { code: 'not_found' } });
    },
  },
  'macro:run': {
    async act({ maya, id }) {
      const macroId = await makeMacro(stage, 'maya', [
        { type: 'reply', text: 'From a macro' },
        { type: 'note', text: 'Psst, a macro' },
        { type: 'set-priority', priority: 'high' },
        { type: 'close', dispositionId: null },
      ]);
      const { steps } = await maya.ask('macro:run', { conversationId: id, macroId, clientId: nextClientId() });
      expect(steps.map((step) => step.state)).toEqual(['done', 'done', 'done', 'done']);
    },
  },
  'reply:rules': { act: ({ maya, id }) => maya.ask('reply:rules', { conversationId: id }) },
  'reply:ways': { act: ({ maya, id }) => maya.ask('reply:ways', { conversationId: id }) },
  'reply:list': { act: ({ maya, id }) => maya.ask('reply:list', { conversationId: id }) },
  'read:mark': {
    act: (scene) => scene.maya.ask('read:mark', { conversationId: scene.id, upTo: newest(scene) }),
  },
  'conversation:close': { act: closed },
  'presence:set': { scene: 'waiting', act: ({ maya }) => maya.ask('presence:set', { state: 'available' }) },
  'offer:accept': {
    scene: 'waiting',
    async act(scene) {
      const { id: offerId, workItemId } = await offered(scene);
      await scene.maya.ask('offer:accept', { offerId, workItemId });
    },
  },
  'offer:decline': {
    scene: 'waiting',
    async act(scene) {
      const { id: offerId, workItemId } = await offered(scene);
      await scene.maya.ask('offer:decline', { offerId, workItemId, reason: 'busy' });
    },
  },
  'colleagues:list': { act: ({ maya }) => maya.ask('colleagues:list', {}) },
  'floor:watch': { act: ({ ines }) => ines.ask('floor:watch', { from: 0 }) },
  'floor:leave': { act: ({ ines }) => ines.ask('floor:leave', {}) },
  'floor:look': { act: ({ ines, id }) => ines.ask('floor:look', { conversationId: id }) },
  'preferences:change': { act: ({ maya }) => maya.ask('preferences:change', { undoSeconds: 5 }) },
  'calls:list': { act: ({ maya }) => maya.ask('calls:list', {}) },
  'call:grant': { act: ({ maya }) => maya.ask('call:grant', {}) },
  'call:lines': { act: ({ maya }) => maya.ask('call:lines', { inboxIds: [] }) },
  ...withoutCalls(),
  'notices:list': { act: ({ maya }) => maya.ask('notices:list', {}) },
  'notices:read': { act: ({ maya }) => maya.ask('notices:read', { ids: [nobodysId as string as NoticeId] }) },
  ...workCases(() => stage),
};

const widgetCases: Record<keyof WidgetRequests, Case> = {
  'visitor:sync': { act: ({ visitor }) => visitor.ask('visitor:sync', {}) },
  'conversation:start': {
    async act(scene) {
      await closed(scene);
      await scene.visitor.ask('conversation:start', { clientId: nextClientId(), text: 'Again' });
    },
  },
  'message:leave': {
    act: ({ visitor }) =>
      visitor.ask('message:leave', { clientId: nextClientId(), text: 'Write to me', email: 'me@example.com' }),
  },
  'message:send': {
    act: ({ visitor, id }) =>
      visitor.ask('message:send', { conversationId: id, clientId: nextClientId(), text: 'And the price?' }),
  },
  'conversation:open': { act: ({ visitor, id }) => visitor.ask('conversation:open', { conversationId: id }) },
  'conversation:sync': {
    act: ({ visitor, id }) => visitor.ask('conversation:sync', { conversationId: id, after: 0, rev: 0 }),
  },
  'entries:page': { act: ({ visitor, id }) => visitor.ask('entries:page', { conversationId: id, before: 99 }) },
  'delivered:mark': {
    act: (scene) => scene.visitor.ask('delivered:mark', { conversationId: scene.id, upTo: newest(scene) }),
  },
  'read:mark': {
    async act(scene) {
      await scene.maya.send(scene.id, 'Have you seen this?');
      await scene.visitor.ask('read:mark', { conversationId: scene.id, upTo: newest(scene) + 1 });
    },
  },
  'typing:set': {
    act: ({ visitor, id }) => visitor.ask('typing:set', { conversationId: id, typing: true, text: 'Hm' }),
  },
  'conversation:end': { act: ({ visitor, id }) => visitor.ask('conversation:end', { conversationId: id }) },
  'conversation:rate': {
    async act(scene) {
      await closed(scene);
      await scene.visitor.ask('conversation:rate', { conversationId: scene.id, score: 4, comment: 'good' });
    },
  },
  'page:visit': {
    act: ({ visitor }) => visitor.ask('page:visit', { url: 'https://shop.example/chair', title: 'Chair' }),
  },
  ...withoutPageCalls(),
  // What a right code changes is told in tests/flow/mail-ways.test.ts: here are no letters.
  'address:code': {
    act: ({ visitor, id }) =>
      expect(visitor.ask('address:code', { conversationId: id, email: 'me@example.com' })).rejects.toMatchObject({
        wire: { code: 'invalid' },
      }),
  },
  'address:prove': {
    act: ({ visitor, id }) => visitor.ask('address:prove', { conversationId: id, code: '000000' }),
  },
};

/** Nobody can call here, so all of them are refused and change nothing; what they do is in calls.test.ts. */
function withoutPageCalls() {
  const names = ['call:prepare', 'call:start', 'call:connect', 'call:read', 'call:end'] as const;
  const refused = (name: (typeof names)[number]): Case => ({
    async act({ visitor, id }) {
      const code = name === 'call:prepare' || name === 'call:start' ? 'forbidden' : 'not_found';
      await expect(visitor.ask(name, widgetPayloads(id)[name] as never)).rejects.toMatchObject({ wire: { code } });
    },
  });
  return Object.fromEntries(names.map((name) => [name, refused(name)])) as Record<(typeof names)[number], Case>;
}

async function expectExplained({ scene: kind = 'active', act }: Case): Promise<void> {
  const { world } = stage;
  const scene = await (kind === 'active' ? setActiveScene : setWaitingScene)(world, { heals: false });
  const reader = await world.console('ada', { heals: false });
  const pictures = await picturesOf(scene, reader, await world.visitor({ token: tokenOf(scene), heals: false }));
  await expectEventsExplain(() => act(scene), pictures);
  expect(JSON.stringify([...scene.visitor.facts.all, ...scene.tab.facts.all])).not.toContain('Psst');
  await scene.maya.ask('presence:set', { state: 'away' });
  await closeEverything(reader);
}

const tokenOf = (scene: Scene): string => scene.visitor.token;

describe('console', () => {
  test('every request has a case', () => {
    expect(Object.keys(consoleCases).sort()).toEqual(Object.keys(consoleRequests).sort());
  });
  test.each(Object.entries(consoleCases))('%s', (_name, one) => expectExplained(one), 15_000);
});

describe('widget', () => {
  test('every request has a case', () => {
    expect(Object.keys(widgetCases).sort()).toEqual(Object.keys(widgetRequests).sort());
  });
  test.each(Object.entries(widgetCases))('%s', (_name, one) => expectExplained(one), 15_000);
});
