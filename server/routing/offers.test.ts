import { AppError } from '../../shared/errors.ts';
import type { OfferId, UserId } from '../../shared/model/ids.ts';
import { createStage, type Stage, startTestDatabase, type TestDatabase } from '../../tests/support/routing/stage.ts';
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
  await stage.settled();
});
afterEach(async () => {
  await stage.stop();
});

const offerOf = async (agentId: UserId) => {
  const [offer] = await routing.offersOf(agentId);
  if (!offer) throw new Error('No offer is open.');
  return offer;
};
const accept = async (agentId: UserId) => {
  const offer = await offerOf(agentId);
  await routing.accept(agentId, offer.workItemId, offer.id);
  await stage.settled();
  return offer;
};
const decline = async (agentId: UserId) => {
  const offer = await offerOf(agentId);
  await routing.decline(agentId, offer.workItemId, offer.id);
  await stage.settled();
  return offer;
};
const ends = (agentId: UserId) =>
  stage.facts.flatMap((fact) => (fact.type === 'offer-ended' && fact.agentId === agentId ? [fact.why] : []));
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
const one = async (name = 'Maya Keller') => {
  const [id] = await stage.ready(routing, name);
  if (!id) throw new Error('No agent.');
  return id;
};
const two = async () => [await one('Maya Keller'), await one('Ben Okafor')] as const;

afterEach(async () => {
  expect(await routing.reconcile()).toEqual({ told: 0, withdrawn: 0, requeued: 0, drift: 0 });
});

test('a customer is offered to who has been idle longest, and becomes theirs', async () => {
  const [maya, ben] = await two();
  const work = await stage.arrive(routing);
  expect(await routing.offersOf(ben)).toEqual([]);
  const offer = await offerOf(maya);
  expect(offer).toMatchObject({
    conversationId: work.conversationId,
    queueName: 'Support',
    customerName: 'Kim',
    preview: 'Where is my lamp?',
    channel: 'webchat',
    waitingSince: work.rank,
    why: { previousOwner: false, othersAvailable: 1 },
  });
  expect(offer.expiresAt - offer.offeredAt).toBe(30_000);
  expect(stage.facts).toContainEqual({ type: 'offer-made', agentId: maya, offer });
  expect(await routing.ahead(work.conversationId)).toBe(0);
  await accept(maya);
  expect(ends(maya)).toEqual(['accepted']);
  expect(await routing.ahead(work.conversationId)).toBeNull();
  expect(await routing.agent(maya)).toMatchObject({ used: 34 });
  expect(stage.timeline.state(work.conversationId).work).toMatchObject({
    state: 'active',
    ownerId: maya,
    ownerName: 'Maya Keller',
  });
  expect(stage.timeline.events(work.conversationId)).toEqual(['queued', 'assigned']);
});

test('accepting twice succeeds, accepting late or as a stranger does not', async () => {
  const [maya, ben] = await two();
  await stage.arrive(routing);
  const offer = await offerOf(maya);
  expect(await codeOf(routing.accept(ben, offer.workItemId, offer.id))).toBe('offer_gone');
  expect(await codeOf(routing.accept(maya, offer.workItemId, 'another' as OfferId))).toBe('offer_gone');
  await accept(maya);
  expect(await codeOf(routing.accept(maya, offer.workItemId, offer.id))).toBe('ok');
  await routing.close(offer.conversationId, { kind: 'agent', id: maya, name: 'Maya Keller' }, 'done');
  expect(await codeOf(routing.accept(maya, offer.workItemId, offer.id))).toBe('ok');
  expect(await routing.agent(maya)).toMatchObject({ used: 0 });
  const second = await stage.arrive(routing);
  const late = await offerOf(ben);
  expect(late.workItemId).toBe(second.id);
  await stage.pass(30_000);
  expect(await codeOf(routing.accept(ben, late.workItemId, late.id))).toBe('offer_gone');
});

test('declined goes to the others, then to all again after the back-off, with its old rank', async () => {
  const [maya, ben] = await two();
  const work = await stage.arrive(routing);
  const later = await stage.arrive(routing);
  await decline(maya);
  // Ben is being asked about the later one; Maya takes nothing twice.
  expect((await offerOf(ben)).workItemId).toBe(later.id);
  expect(await routing.offersOf(maya)).toEqual([]);
  await decline(ben);
  expect((await offerOf(ben)).workItemId).toBe(work.id);
  expect((await offerOf(maya)).workItemId).toBe(later.id);
  await decline(ben);
  await accept(maya);
  expect(await routing.offersOf(ben)).toEqual([]);
  await stage.pass(9_900);
  expect(await routing.offersOf(maya)).toEqual([]);
  await stage.pass(200);
  const again = [...(await routing.offersOf(maya)), ...(await routing.offersOf(ben))];
  expect(again.map((offer) => [offer.workItemId, offer.waitingSince])).toEqual([[work.id, work.rank]]);
  expect(stage.timeline.events(work.conversationId)).toEqual(['queued', 'declined', 'declined']);
});

test('a storm of declines: everybody is asked once, then everybody again, and nothing is closed', async () => {
  const agents = await stage.ready(routing, 'A', 'B', 'C', 'D', 'E');
  const work = await stage.arrive(routing);
  for (const agent of agents) await decline(agent);
  expect(stage.facts.filter((fact) => fact.type === 'offer-made')).toHaveLength(5);
  expect((await database.work.find(work.id))?.excluded).toHaveLength(5);
  await stage.pass(10_001);
  expect(stage.facts.filter((fact) => fact.type === 'offer-made')).toHaveLength(6);
  expect(await database.work.find(work.id)).toMatchObject({ state: 'offered', rank: work.rank, excluded: [] });
});

test('two missed offers in a row make an agent away', async () => {
  const maya = await one();
  const work = await stage.arrive(routing);
  await stage.pass(30_000);
  expect(ends(maya)).toEqual(['timeout']);
  expect(await routing.agent(maya)).toMatchObject({ presence: { state: 'available' }, used: 0 });
  await stage.pass(10_000);
  await offerOf(maya);
  await stage.pass(30_000);
  expect(await routing.agent(maya)).toMatchObject({ presence: { state: 'away', reason: 'missed' }, used: 0 });
  expect(stage.timeline.events(work.conversationId)).toEqual(['queued', 'missed', 'missed']);
  await stage.pass(60_000);
  expect(await routing.offersOf(maya)).toEqual([]);
  await routing.setPresence(maya, 'available');
  await stage.settled();
  await accept(maya);
});

test('going away withdraws what is offered at once and keeps what is owned', async () => {
  const [maya, ben] = await two();
  await stage.arrive(routing);
  const owned = await accept(maya);
  await routing.setPresence(ben, 'away', { reason: 'lunch' });
  const next = await stage.arrive(routing);
  expect((await offerOf(maya)).workItemId).toBe(next.id);
  await routing.setPresence(maya, 'away');
  await stage.settled();
  expect(ends(maya)).toEqual(['accepted', 'withdrawn']);
  expect(await routing.agent(maya)).toMatchObject({ used: 34 });
  expect(await database.work.find(owned.workItemId)).toMatchObject({ state: 'active', ownerId: maya });
  await routing.setPresence(maya, 'available');
  await stage.settled();
  expect((await offerOf(maya)).workItemId).toBe(next.id);
});

test('a fourth chat waits; the slot that becomes free goes to it and not to a fifth', async () => {
  const maya = await one();
  for (let chat = 0; chat < 2; chat += 1) {
    await stage.arrive(routing);
    await accept(maya);
  }
  const third = await stage.arrive(routing, { weight: 32 });
  await accept(maya);
  const fourth = await stage.arrive(routing);
  const fifth = await stage.arrive(routing);
  expect(await routing.agent(maya)).toMatchObject({ used: 100 });
  expect([await routing.ahead(fourth.conversationId), await routing.ahead(fifth.conversationId)]).toEqual([0, 1]);
  await routing.close(third.conversationId, { kind: 'agent', id: maya, name: 'Maya' }, 'done');
  await stage.settled();
  expect(await routing.offersOf(maya)).toEqual([]);
  const [first] = await database.work.held(maya);
  if (first) await routing.close(first.conversationId, { kind: 'agent', id: maya, name: 'Maya' }, 'done');
  await stage.settled();
  expect((await offerOf(maya)).workItemId).toBe(fourth.id);
});

test('an offer that lapsed while no server ran is withdrawn, and counts for nobody', async () => {
  const maya = await one();
  const work = await stage.arrive(routing);
  await offerOf(maya);
  stage.kill(routing);
  await stage.pass(45_000);
  routing = stage.router('node-2');
  await routing.start();
  await stage.settled();
  expect(stage.timeline.events(work.conversationId)).toEqual(['queued']);
  expect(await database.agents.find(maya)).toMatchObject({ missedInRow: 0, presence: { state: 'available' }, used: 0 });
  expect(await database.work.find(work.id)).toMatchObject({ state: 'waiting', excluded: [], rank: work.rank });
});
