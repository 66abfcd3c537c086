/** One thing done to many: judged one by one, told as it goes on, once per client id, through a restart, and taken back. */
import { type BulkAction, type BulkJob, bulkLimit } from '../../shared/model/bulk.ts';
import type { ConversationId, TagId } from '../../shared/model/ids.ts';
import type { Refused } from '../support/ask.ts';
import { nextClientId } from '../support/client-id.ts';
import type { ConsoleClient } from '../support/console-client.ts';
import { eventually } from '../support/eventually.ts';
import { nobodysId } from '../support/requests.ts';
import { type Stage, startStage } from '../support/start-parley.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ routing: { capacity: 1_000_000, pollMs: 50 } });
}, 30_000);
afterAll(() => stage.stop(), 30_000);
afterEach(() => stage.world.closeClients());

async function startMany(count: number, inbox: 'north' | 'south' = 'north'): Promise<ConversationId[]> {
  const ids: ConversationId[] = [];
  for (let made = 0; made < count; made += 1)
    ids.push(await (await stage.world.visitor({ inbox })).start(`Hello ${made}`));
  return ids;
}

async function act(client: ConsoleClient, ids: ConversationId[], action: BulkAction): Promise<BulkJob> {
  const clientId = nextClientId();
  await client.ask('bulk:act', { clientId, ids, action });
  return end(client, clientId, 'done');
}

async function undo(client: ConsoleClient, { clientId }: BulkJob): Promise<BulkJob> {
  await client.ask('bulk:undo', { clientId });
  return end(client, clientId, 'undone');
}

async function end(client: ConsoleClient, clientId: string, state: BulkJob['state']): Promise<BulkJob> {
  const { job } = await client.facts.wait<{ job: BulkJob }>(
    'bulk:progressed',
    ({ job: one }) => one.clientId === clientId && one.state === state,
    10_000,
  );
  return job;
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: Refused) => error.code,
  );
const look = async (id: ConversationId) => {
  const found = await stage.parley.app.timeline.find(id);
  if (!found) throw new Error('not there');
  return found;
};
const statusOf = (ids: ConversationId[]) => Promise.all(ids.map(async (id) => (await look(id)).status));

test('many are closed in batches that are told, and opened again as they were', async () => {
  const ines = await stage.world.console('ines');
  const ids = await startMany(14);
  const job = await act(ines, ids, { kind: 'close' });
  expect(job).toMatchObject({ total: 14, done: 14, same: 0, refused: [], canUndo: true });
  expect(new Set(await statusOf(ids))).toEqual(new Set(['closed']));
  const told = ines.facts.of<{ job: BulkJob }>('bulk:progressed').map((fact) => fact.job.done);
  expect([...told].sort((a, b) => a - b)).toEqual(told);
  expect(told.length).toBeGreaterThan(1);
  expect(await undo(ines, job)).toMatchObject({ done: 0, refused: [], canUndo: false });
  for (const id of ids) {
    expect(await look(id)).toMatchObject({ status: 'open', queueId: stage.company.north.queueId });
    expect((await look(id)).work?.ownerId ?? null).toBeNull();
  }
}, 30_000);

test('each is judged by itself: what is not theirs or not there is refused, what was so already is left alone', async () => {
  const maya = await stage.world.console('maya');
  const [own, closed] = (await startMany(2)) as [ConversationId, ConversationId];
  const [others] = (await startMany(1, 'south')) as [ConversationId];
  await act(maya, [closed], { kind: 'close' });
  const job = await act(maya, [own, closed, others, nobodysId], { kind: 'close' });
  expect(job).toMatchObject({ total: 4, done: 1, same: 1 });
  expect(job.refused).toEqual([
    { id: others, code: 'not_found' },
    { id: nobodysId, code: 'not_found' },
  ]);
  expect((await look(others)).status).toBe('open');
});

test('tags, priority and snooze come back exactly, and what somebody changed since stays', async () => {
  const ines = await stage.world.console('ines');
  const ids = (await startMany(3)) as [ConversationId, ConversationId, ConversationId];
  const [vip, late] = await Promise.all([makeTag('VIP'), makeTag('Late')]);
  await ines.ask('work:tag', { conversationId: ids[0], add: [vip], remove: [] });
  const tagged = await act(ines, ids, { kind: 'tag', add: [vip, late], remove: [] });
  expect(tagged).toMatchObject({ done: 3 });
  expect((await undo(ines, tagged)).refused).toEqual([]);
  expect(await Promise.all(ids.map(async (id) => (await look(id)).tagIds))).toEqual([[vip], [], []]);

  const ranked = await act(ines, ids, { kind: 'prioritise', priority: 'high' });
  await ines.ask('work:prioritise', { conversationId: ids[1], priority: 'low' });
  expect((await undo(ines, ranked)).refused).toEqual([{ id: ids[1], code: 'conflict' }]);
  expect(await Promise.all(ids.map(async (id) => (await look(id)).priority))).toEqual(['normal', 'low', 'normal']);

  const until = Date.now() + 3_600_000;
  const aside = await act(ines, ids, { kind: 'snooze', until });
  expect(await Promise.all(ids.map(async (id) => (await look(id)).snooze?.until))).toEqual([until, until, until]);
  await undo(ines, aside);
  expect(await Promise.all(ids.map(async (id) => (await look(id)).snooze))).toEqual([null, null, null]);
}, 30_000);

test('assigned to an agent who is there, and back to nobody; agents may not assign to others', async () => {
  const [ines, maya, ben] = [
    await stage.world.console('ines'),
    await stage.world.console('maya'),
    await stage.world.console('ben'),
  ];
  const ids = await startMany(2);
  await maya.ask('presence:set', { state: 'available' });
  const { users, south } = stage.company;
  const given = await act(ines, ids, { kind: 'assign', to: { kind: 'agent', id: users.maya } });
  expect(given).toMatchObject({ done: 2, refused: [] });
  expect(await Promise.all(ids.map(async (id) => (await look(id)).work?.ownerId))).toEqual([users.maya, users.maya]);
  const tried = await act(ben, ids, { kind: 'assign', to: { kind: 'agent', id: users.ben } });
  expect(tried.refused.map(({ code }) => code)).toEqual(['forbidden', 'forbidden']);
  await maya.ask('presence:set', { state: 'away' });
  await undo(ines, given);
  for (const id of ids) expect((await look(id)).work?.ownerId ?? null).toBeNull();
  const moved = await act(ines, ids, { kind: 'assign', to: { kind: 'queue', id: south.queueId } });
  expect(moved).toMatchObject({ done: 2 });
  expect((await look(ids[0] as ConversationId)).queueId).toBe(south.queueId);
}, 30_000);

test('the same client id is the same job; for something else it is a conflict; another person knows nothing of it', async () => {
  const [ines, maya] = [await stage.world.console('ines'), await stage.world.console('maya')];
  const ids = await startMany(2);
  const clientId = nextClientId();
  const asked = { clientId, ids, action: { kind: 'close' } } as const;
  await Promise.all([ines.ask('bulk:act', asked), ines.ask('bulk:act', asked)]);
  await end(ines, clientId, 'done');
  expect(await ines.ask('bulk:act', asked)).toMatchObject({ state: 'done', done: 2 });
  expect(await codeOf(ines.ask('bulk:act', { ...asked, action: { kind: 'reopen' } }))).toBe('conflict');
  expect(await codeOf(maya.ask('bulk:undo', { clientId }))).toBe('not_found');
  await ines.ask('bulk:undo', { clientId });
  await ines.ask('bulk:undo', { clientId });
  await end(ines, clientId, 'undone');
  expect(await codeOf(ines.ask('bulk:undo', { clientId }))).toBe('ok');
  const tooMany = Array.from({ length: bulkLimit + 1 }, () => nobodysId);
  expect(
    await codeOf(ines.ask('bulk:act', { clientId: nextClientId(), ids: tooMany, action: { kind: 'close' } })),
  ).toBe('invalid');
}, 30_000);

test('a job that a restart cut in two goes on, and can be taken back whole', async () => {
  const ids = await startMany(16);
  const ines = await stage.world.console('ines');
  const clientId = nextClientId();
  await ines.ask('bulk:act', { clientId, ids, action: { kind: 'close' } });
  await stage.parley.restart();
  const again = await stage.world.console('ines');
  await eventually(async () => {
    const [job] = await again.ask('bulk:list', {});
    expect(job).toMatchObject({ clientId, state: 'done', done: 16, same: 0, refused: [] });
  }, 10_000);
  await again.ask('bulk:undo', { clientId });
  await end(again, clientId, 'undone');
  expect(new Set(await statusOf(ids))).toEqual(new Set(['open']));
}, 40_000);

test('a whole list as it is then, through a restart: within one’s rights, and nothing that is not in it', async () => {
  const { south } = stage.company;
  const [tagId, ids, foreign, other] = [
    await makeTag('Batch'),
    await startMany(14),
    await startMany(2, 'south'),
    await startMany(2),
  ];
  const maya = await stage.world.console('maya');
  await act(await stage.world.console('ines'), [...ids, ...foreign], { kind: 'tag', add: [tagId], remove: [] });
  const clientId = nextClientId();
  const list = { view: 'all', filter: { status: 'open', tagId } } as const;
  await maya.ask('bulk:act', { clientId, list, action: { kind: 'close' } });
  await stage.parley.restart();
  const again = await stage.world.console('maya');
  await eventually(async () => {
    const [job] = await again.ask('bulk:list', {});
    expect(job).toMatchObject({ clientId, state: 'done', total: 14, done: 14, reasons: [], isCollecting: false });
  }, 20_000);
  expect(await again.ask('bulk:act', { clientId, list, action: { kind: 'close' } })).toMatchObject({ total: 14 });
  expect(await codeOf(again.ask('bulk:act', { clientId, list: { view: 'mine' }, action: { kind: 'close' } }))).toBe(
    'conflict',
  );
  expect(new Set(await statusOf(ids))).toEqual(new Set(['closed']));
  expect(new Set(await statusOf([...foreign, ...other]))).toEqual(new Set(['open']));
  expect((await look(foreign[0] as ConversationId)).queueId).toBe(south.queueId);
  // One that is closed for another reason meanwhile is told apart, in words of its own.
  await again.ask('conversation:reopen', { conversationId: ids[0] as ConversationId });
  await again.ask('bulk:undo', { clientId });
  const job = await end(again, clientId, 'undone');
  expect(job.reasons).toEqual([{ code: 'conflict', count: 1 }]);
  expect(new Set(await statusOf(ids))).toEqual(new Set(['open']));
}, 60_000);

async function makeTag(name: string): Promise<TagId> {
  const cookie = await stage.world.cookieOf('ada');
  const response = await fetch(`${stage.parley.url}/api/tags`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, origin: stage.world.place.origin },
    body: JSON.stringify({ name, colour: 'blue' }),
  });
  expect(response.status).toBeLessThan(300);
  const made = (await stage.parley.app.catalogue.tags()).find((tag) => tag.name === name);
  if (!made) throw new Error('The tag is not there.');
  return made.id;
}
