import { AppError } from '../../shared/errors.ts';
import type { OfferId, UserId } from '../../shared/model/ids.ts';
import { createStage, quiet, startTestDatabase, type TestDatabase } from '../../tests/support/routing/stage.ts';
import { createMirror } from './mirror.ts';
import { createMoves } from './moves.ts';
import type { Work } from './work.ts';

// A machine that is busy with other things is no reason to fail.
jest.setTimeout(60_000);

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(async () => {
  await database.stop();
});
beforeEach(() => database.clear());

const noDrift = { told: 0, withdrawn: 0, requeued: 0, drift: 0 };
const why = { longestIdleMs: 0, previousOwner: false, othersAvailable: 0 };

test('fifty accepts of one offer at once: one owner, and the same answer for whoever that is', async () => {
  const stage = createStage(database);
  const routing = stage.router('node-1');
  await routing.start();
  const [maya, ...others] = (await stage.ready(routing, 'Maya', 'A', 'B', 'C', 'D')) as [UserId, ...UserId[]];
  const work = await stage.arrive(routing);
  const [offer] = await routing.offersOf(maya);
  if (!offer) throw new Error('No offer is open.');
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, at) => {
      const agentId = at % 5 === 0 ? maya : (others[at % 4] ?? maya);
      return routing.accept(agentId, work.id, offer.id).then(
        () => agentId,
        (error: unknown) => (error instanceof AppError ? error.code : 'other'),
      );
    }),
  );
  expect(new Set(answers)).toEqual(new Set([maya, 'offer_gone']));
  expect(answers.filter((answer) => answer === maya)).toHaveLength(10);
  expect(await routing.agent(maya)).toMatchObject({ used: 34 });
  expect(stage.timeline.events(work.conversationId)).toEqual(['queued', 'assigned']);
  expect(await routing.reconcile()).toEqual(noDrift);
  await stage.stop();
});

describe('fifty routers at once', () => {
  const ids = Array.from({ length: 50 }, (_, at) => `agent-${at}` as UserId);

  async function startRace() {
    const stage = createStage(database);
    const { clock } = stage.time;
    const moves = createMoves({
      work: database.work,
      agents: database.agents,
      timeline: stage.timeline,
      mirror: createMirror({ work: database.work, timeline: stage.timeline, clock, log: quiet }),
      clock,
      settings: { graceMs: 60_000, missesUntilAway: 2, backOffMs: 10_000, capacity: 100 },
      publish: () => undefined,
      tellNews: () => undefined,
      poke: () => undefined,
      tellAvailability: async () => undefined,
    });
    const arrive = async (): Promise<Work> => {
      const { id } = await stage.arrive(stage.router('idle'));
      const work = await database.work.find(id);
      if (!work) throw new Error('Nothing is stored.');
      return work;
    };
    const offer = (work: Work, agentId: UserId) => {
      const times = { offeredAt: clock.now(), expiresAt: clock.now() + 30_000 };
      return moves.offer(work, { id: `${work.id}-${agentId}` as OfferId, agentId, agentName: agentId, ...times, why });
    };
    const ready = async (id: UserId) => {
      await moves.agent(id, { type: 'connect', socketId: id, nodeId: 'n' });
      await moves.agent(id, { type: 'choose', state: 'available' });
    };
    return { arrive, offer, ready };
  }

  test('one item for fifty agents: one offer, and nobody else holds anything', async () => {
    const { arrive, offer, ready } = await startRace();
    for (const id of ids) await ready(id);
    const work = await arrive();
    const made = await Promise.all(ids.map((id) => offer(work, id)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect((await database.agents.all()).filter((agent) => agent.used > 0)).toHaveLength(1);
  });

  test('fifty items for one agent: one offer, and the others still wait', async () => {
    const { arrive, offer, ready } = await startRace();
    const [maya = 'maya' as UserId] = ids;
    await ready(maya);
    const items: Work[] = [];
    for (let count = 0; count < 50; count += 1) items.push(await arrive());
    const made = await Promise.all(items.map((work) => offer(work, maya)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await database.agents.find(maya)).toMatchObject({ used: 34 });
    expect(await database.work.held()).toHaveLength(1);
  });
});

test('of two routers one leads; when it stops the other takes over and nothing is lost', async () => {
  const stage = createStage(database, {});
  const first = stage.router('node-1');
  const second = stage.router('node-2');
  await first.start();
  await stage.settled();
  await second.start();
  const [maya] = (await stage.ready(second, 'Maya')) as [UserId];
  // Asked through the one, offered by the other, within its polling time.
  await stage.arrive(second);
  await stage.pass(1_000);
  const [offer] = await second.offersOf(maya);
  expect(offer).toBeDefined();
  await first.stop();
  await stage.pass(1_000);
  if (offer) await second.accept(maya, offer.workItemId, offer.id);
  const next = await stage.arrive(second);
  expect((await second.offersOf(maya)).map((one) => one.workItemId)).toEqual([next.id]);
  await stage.pass(30_000);
  expect(stage.timeline.events(next.conversationId)).toEqual(['queued', 'missed']);
  expect(await second.reconcile()).toEqual(noDrift);
  await stage.stop();
});

test('when the leader dies without a word its lease runs out and the other makes the offers', async () => {
  const stage = createStage(database, {});
  const first = stage.router('node-1');
  await first.start();
  await stage.settled();
  const second = stage.router('node-2');
  await second.start();
  const [maya] = (await stage.ready(second, 'Maya')) as [UserId];
  stage.kill(first);
  const work = await stage.arrive(second);
  await stage.pass(1_000);
  expect(await second.offersOf(maya)).toEqual([]);
  await stage.pass(7_000);
  expect((await second.offersOf(maya)).map((one) => one.workItemId)).toEqual([work.id]);
  await stage.stop();
});

test('a router that was replaced without noticing writes nothing over its successor', async () => {
  const stage = createStage(database);
  const routing = stage.router('node-1');
  await routing.start();
  const work = await stage.arrive(routing);
  const stored = await database.work.find(work.id);
  if (!stored) throw new Error('Nothing is stored.');
  expect(await database.work.save({ ...stored, version: stored.version + 1 }, stored.version, 7)).toBe(true);
  expect(await database.work.save({ ...stored, version: stored.version + 2 }, stored.version + 1, 6)).toBe(false);
  expect(await database.work.find(work.id)).toMatchObject({ fence: 7, version: stored.version + 1 });
  await stage.stop();
});
