/** What a work item's past means to those who count: visits to queues, stints of agents, offers that came to nothing. Pure. */
import type { WorkState } from '../../shared/model/conversation.ts';
import type { ServiceTarget } from '../../shared/model/floor.ts';
import type { ConversationId, InboxId, QueueId, UserId, WorkItemId } from '../../shared/model/ids.ts';
import type { Work, WorkRecord } from '../routing/work.ts';

interface About {
  /** item, version of the step it began with, and kind: counted again, it is the same */
  id: string;
  workItemId: WorkItemId;
  conversationId: ConversationId;
  inboxId: InboxId;
  queueId: QueueId;
  /** ms since 1970 of its beginning: the interval it counts in */
  at: number;
  /** the item's version at which it last changed; a higher one wins */
  version: number;
}

/** One stay of a work item in one queue, from entering it to leaving it or the end. */
export interface Visit extends About {
  kind: 'visit';
  live: boolean;
  /** what the queue promised when it entered; null: nothing */
  target: ServiceTarget | null;
  outcome: 'waiting' | 'accepted' | 'abandoned' | 'closed' | 'moved';
  /** who accepted first */
  agentId: UserId | null;
  /** from entering to the outcome, ms; null while it waits */
  waitMs: number | null;
  /** accepted within the target; null where nothing was promised, or it was neither accepted nor abandoned */
  met: boolean | null;
  /** from then on it is late, ms since 1970; null when it is decided, or nothing was promised */
  dueAt: number | null;
  /** put aside while nobody had it, since then; and ms it was so before, which is no waiting */
  asideSince: number | null;
  asideMs: number;
  /** nobody has it, since then; null while somebody has, and when it is over */
  waitingSince: number | null;
  open: boolean;
}

/** One agent serving it, from accepting to the end of wrap-up. */
export interface Stint extends About {
  kind: 'stint';
  agentId: UserId;
  wrapUpAt: number | null;
  /** put aside by snoozing, since then; and ms it was so before */
  asideSince: number | null;
  asideMs: number;
  /** null while it lasts */
  endedAt: number | null;
  open: boolean;
}

/** An offer that was declined, or left to lapse. */
export interface Refusal extends About {
  kind: 'refusal';
  agentId: UserId;
  why: 'declined' | 'missed';
  open: false;
}

export type Measure = Visit | Stint | Refusal;

export type MeasuredWork = Pick<
  Work,
  'id' | 'conversationId' | 'inboxId' | 'queueId' | 'live' | 'rank' | 'version' | 'history'
>;

/**
 * Everything the item adds to the numbers. `known` is what was measured of it before: the fold goes on from there, so that an item whose
 * oldest steps are forgotten keeps what they meant. From nothing known the answer is the same as step by step.
 */
export function measureWork(
  work: MeasuredWork,
  known: readonly Measure[],
  targetOf: (queueId: QueueId) => ServiceTarget | null,
): Measure[] {
  const measures = new Map(known.map((measure) => [measure.id, measure]));
  const through = Math.max(0, ...known.map((measure) => measure.version));
  let visit = known.find((one): one is Visit => one.kind === 'visit' && one.open) ?? null;
  let stint = known.find((one): one is Stint => one.kind === 'stint' && one.open) ?? null;

  const about = (record: WorkRecord, kind: Measure['kind']): About => ({
    id: `${work.id}:${record.version}:${kind}`,
    workItemId: work.id,
    conversationId: work.conversationId,
    inboxId: work.inboxId,
    queueId: record.after.queueId,
    at: record.at,
    version: record.version,
  });
  const keep = <T extends Measure>(measure: T): T => {
    measures.set(measure.id, measure);
    return measure;
  };

  for (const record of work.history) {
    // Steps of before anything was counted do not say how the item stood.
    if (record.version <= through || !hasAfter(record)) continue;
    const { after, version, at } = record;
    if (visit && visit.queueId !== after.queueId) {
      keep(endVisit(visit, record, 'moved'));
      visit = null;
    }
    visit ??= waits(after.state) ? beginVisit(about(record, 'visit'), work.live, targetOf(after.queueId)) : null;
    if (visit) visit = keep(moveVisit(visit, record));
    if (visit && !visit.open) visit = null;

    const server = servedBy(record);
    if (stint && stint.agentId !== server) {
      keep({ ...takeUp(stint, at), version, endedAt: at, open: false });
      stint = null;
    }
    if (!stint && server) {
      const begun = { wrapUpAt: null, asideSince: null, asideMs: 0, endedAt: null, open: true } as const;
      stint = keep<Stint>({ ...about(record, 'stint'), kind: 'stint', agentId: server, ...begun });
    }
    if (stint && (after.state === 'wrap-up') !== (stint.wrapUpAt !== null)) {
      stint = keep<Stint>({ ...stint, version, wrapUpAt: after.state === 'wrap-up' ? at : null });
    }
    if (stint && (after.state === 'snoozed') !== (stint.asideSince !== null)) {
      stint = keep<Stint>({
        ...(stint.asideSince === null ? { ...stint, asideSince: at } : takeUp(stint, at)),
        version,
      });
    }

    const why = refusalIn(record);
    if (why && record.agentId) {
      keep<Refusal>({ ...about(record, 'refusal'), kind: 'refusal', agentId: record.agentId, why, open: false });
    }
  }
  return [...measures.values()];
}

const waits = (state: WorkState): boolean => state === 'waiting' || state === 'offered';

const hasAfter = (record: WorkRecord): boolean => (record.after as WorkRecord['after'] | undefined) !== undefined;

function beginVisit(about: About, live: boolean, target: ServiceTarget | null): Visit {
  return {
    ...about,
    ...{ kind: 'visit', live, target, outcome: 'waiting', agentId: null, waitMs: null, met: null },
    ...{ dueAt: dueAt(about.at, live, target), asideSince: null, asideMs: 0, waitingSince: about.at, open: true },
  };
}

const dueAt = (from: number, live: boolean, target: ServiceTarget | null): number | null =>
  live && target ? from + target.seconds * 1_000 : null;

function moveVisit(visit: Visit, record: WorkRecord): Visit {
  const { after, at, version } = record;
  const isUndecided = visit.outcome === 'waiting';
  if (after.state === 'closed') return endVisit(visit, record, record.reason === 'abandoned' ? 'abandoned' : 'closed');
  if (waits(after.state)) {
    if (visit.waitingSince !== null) return visit;
    // Back in the queue without having left it: it waits again, but it is no new entry.
    if (!isUndecided) return { ...visit, version, waitingSince: at };
    const asideMs = visit.asideMs + (visit.asideSince === null ? 0 : at - visit.asideSince);
    const waitingSince = visit.at + asideMs;
    const due = dueAt(waitingSince, visit.live, visit.target);
    return { ...visit, version, asideSince: null, asideMs, waitingSince, dueAt: due };
  }
  if (after.ownerId === null || (after.state === 'snoozed' && isUndecided)) {
    if (visit.waitingSince === null) return visit;
    return { ...visit, version, waitingSince: null, ...(isUndecided ? { asideSince: at, dueAt: null } : {}) };
  }
  if (visit.waitingSince === null && !isUndecided) return visit;
  const rest = { ...visit, version, waitingSince: null };
  return isUndecided ? { ...rest, ...decide(visit, 'accepted', at), agentId: after.ownerId } : rest;
}

function endVisit(visit: Visit, { at, version }: WorkRecord, how: 'abandoned' | 'closed' | 'moved'): Visit {
  const over = { ...visit, version, waitingSince: null, open: false };
  return visit.outcome === 'waiting' ? { ...over, ...decide(visit, how, at) } : over;
}

function decide({ at: from, asideSince, asideMs, live, target }: Visit, outcome: Visit['outcome'], at: number) {
  const waitMs = (asideSince ?? at) - from - asideMs;
  const isJudged = live && target !== null && (outcome === 'accepted' || outcome === 'abandoned');
  const met = isJudged ? outcome === 'accepted' && waitMs <= target.seconds * 1_000 : null;
  return { outcome, waitMs, met, dueAt: null, asideSince: null };
}

function takeUp(stint: Stint, at: number): Stint {
  if (stint.asideSince === null) return stint;
  return { ...stint, asideSince: null, asideMs: stint.asideMs + at - stint.asideSince };
}

function servedBy({ after }: WorkRecord): UserId | null {
  return waits(after.state) || after.state === 'closed' ? null : after.ownerId;
}

function refusalIn({ what }: WorkRecord): Refusal['why'] | null {
  if (what === 'decline') return 'declined';
  return what === 'lapse' ? 'missed' : null;
}
