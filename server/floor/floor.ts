/** What those who run the floor may ask: the picture of now, the intervals of the past, and the conversations behind every number. */
import {
  type FloorCase,
  type FloorFigure,
  type FloorInterval,
  type FloorSnapshot,
  type ServiceTarget,
  startOfInterval,
} from '../../shared/model/floor.ts';
import type { ConversationId, InboxId, QueueId, UserId } from '../../shared/model/ids.ts';
import { canSee, type UserViewer } from '../accounts/scope.ts';
import type { Clock } from '../lib/clock.ts';
import type { Conversation } from '../timeline/model.ts';
import { addOverdue, buildBoard, nameConversation, recentFrom } from './board.ts';
import { presentCase } from './cases.ts';
import type { Colleagues } from './colleagues.ts';
import type { Collector } from './collector.ts';
import type { IntervalCache } from './interval-cache.ts';
import type { Visit } from './measure.ts';
import type { ConversationNames, FloorStore } from './ports.ts';

export interface FloorQuery {
  figure: FloorFigure;
  /** null: all that the viewer runs */
  queueIds: readonly QueueId[] | null;
  agentId: UserId | null;
  from: number;
  to: number;
  cursor: string | null;
  limit: number;
}

export interface Floor {
  /** Queues the viewer runs: those of their teams, an admin's are all. */
  scope(viewer: UserViewer): Promise<QueueId[]>;
  /** `from`: since when "today" is counted, ms since 1970; the start of its quarter of an hour holds. */
  snapshot(queueIds: readonly QueueId[], from: number): Promise<FloorSnapshot>;
  intervals(queueIds: readonly QueueId[], from: number, to: number): Promise<FloorInterval[]>;
  /** What a number counts, newest first. */
  cases(viewer: UserViewer, query: FloorQuery): Promise<{ cases: FloorCase[]; next: string | null }>;
}

export interface FloorDeps {
  store: FloorStore;
  collector: Pick<Collector, 'collect'>;
  /** follows the collector */
  recent: Pick<IntervalCache, 'since'>;
  colleagues: Colleagues;
  conversations: ConversationNames;
  directory: {
    queues(): Promise<{ id: QueueId; name: string; sla?: ServiceTarget | null; wrapUpSeconds?: number }[]>;
    inboxes(): Promise<{ id: InboxId; channel: string; queueId: QueueId }[]>;
  };
  clock: Clock;
}

export function createFloor(deps: FloorDeps): Floor {
  const { store, collector, recent, colleagues, conversations, directory, clock } = deps;

  async function nameAll(ids: Iterable<ConversationId>): Promise<Map<ConversationId, Conversation>> {
    const found = await conversations.findMany([...new Set(ids)]);
    return new Map(found.map((one) => [one.id, one]));
  }

  async function scope(viewer: UserViewer): Promise<QueueId[]> {
    const all = (await directory.queues()).map((queue) => queue.id);
    return viewer.reach === 'all' ? all : all.filter((id) => viewer.queueIds.includes(id));
  }

  return {
    scope,
    async snapshot(queueIds, since) {
      await collector.collect();
      const now = clock.now();
      const from = startOfInterval(since);
      const [all, inboxes, people, intervals, open] = await Promise.all([
        directory.queues(),
        directory.inboxes(),
        colleagues.list(),
        recent.since(queueIds, Math.min(from, recentFrom(now)), now),
        store.openMeasures(queueIds),
      ]);
      const queues = all
        .filter((queue) => queueIds.includes(queue.id))
        .map((queue) => ({
          ...{ id: queue.id, name: queue.name, sla: queue.sla ?? null, wrapUpSeconds: queue.wrapUpSeconds ?? 0 },
          channels: [...new Set(inboxes.filter((inbox) => inbox.queueId === queue.id).map((inbox) => inbox.channel))],
        }));
      const named = await store.named([...new Set(open.map((one) => one.conversationId))]);
      const byId = new Map(named.map((one) => [one.id, one]));
      return buildBoard({ now, from, queues, intervals, open, colleagues: people, conversations: byId });
    },
    async intervals(queueIds, from, to) {
      await collector.collect();
      const [stored, open] = await Promise.all([store.intervals(queueIds, from, to), store.openMeasures(queueIds)]);
      const visits = open.filter((one): one is Visit => one.kind === 'visit');
      const shown = stored.map(({ queueId, start, figures }) => ({ ...figures, queueId, start }));
      return addOverdue(shown, visits, clock.now()).sort(
        (a, b) => a.start - b.start || (a.queueId < b.queueId ? -1 : 1),
      );
    },
    async cases(viewer, { queueIds: asked, cursor, limit, ...query }) {
      await collector.collect();
      const queueIds = (await scope(viewer)).filter((id) => asked?.includes(id) ?? true);
      const before = readCursor(cursor);
      const found = await store.cases({ ...query, queueIds, before, now: clock.now(), limit: limit + 1 });
      const page = found.slice(0, limit);
      const named = await nameAll(page.map((one) => one.conversationId));
      const cases = page.map((measure) => {
        const conversation = named.get(measure.conversationId);
        // It may lie in another team's queue by now: it is counted, but what it is about is theirs.
        const isSeen = conversation !== undefined && canSee(viewer, conversation);
        return presentCase(measure, isSeen ? nameConversation(conversation) : null, query.figure);
      });
      const last = page.at(-1);
      return { cases, next: last && found.length > limit ? `${last.at}.${last.id}` : null };
    },
  };
}

function readCursor(cursor: string | null): { at: number; id: string } | null {
  const [, at, id] = /^(\d{1,16})\.(.{1,80})$/.exec(cursor ?? '') ?? [];
  return at !== undefined && id !== undefined ? { at: Number(at), id } : null;
}
