import type { UserId } from '../../shared/model/ids.ts';
import {
  createStage,
  inboxId,
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
let maya: UserId;

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
  [maya] = (await stage.ready(routing, 'Maya Keller')) as [UserId];
});
afterEach(async () => {
  expect(await routing.reconcile()).toEqual({ told: 0, withdrawn: 0, requeued: 0, drift: 0 });
  await stage.stop();
});

const own = async (change: Parameters<Stage['arrive']>[1] = {}) => {
  const work = await stage.arrive(routing, change);
  const [offer] = await routing.offersOf(maya);
  if (!offer) throw new Error('No offer is open.');
  await routing.accept(maya, work.id, offer.id);
  await stage.settled();
  return work;
};
const leave = async () => {
  await routing.agentDisconnected(maya, `socket-${maya}`);
  await stage.settled();
};
const offerCount = () => stage.facts.filter((fact) => fact.type === 'offer-made').length;

test('a lost connection withdraws the offer at once and keeps the chats', async () => {
  const owned = await own();
  const waiting = await stage.arrive(routing);
  await leave();
  expect(await database.work.find(waiting.id)).toMatchObject({ state: 'waiting', excluded: [] });
  expect(await database.work.find(owned.id)).toMatchObject({ state: 'active', ownerId: maya });
  expect(await routing.agent(maya)).toMatchObject({ used: 34, presence: { state: 'available' } });
  expect((await routing.availability(inboxId)).staffed).toBe(false);
  await stage.pass(59_000);
  expect(offerCount()).toBe(2);
});

test('coming back within the grace changes nothing', async () => {
  const owned = await own();
  const before = await routing.agent(maya);
  await leave();
  await stage.pass(59_000);
  await routing.agentConnected(maya, 'another-socket');
  await stage.pass(120_000);
  expect(await database.work.find(owned.id)).toMatchObject({ state: 'active', ownerId: maya });
  expect(await routing.agent(maya)).toMatchObject({ presence: before.presence, used: before.used });
  expect(stage.timeline.events(owned.conversationId)).toEqual(['queued', 'assigned']);
});

test('one of two tabs closing is nothing', async () => {
  await routing.agentConnected(maya, 'another-socket');
  await leave();
  await stage.pass(120_000);
  expect(await routing.agent(maya)).toMatchObject({ presence: { state: 'available' } });
});

test('after the grace the chats wait again with their old rank, and their old owner comes first', async () => {
  const owned = await own();
  const later = await stage.arrive(routing);
  await leave();
  await stage.pass(60_000);
  expect(await database.work.find(owned.id)).toMatchObject({
    state: 'waiting',
    rank: owned.rank,
    preferredAgentId: maya,
    ownerId: null,
  });
  expect(await routing.agent(maya)).toMatchObject({ presence: { state: 'offline' }, used: 0 });
  expect(stage.timeline.events(owned.conversationId)).toEqual(['queued', 'assigned', 'requeued']);
  expect(await routing.ahead(later.conversationId)).toBe(1);
  await routing.agentConnected(maya, 'another-socket');
  expect(await routing.agent(maya)).toMatchObject({ presence: { state: 'away' } });
  const [ben] = (await stage.ready(routing, 'Ben Okafor')) as [UserId];
  await routing.agentDisconnected(ben, `socket-${ben}`);
  await routing.setPresence(maya, 'available');
  await stage.settled();
  const [offer] = await routing.offersOf(maya);
  expect(offer).toMatchObject({ workItemId: owned.id, why: { previousOwner: true, longestIdleMs: null } });
});

describe('a letter of somebody who went home', () => {
  const letter = { live: false, weight: 10 };
  const goHome = async () => {
    await leave();
    await stage.pass(60_000);
    expect(await routing.agent(maya)).toMatchObject({ presence: { state: 'offline' } });
  };

  test('stays theirs, and takes its room of them', async () => {
    const owned = await own(letter);
    await goHome();
    await stage.pass(60 * 60_000);
    expect(await database.work.find(owned.id)).toMatchObject({ state: 'active', ownerId: maya });
    await routing.agentConnected(maya, 'in-the-morning');
    expect(await routing.agent(maya)).toMatchObject({ presence: { state: 'away' }, used: 10 });
    expect(stage.timeline.events(owned.conversationId)).toEqual(['queued', 'assigned']);
  });

  test('waits for somebody else once the account is disabled, now or later', async () => {
    const owned = await own(letter);
    await goHome();
    stage.members.splice(0);
    await routing.agentChanged(maya);
    expect(await database.work.find(owned.id)).toMatchObject({ state: 'waiting', ownerId: null, rank: owned.rank });
    expect(await routing.agent(maya)).toMatchObject({ used: 0 });
  });

  test('waits for somebody else when the node that was told died of it', async () => {
    const owned = await own(letter);
    await goHome();
    stage.members.splice(0);
    expect(await routing.reconcile()).toMatchObject({ requeued: 1 });
    expect(await database.work.find(owned.id)).toMatchObject({ state: 'waiting', ownerId: null });
  });

  test('waits for somebody else as soon as its customer is at the screen', async () => {
    const owned = await own(letter);
    await goHome();
    await routing.visitorSeen(owned.identityId, true);
    expect(await database.work.find(owned.id)).toMatchObject({ state: 'waiting', preferredAgentId: maya });
  });

  test('is left when its customer is at the screen, and kept when they had gone', async () => {
    const [seen, unseen] = [await own(letter), await own(letter)];
    for (const { identityId } of [seen, unseen]) await routing.visitorSeen(identityId, true);
    await routing.visitorSeen(unseen.identityId, false);
    await goHome();
    expect(await database.work.find(seen.id)).toMatchObject({ state: 'waiting' });
    expect(await database.work.find(unseen.id)).toMatchObject({ state: 'active', ownerId: maya });
  });
});

test('who is disabled at work leaves everything at once', async () => {
  const [chat, letter] = [await own(), await own({ live: false, weight: 10 })];
  stage.members.splice(0);
  await routing.agentChanged(maya);
  for (const { id } of [chat, letter]) {
    expect(await database.work.find(id)).toMatchObject({ state: 'waiting', ownerId: null, preferredAgentId: maya });
  }
});

test('a silent node loses its sockets when its lease ends', async () => {
  stage.kill(routing);
  routing = stage.router('node-2');
  await routing.start();
  await stage.pass(10_000);
  expect(await database.agents.find(maya)).toMatchObject({ sockets: [{ nodeId: 'node-1' }] });
  await stage.pass(10_000);
  expect(await database.agents.find(maya)).toMatchObject({ sockets: [], presence: { state: 'available' } });
  await stage.pass(60_000);
  expect(await database.agents.find(maya)).toMatchObject({ presence: { state: 'offline' } });
});

test('a node that was taken for dead brings its sockets back when it speaks again', async () => {
  const second = stage.router('node-2');
  await second.start();
  await database.agents.removeNode('node-1');
  await stage.pass(1_000);
  const agent = await database.agents.find(maya);
  if (agent) await database.agents.save({ ...agent, sockets: [], rev: agent.rev + 1 }, agent.rev);
  await stage.pass(10_000);
  expect(await database.agents.find(maya)).toMatchObject({ sockets: [{ nodeId: 'node-1' }], graceUntil: null });
});

test('a socket that goes as soon as it came leaves nothing behind', async () => {
  await Promise.all([routing.agentConnected(maya, 'brief'), routing.agentDisconnected(maya, 'brief')]);
  expect(await database.agents.find(maya)).toMatchObject({ sockets: [{ id: `socket-${maya}` }] });
});

test('a node that starts again under its name finds its old sockets gone', async () => {
  stage.kill(routing);
  routing = stage.router('node-1');
  await routing.start();
  expect(await database.agents.find(maya)).toMatchObject({ sockets: [], graceUntil: expect.any(Number) });
});

test('two nodes: sockets on one keep the agent when the other dies', async () => {
  const second = stage.router('node-2');
  await second.start();
  await second.agentConnected(maya, 'socket-there');
  const owned = await own();
  stage.kill(routing);
  routing = second;
  await stage.pass(120_000);
  expect(await database.work.find(owned.id)).toMatchObject({ state: 'active', ownerId: maya });
  expect(await routing.agent(maya)).toMatchObject({ presence: { state: 'available' } });
});

test('availability is told when agents come and go', async () => {
  const told = () => stage.facts.filter((fact) => fact.type === 'availability').length;
  expect(await routing.availability(inboxId)).toEqual({ open: true, staffed: true, agents: ['Maya'], opensAt: null });
  const before = told();
  await routing.setPresence(maya, 'away', { reason: 'lunch' });
  expect(told()).toBe(before + 1);
  expect(await routing.availability(inboxId)).toMatchObject({ staffed: false, agents: [] });
});
