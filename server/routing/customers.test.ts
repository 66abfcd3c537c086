import type { ConversationId, IdentityId, UserId } from '../../shared/model/ids.ts';
import {
  createStage,
  inboxId,
  queueId,
  type Stage,
  startTestDatabase,
  type TestDatabase,
} from '../../tests/support/routing/stage.ts';
import type { RoutingService } from './create-routing.ts';

// A machine that is busy with other things is no reason to fail.
jest.setTimeout(60_000);

let database: TestDatabase;
let stage: Stage;
let routing: RoutingService;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(async () => {
  await database.stop();
});
beforeEach(async () => {
  await database.clear();
  stage = createStage(database);
  routing = stage.router('node-1');
  await routing.start();
});
afterEach(async () => {
  expect(await routing.reconcile()).toEqual({ told: 0, withdrawn: 0, requeued: 0, drift: 0 });
  await stage.stop();
});

const stateOf = async (id: Parameters<TestDatabase['work']['find']>[0]) => (await database.work.find(id))?.state;
const maya = { kind: 'agent', id: 'maya' as UserId, name: 'Maya Keller' } as const;

test('who leaves the page keeps the place for a while, then has abandoned', async () => {
  const work = await stage.arrive(routing);
  await routing.visitorSeen(work.identityId, false);
  await stage.pass(119_000);
  expect(await stateOf(work.id)).toBe('waiting');
  await stage.pass(1_000);
  expect(await stateOf(work.id)).toBe('closed');
  expect(stage.timeline.state(work.conversationId)).toMatchObject({ status: 'closed', work: { state: 'closed' } });
  expect(stage.timeline.events(work.conversationId)).toEqual(['queued', 'closed']);
});

test('coming back stops that clock', async () => {
  const work = await stage.arrive(routing);
  await routing.visitorSeen(work.identityId, false);
  await stage.pass(60_000);
  await routing.visitorSeen(work.identityId, true);
  await stage.pass(150_000);
  expect(await stateOf(work.id)).toBe('waiting');
});

test('a message left for later is never abandoned, and is nobody’s place in the queue', async () => {
  const left = await stage.arrive(routing, { live: false });
  const live = await stage.arrive(routing);
  await routing.visitorSeen(left.identityId, false);
  await stage.pass(240_000);
  expect(await stateOf(left.id)).toBe('waiting');
  expect(await routing.ahead(live.conversationId)).toBe(0);
  expect(await routing.ahead(left.conversationId)).toBeNull();
});

test('a page closed while its message was on the way starts the clock', async () => {
  const identityId = 'someone' as IdentityId;
  await routing.visitorSeen(identityId, true);
  await routing.visitorSeen(identityId, false);
  const work = await stage.arrive(routing, { identityId });
  await stage.pass(120_000);
  expect(await stateOf(work.id)).toBe('closed');
});

test('ending while offered takes the offer back', async () => {
  const [agentId] = (await stage.ready(routing, 'Maya Keller')) as [UserId];
  const work = await stage.arrive(routing);
  expect(await routing.offersOf(agentId)).toHaveLength(1);
  await routing.close(work.conversationId, { kind: 'customer' }, 'ended');
  await stage.settled();
  expect(stage.facts).toContainEqual(expect.objectContaining({ type: 'offer-ended', agentId, why: 'customer-left' }));
  expect(await routing.agent(agentId)).toMatchObject({ used: 0 });
  const closed = await database.work.find(work.id);
  expect(closed?.history.at(-1)?.event).toEqual({ type: 'closed', by: 'customer', reason: 'abandoned' });
});

test('closing twice is closing once, with work or without', async () => {
  const work = await stage.arrive(routing);
  await routing.close(work.conversationId, maya, 'done');
  await routing.close(work.conversationId, maya, 'done');
  expect(stage.timeline.events(work.conversationId)).toEqual(['queued', 'closed']);
  const without = 'no-work' as ConversationId;
  stage.timeline.begin(without, work.identityId, inboxId, queueId);
  await Promise.all([routing.close(without, maya, 'done'), routing.close(without, maya, 'done')]);
  await routing.close(without, maya, 'done');
  expect(stage.timeline.events(without)).toEqual(['closed']);
  expect(stage.timeline.state(without).status).toBe('closed');
});

test('enqueueing twice answers the same item; after closing it begins anew and opens the conversation', async () => {
  const work = await stage.arrive(routing);
  const request = { ...work, preferredAgentId: null };
  const again = await Promise.all([routing.enqueue(request), routing.enqueue(request), routing.enqueue(request)]);
  expect(new Set(again.map((one) => one.id))).toEqual(new Set([work.id]));
  await routing.close(work.conversationId, maya, 'done');
  await stage.pass(5_000);
  const many = await Promise.all(
    Array.from({ length: 5 }, () => routing.enqueue({ ...request, preferredAgentId: maya.id })),
  );
  expect(new Set(many.map((one) => one.id)).size).toBe(1);
  expect(many[0]?.rank).toBe(stage.time.clock.now());
  expect(many[0]?.preferredAgentId).toBe(maya.id);
  expect(stage.timeline.state(work.conversationId)).toMatchObject({
    status: 'open',
    closedAt: null,
    work: { id: many[0]?.id, state: 'waiting' },
  });
  expect(stage.timeline.events(work.conversationId)).toEqual(['queued', 'closed', 'requeued']);
});

test('places are told as customers before leave', async () => {
  const [first, second, third] = [
    await stage.arrive(routing),
    await stage.arrive(routing),
    await stage.arrive(routing),
  ];
  const places = () => Promise.all([first, second, third].map((work) => routing.ahead(work.conversationId)));
  expect(await places()).toEqual([0, 1, 2]);
  stage.facts.length = 0;
  await routing.close(first.conversationId, { kind: 'customer' }, 'ended');
  expect(await places()).toEqual([null, 0, 1]);
  expect(stage.facts).toContainEqual({ type: 'queue', queueId });
});

test('customers that a dead node had seen leave the queue unless they are seen again', async () => {
  const stays = await stage.arrive(routing);
  const goes = await stage.arrive(routing);
  stage.kill(routing);
  routing = stage.router('node-2');
  await routing.start();
  await stage.pass(20_000);
  await routing.visitorSeen(stays.identityId, true);
  await stage.pass(121_000);
  expect([await stateOf(stays.id), await stateOf(goes.id)]).toEqual(['waiting', 'closed']);
});
