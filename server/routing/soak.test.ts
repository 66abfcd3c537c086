/** Random days over the real store: two routers, everything at once, and now and then one of them dies. */
import { AppError } from '../../shared/errors.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { findViolations } from '../../tests/support/routing/invariants.ts';
import {
  createStage,
  queueId,
  type Stage,
  startTestDatabase,
  type TestDatabase,
} from '../../tests/support/routing/stage.ts';
import type { RoutingService } from './create-routing.ts';
import type { Person, WorkItem } from './routing.ts';
import type { Work } from './work.ts';

// A machine that is busy with other things is no reason to fail.
jest.setTimeout(180_000);

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(async () => {
  await database.stop();
});

/** Mulberry32: small, seeded, good enough to shuffle a day. */
function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What may be refused to whoever comes late, or asks for what has no room. */
const late = (error: unknown) => {
  const mayBe = ['offer_gone', 'conflict', 'closed'];
  if (!(error instanceof AppError && mayBe.includes(error.code))) throw error;
};

class Day {
  arrived: WorkItem[] = [];
  agents: UserId[] = [];
  routers: RoutingService[] = [];
  nodes = 0;

  constructor(
    readonly stage: Stage,
    readonly chance: () => number,
  ) {}

  pick<T>(from: readonly T[]): T {
    const picked = from[Math.floor(this.chance() * from.length)];
    if (picked === undefined) throw new Error('Nothing to pick from.');
    return picked;
  }

  async begin(): Promise<void> {
    await this.addRouter();
    await this.addRouter();
    this.agents = await this.stage.ready(this.pick(this.routers), 'A', 'B', 'C');
  }

  async addRouter(): Promise<void> {
    this.nodes += 1;
    const router = this.stage.router(`node-${this.nodes}`);
    this.routers.push(router);
    await router.start();
  }

  /** The process ends; its clients come back to another, as sockets do. */
  async crash(): Promise<void> {
    const dead = this.pick(this.routers);
    this.stage.kill(dead);
    this.routers = this.routers.filter((one) => one !== dead);
    await this.addRouter();
    for (const id of this.agents) await this.pick(this.routers).agentConnected(id, `${id}-${this.nodes}`);
    await this.stage.pass(30_000);
  }

  async happen(): Promise<void> {
    const router = this.pick(this.routers);
    const agent = this.pick(this.agents);
    const [work] = this.arrived.length > 0 ? [this.pick(this.arrived)] : [];
    const dice = this.chance();
    if (dice < 0.2 || !work) this.arrived.push(await this.stage.arrive(router, { live: this.chance() < 0.8 }));
    else if (dice < 0.4) await this.answer(router, agent);
    else if (dice < 0.65) await this.byHand(router, work, agent).catch(late);
    else if (dice < 0.7) await router.close(work.conversationId, { kind: 'customer' }, 'ended');
    else if (dice < 0.8) await router.visitorSeen(work.identityId, this.chance() < 0.5);
    else if (dice < 0.9) await router.setPresence(agent, this.chance() < 0.7 ? 'available' : 'away');
    else if (dice < 0.95) await router.agentConnected(agent, `${agent}-${Math.floor(this.chance() * 3)}`);
    else await router.agentDisconnected(agent, `${agent}-${Math.floor(this.chance() * 3)}`);
  }

  /** Everything people do by hand, at once and whether it makes sense or not. */
  private async byHand(router: RoutingService, { conversationId }: WorkItem, agent: UserId): Promise<void> {
    const by = { id: agent, name: agent };
    const person = { id: this.pick(this.agents), name: 'x' };
    const until = this.stage.time.clock.now() + this.pick([500, 5_000, 40_000]);
    await this.pick([
      () => router.handOver(conversationId, { kind: 'agent', person }, by),
      () => router.handOver(conversationId, { kind: 'agent', person }, by),
      () => router.handOver(conversationId, { kind: 'queue', id: queueId }, by),
      () => router.give(conversationId, person, by),
      () => router.give(conversationId, by, by),
      () => router.snooze(conversationId, until, by),
      () => router.snooze(conversationId, null, by),
      () => router.customerWrote(conversationId),
      () => router.prioritise(conversationId, this.pick(['low', 'normal', 'urgent'] as const), by),
      () => router.close(conversationId, { kind: 'agent', ...by }, 'done'),
      () => router.wrapUp(conversationId, by, { outcome: null }),
      () => this.reopen(router, conversationId, by),
    ])();
  }

  private async reopen(router: RoutingService, id: WorkItem['conversationId'], by: Person): Promise<void> {
    await router.reopen(id, by);
    const latest = await database.work.latestOf(id);
    if (latest && !this.arrived.some((one) => one.id === latest.id)) this.arrived.push(latest);
  }

  private async answer(router: RoutingService, agent: UserId): Promise<void> {
    const [offer] = await router.offersOf(agent);
    if (!offer) return;
    const say = () => router[this.chance() < 0.75 ? 'accept' : 'decline'](agent, offer.workItemId, offer.id);
    await Promise.all([say().catch(late), say().catch(late)]);
  }

  async items(): Promise<Work[]> {
    const found = await Promise.all(this.arrived.map((work) => database.work.find(work.id)));
    return found.filter((work) => work !== null);
  }

  async check(): Promise<void> {
    const items = await this.items();
    expect(items.length).toBe(this.arrived.length);
    expect(findViolations(items, await database.agents.all(), this.stage.time.clock.now())).toEqual([]);
    for (const work of items) {
      expect(work.enqueuedAt).toBe(this.arrived.find((one) => one.id === work.id)?.enqueuedAt);
      const latest = await database.work.latestOf(work.conversationId);
      if (latest?.id !== work.id) continue;
      expect(this.stage.timeline.state(work.conversationId).work).toMatchObject({ id: work.id, state: work.state });
    }
    expect(await this.pick(this.routers).reconcile()).toEqual({ told: 0, withdrawn: 0, requeued: 0, drift: 0 });
  }
}

test.each([1, 2, 3, 4])(
  'day %i',
  async (seed) => {
    await database.clear();
    const stage = createStage(database, { pollMs: 2_000 });
    stage.queue.wrapUpSeconds = 8;
    const day = new Day(stage, createChance(seed));
    await day.begin();
    for (let round = 0; round < 16; round += 1) {
      await Promise.all([day.happen(), day.happen(), day.happen(), day.happen()]);
      await stage.settled();
      await stage.pass(day.pick([1, 500, 5_000, 11_000, 31_000]));
      if (day.chance() < 0.1) await day.crash();
      await day.check();
    }
    expect(day.arrived.length).toBeGreaterThan(10);
    await stage.stop();
  },
  120_000,
);
