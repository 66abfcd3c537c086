/** Routers over the embedded store, with a virtual clock and everything around them as small as their ports allow. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { startStore } from '../../../server/embedded-mongo/start-store.ts';
import { createIds } from '../../../server/lib/ids.ts';
import { createRouting, type RoutingService } from '../../../server/routing/create-routing.ts';
import type { AgentStore, Leases, QueueSettings, RoutingDirectory, WorkStore } from '../../../server/routing/ports.ts';
import type { EnqueueRequest, RoutingFact, WorkNews } from '../../../server/routing/routing.ts';
import type { RoutingSettings } from '../../../server/routing/settings.ts';
import { createAgentStore } from '../../../server/store/agents.ts';
import { type CallEventStore, type CallStore, createCallStores } from '../../../server/store/calls.ts';
import { connect } from '../../../server/store/connect.ts';
import { createErasureStore, type ErasureStore } from '../../../server/store/erasure.ts';
import { createWorkStore } from '../../../server/store/work-items.ts';
import type { ConversationId, IdentityId, InboxId, QueueId, TeamId, UserId } from '../../../shared/model/ids.ts';
import type { Inbox } from '../../../shared/model/inbox.ts';
import { createTestTimeline, type TestTimeline } from './test-timeline.ts';
import { createVirtualTime } from './virtual-time.ts';

export const quiet = pino({ level: 'silent' });
export const queueId = '01QUEUE0000000000000000000' as QueueId;
/** another queue, served by one team */
export const otherQueueId = '01QUEUE0000000000000000001' as QueueId;
export const teamId = '01TEAM00000000000000000000' as TeamId;
export const inboxId = '01JNB0X0000000000000000000' as InboxId;

export interface TestDatabase {
  work: WorkStore;
  agents: AgentStore;
  calls: CallStore;
  callEvents: CallEventStore;
  erasure: ErasureStore;
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export async function startTestDatabase(): Promise<TestDatabase> {
  const dir = mkdtempSync(join(tmpdir(), 'routing-'));
  const server = await startStore(dir, { durable: false, thread: 'inline' });
  const connection = await connect(server.uri, quiet);
  const work = createWorkStore(connection);
  const agents = createAgentStore(connection);
  const stores = createCallStores(connection);
  const erasure = createErasureStore(connection);
  for (const model of Object.values(connection.models)) await model.createIndexes();
  return {
    work,
    agents,
    ...stores,
    erasure,
    async clear() {
      for (const model of Object.values(connection.models)) await model.collection.deleteMany({});
    },
    async stop() {
      await connection.close();
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export interface Stage {
  time: ReturnType<typeof createVirtualTime>;
  timeline: TestTimeline;
  facts: RoutingFact[];
  /** told of the same */
  listeners: ((facts: RoutingFact[]) => void)[];
  /** those with `teamId` among their teams serve the other queue as well */
  members: { id: UserId; name: string; teamIds?: TeamId[] }[];
  news: WorkNews[];
  inbox: Inbox;
  /** the queue of that inbox; tests may change it */
  queue: QueueSettings;
  /** A router on the store, as if in a process of its own. With `writes` it dies before its next write after so many. */
  router(nodeId: string, writes?: number): RoutingService;
  /** The process ends without a word: nothing it still does reaches the store. */
  kill(routing: RoutingService): void;
  /** Writes made by the router so far, for those who want to stop it at one of them. */
  writes(routing: RoutingService): number;
  /** Lets `ms` pass and everything that follows from it happen. */
  pass(ms: number): Promise<void>;
  settled(): Promise<void>;
  /** Ready agents with one socket each. */
  ready(routing: RoutingService, ...names: string[]): Promise<UserId[]>;
  /** A customer begins to wait. */
  arrive(routing: RoutingService, change?: Partial<EnqueueRequest>): ReturnType<RoutingService['enqueue']>;
  stop(): Promise<void>;
}

/** Polling is slower than in earnest, so that what must be exact shows that it does not depend on it. */
export function createStage(database: TestDatabase, settings: Partial<RoutingSettings> = { pollMs: 4_000 }): Stage {
  const time = createVirtualTime(Date.UTC(2026, 10, 23, 9));
  const ids = createIds(time.clock, () => 0.5);
  const timeline = createTestTimeline(time.clock);
  const facts: RoutingFact[] = [];
  const listeners: Stage['listeners'] = [];
  const members: Stage['members'] = [];
  const news: WorkNews[] = [];
  const inbox: Inbox = {
    id: inboxId,
    name: 'Shop',
    channel: 'webchat',
    queueId,
    calendarId: null,
    reopenHours: 24,
    abandonAfterSeconds: 120,
    settings: {},
  };
  const queue: QueueSettings = { id: queueId, name: 'Support', wrapUpSeconds: 0 };
  const other: QueueSettings = { id: otherQueueId, name: 'Returns', teamIds: [teamId] };
  const directory: RoutingDirectory = {
    inbox: async (id) => (id === inboxId ? inbox : null),
    inboxes: async () => [inbox],
    queue: async (id) => [queue, other].find((one) => one.id === id) ?? null,
    queues: async () => [queue, other],
    calendar: async () => null,
    enabledUsers: async () => new Set(members.map(({ id }) => id)),
    usersOfQueue: async (id) => (id === queueId ? members : members.filter((one) => one.teamIds?.includes(teamId))),
  };
  const leases = createTestLeases(time.clock.now);
  let routers: RoutingService[] = [];
  const lives = new Map<RoutingService, Life>();

  const stage: Stage = {
    time,
    timeline,
    facts,
    listeners,
    members,
    inbox,
    queue,
    news,
    router(nodeId, writes = Number.POSITIVE_INFINITY) {
      const life: Life = { isAlive: true, written: 0, writes };
      const routing = createRouting({
        work: mortal(database.work, life),
        agents: mortal(database.agents, life),
        timeline: mortal(timeline, life),
        directory,
        leases: mortal(leases, life),
        ids,
        clock: time.clock,
        timers: time.timers,
        nodeId,
        publish: (told) => {
          if (!life.isAlive) return;
          facts.push(...told);
          for (const listen of listeners) listen(told);
        },
        tellNews: (told) => {
          if (life.isAlive) news.push(...told);
        },
        log: quiet,
        settings,
      });
      routers.push(routing);
      lives.set(routing, life);
      return routing;
    },
    kill(routing) {
      const life = lives.get(routing);
      if (life) life.isAlive = false;
      routers = routers.filter((one) => one !== routing);
    },
    writes: (routing) => lives.get(routing)?.written ?? 0,
    pass: (ms) => time.advance(ms, stage.settled),
    async settled() {
      for (const routing of routers) await routing.settled();
    },
    async ready(routing, ...names) {
      const made: UserId[] = [];
      for (const name of names) {
        const id = ids.next<UserId>();
        members.push({ id, name });
        made.push(id);
        await routing.agentConnected(id, `socket-${id}`);
        await routing.agentLines(id, `socket-${id}`, [inboxId]);
        await routing.setPresence(id, 'available');
        await stage.pass(1);
      }
      return made;
    },
    async arrive(routing, change = {}) {
      const conversationId = ids.next<ConversationId>();
      const identityId = ids.next<IdentityId>();
      timeline.begin(conversationId, identityId, inboxId, queueId);
      const work = await routing.enqueue({
        conversationId,
        inboxId,
        identityId,
        queueId,
        weight: 34,
        live: true,
        preferredAgentId: null,
        ...change,
      });
      await stage.settled();
      await stage.pass(1);
      return work;
    },
    async stop() {
      for (const routing of routers) await routing.stop();
    },
  };
  return stage;
}

interface Life {
  isAlive: boolean;
  written: number;
  writes: number;
}

const WRITES = new Set(['insert', 'save', 'setTold', 'renewNode', 'removeNode', 'append', 'change']);

/** The port as a process sees it that may die before any of its writes. */
function mortal<T extends object>(port: T, life: Life): T {
  return new Proxy(port, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...given: unknown[]) => {
        if (WRITES.has(String(name))) {
          if (life.written >= life.writes) life.isAlive = false;
          else life.written += 1;
        }
        if (!life.isAlive) throw new Error('This process has ended.');
        return method.apply(target, given);
      };
    },
  });
}

function createTestLeases(now: () => number): Leases {
  const held = new Map<string, { holder: string; until: number }>();
  let fence = 0;
  return {
    async acquire(name, holder, ttlMs) {
      const present = held.get(name);
      if (present && present.until > now() && present.holder !== holder) return null;
      held.set(name, { holder, until: now() + ttlMs });
      fence += 1;
      return { fence };
    },
    async renew(name, holder, own, ttlMs) {
      const present = held.get(name);
      if (present?.holder !== holder || own !== fence || present.until <= now()) return false;
      present.until = now() + ttlMs;
      return true;
    },
    async release(name, holder) {
      if (held.get(name)?.holder === holder) held.delete(name);
    },
  };
}
