/** kill -9 before a write, at many places of a day's work: what follows mends it, and nothing is lost or told twice. */
import type { ConversationId, UserId } from '../../shared/model/ids.ts';
import { findViolations } from '../../tests/support/routing/invariants.ts';
import {
  createStage,
  queueId,
  type Stage,
  startTestDatabase,
  type TestDatabase,
} from '../../tests/support/routing/stage.ts';
import type { RoutingService } from './create-routing.ts';
import type { WorkItem } from './routing.ts';

// A machine that is busy with other things is no reason to fail.
jest.setTimeout(180_000);

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(async () => {
  await database.stop();
});

const ignore = () => undefined;
/** Few passes, each for a reason: there are many lives to live. */
const calm = { pollMs: 20_000, leaseMs: 50_000, nodeLeaseMs: 50_000, reconcileMs: 20_000 };

/** What people do by hand: hand over, send on, put aside, take, wrap up, reopen. */
async function liveByHand(stage: Stage, routing: RoutingService, arrived: WorkItem[]): Promise<void> {
  stage.queue.wrapUpSeconds = 20;
  const [ines, otto] = (await stage.ready(routing, 'Ines', 'Otto')) as [UserId, UserId];
  const [asInes, asOtto] = [
    { id: ines, name: 'Ines' },
    { id: otto, name: 'Otto' },
  ];
  const work = await stage.arrive(routing);
  arrived.push(work);
  const id = work.conversationId;
  const step = async (act: () => Promise<unknown>) => {
    await act();
    await stage.settled();
  };
  const answer = (agentId: UserId, how: 'accept' | 'decline') =>
    step(async () => {
      const [offer] = await routing.offersOf(agentId);
      if (offer) await routing[how](agentId, offer.workItemId, offer.id);
    });
  await step(() => routing.give(id, asInes, asInes));
  await step(() => routing.handOver(id, { kind: 'agent', person: asOtto }, asInes, 'Yours'));
  await answer(otto, 'decline');
  await step(() => routing.handOver(id, { kind: 'agent', person: asOtto }, asInes));
  await answer(otto, 'accept');
  await step(() => routing.snooze(id, stage.time.clock.now() + 5_000, asOtto));
  await stage.pass(6_000);
  await step(() => routing.snooze(id, stage.time.clock.now() + 500_000, asOtto));
  await step(() => routing.customerWrote(id));
  await step(() => routing.prioritise(id, 'urgent', asOtto));
  await step(() => routing.handOver(id, { kind: 'queue', id: queueId }, asOtto));
  await step(() => routing.give(id, asInes, asOtto));
  await step(() => routing.close(id, { kind: 'agent', ...asInes }, 'done'));
  await step(() => routing.customerWrote(id));
  await step(() => routing.close(id, { kind: 'agent', ...asInes }, 'done'));
  await stage.pass(21_000);
  await step(() => routing.reopen(id, asInes));
  const latest = await database.work.latestOf(id);
  if (latest && !arrived.some((one) => one.id === latest.id)) arrived.push(latest);
  await step(() => routing.close(id, { kind: 'agent', ...asInes }, 'done'));
}

/** Two agents, three customers; offers accepted, declined and missed, an agent who vanishes, a customer who leaves, a close. */
async function live(stage: Stage, routing: RoutingService, arrived: WorkItem[]): Promise<void> {
  const [maya, ben] = (await stage.ready(routing, 'Maya', 'Ben')) as [UserId, UserId];
  const say = async (agentId: UserId, answer: 'accept' | 'decline') => {
    const [offer] = await routing.offersOf(agentId);
    if (offer) await routing[answer](agentId, offer.workItemId, offer.id);
    await stage.settled();
  };
  const arrive = async () => {
    const work = await stage.arrive(routing);
    arrived.push(work);
    return work;
  };
  const first = await arrive();
  await say(maya, 'accept');
  await arrive();
  await say(ben, 'decline');
  await say(maya, 'accept');
  const third = await arrive();
  await routing.visitorSeen(third.identityId, false);
  await stage.pass(30_000);
  await routing.agentDisconnected(maya, `socket-${maya}`);
  await routing.close(first.conversationId, { kind: 'agent', id: maya, name: 'Maya' }, 'done');
  await stage.pass(61_000);
  await stage.pass(30_000);
  const reopened = await routing.enqueue({ ...first, preferredAgentId: maya });
  arrived.push(reopened);
  await routing.close(reopened.conversationId, { kind: 'customer' }, 'ended');
}

async function checkMended(stage: Stage, routing: RoutingService, arrived: readonly WorkItem[]): Promise<void> {
  expect(await routing.reconcile()).toEqual({ told: 0, withdrawn: 0, requeued: 0, drift: 0 });
  const stored = await Promise.all(arrived.map((work) => database.work.find(work.id)));
  const items = stored.filter((work) => work !== null);
  expect(items.length).toBe(arrived.length);
  expect(findViolations(items, await database.agents.all(), stage.time.clock.now())).toEqual([]);
  for (const id of new Set(arrived.map((work) => work.conversationId))) await checkTold(stage, id);
}

/** The conversation says what its newest item says, and has every step exactly once. */
async function checkTold(stage: Stage, id: ConversationId): Promise<void> {
  const latest = await database.work.latestOf(id);
  const { work, status } = stage.timeline.state(id);
  expect(work).toMatchObject({ id: latest?.id, state: latest?.state, ownerId: latest?.ownerId });
  expect(status).toBe(latest?.state === 'closed' ? 'closed' : 'open');
  const steps = latest?.history.filter((step) => step.event).map((step) => step.event?.type) ?? [];
  expect(stage.timeline.events(id).slice(-steps.length)).toEqual(steps);
}

type Life = typeof live;

async function dieAfter(writes: number, life: Life): Promise<{ died: boolean }> {
  await database.clear();
  const stage = createStage(database, calm);
  const doomed = stage.router('node-1', writes);
  const arrived: WorkItem[] = [];
  await doomed.start().catch(ignore);
  await life(stage, doomed, arrived).catch(ignore);
  const died = stage.writes(doomed) >= writes;
  stage.kill(doomed);
  const heir = stage.router('node-2');
  await heir.start();
  await stage.pass(200_000);
  await checkMended(stage, heir, arrived);
  await stage.stop();
  return { died };
}

/** Coprime to the few writes that one step takes, so that every place within a step comes up. */
const STRIDE = 7;

test('dying before any write is mended by the next router', async () => {
  let writes = 0;
  while ((await dieAfter(writes, live)).died) writes += STRIDE;
  expect(writes).toBeGreaterThan(60);
});

test('so is dying before any write of what is done by hand', async () => {
  let writes = 0;
  while ((await dieAfter(writes, liveByHand)).died) writes += STRIDE;
  expect(writes).toBeGreaterThan(60);
});
