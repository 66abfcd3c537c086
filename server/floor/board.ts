/** The floor as one picture: stored intervals summed, what is open now, and who is there. Pure. */
import {
  type AgentFigures,
  type Colleague,
  FLOOR_INTERVAL_MS,
  type FloorAgent,
  type FloorConversation,
  type FloorHand,
  type FloorInterval,
  type FloorQueue,
  type FloorSnapshot,
  type FloorWork,
  type ServiceTarget,
  startOfInterval,
} from '../../shared/model/floor.ts';
import type { ConversationId, QueueId, UserId } from '../../shared/model/ids.ts';
import { addAgentFigures, addFigures, isOverdue, noAgentFigures } from './figures.ts';
import type { Measure, Stint, Visit } from './measure.ts';
import type { NamedConversation, StoredInterval } from './ports.ts';

export interface BoardQueue {
  id: QueueId;
  name: string;
  sla: ServiceTarget | null;
  wrapUpSeconds: number;
  channels: string[];
}

export interface BoardInput {
  now: number;
  from: number;
  queues: readonly BoardQueue[];
  intervals: readonly StoredInterval[];
  open: readonly Measure[];
  colleagues: readonly Colleague[];
  conversations: ReadonlyMap<ConversationId, NamedConversation>;
}

/** Since when "recent" counts: the running quarter of an hour and the one before it. */
export const recentFrom = (now: number): number => startOfInterval(now) - FLOOR_INTERVAL_MS;

export function buildBoard(input: BoardInput): FloorSnapshot {
  const { now, from } = input;
  const visits = input.open.filter((one): one is Visit => one.kind === 'visit');
  const stints = input.open.filter((one): one is Stint => one.kind === 'stint' && one.asideSince === null);
  const intervals = addOverdue(input.intervals.map(presentInterval), visits, now);
  const recent = recentFrom(now);
  const queues = input.queues.map((queue): FloorQueue => {
    const mine = intervals.filter((one) => one.queueId === queue.id);
    const waiting = visits.filter((one) => one.queueId === queue.id && one.waitingSince !== null);
    return {
      ...{ id: queue.id, name: queue.name, target: queue.sla, wrapUpSeconds: queue.wrapUpSeconds },
      channels: queue.channels,
      waiting: waiting.length,
      waitingBy: countByChannel(waiting, input.conversations),
      longest: findLongest(waiting, input.conversations),
      active: stints.filter((one) => one.queueId === queue.id).length,
      staff: countStaff(input.colleagues.filter((one) => one.queueIds.includes(queue.id))),
      today: addFigures(mine.filter((one) => one.start >= from)),
      recent: addFigures(mine.filter((one) => one.start >= recent)),
    };
  });
  return {
    ...{ now, from, recentFrom: recent, queues, intervals: intervals.filter((one) => one.start >= from) },
    agents: buildAgents(input, stints),
    hands: findHands(input.conversations.values(), new Set(input.queues.map((queue) => queue.id))),
  };
}

function presentInterval({ queueId, start, figures }: StoredInterval): FloorInterval {
  return { ...figures, queueId, start };
}

/** Whoever waits past what was promised is late already: they count where they entered. */
export function addOverdue(
  intervals: readonly FloorInterval[],
  visits: readonly Visit[],
  now: number,
): FloorInterval[] {
  const late = new Map<string, number>();
  for (const visit of visits) {
    const key = `${visit.queueId}:${startOfInterval(visit.at)}`;
    if (isOverdue(visit, now)) late.set(key, (late.get(key) ?? 0) + 1);
  }
  return intervals.map((one) => {
    const count = late.get(`${one.queueId}:${one.start}`) ?? 0;
    return count === 0 ? one : { ...one, judged: one.judged + count };
  });
}

export function nameConversation({ id, number, customer, channel }: NamedConversation): FloorConversation {
  return { id, number, customerName: customer.name, channel };
}

function countByChannel(visits: readonly Visit[], conversations: BoardInput['conversations']): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { conversationId } of visits) {
    const channel = conversations.get(conversationId)?.channel;
    if (channel !== undefined) counts[channel] = (counts[channel] ?? 0) + 1;
  }
  return counts;
}

function findLongest(visits: readonly Visit[], conversations: BoardInput['conversations']): FloorQueue['longest'] {
  let longest: FloorQueue['longest'] = null;
  for (const { conversationId, waitingSince } of visits) {
    const conversation = conversations.get(conversationId);
    if (!conversation || waitingSince === null || (longest && longest.since <= waitingSince)) continue;
    longest = { since: waitingSince, conversation: nameConversation(conversation) };
  }
  return longest;
}

/** Ready: takes work and has room. Busy: takes work and is full. Away: signed in, takes none. */
function countStaff(colleagues: readonly Colleague[]): FloorQueue['staff'] {
  const staff = { ready: 0, busy: 0, away: 0, all: colleagues.length };
  for (const { presence, used, capacity } of colleagues) {
    if (presence.state === 'available') staff[used < capacity ? 'ready' : 'busy'] += 1;
    else if (presence.state === 'away') staff.away += 1;
  }
  return staff;
}

function buildAgents({ queues, intervals, from, colleagues, conversations }: BoardInput, stints: readonly Stint[]) {
  const scope = new Set(queues.map((queue) => queue.id));
  const figuresOf = sumAgents(intervals.filter((one) => one.start >= from));
  return colleagues
    .filter((one) => one.queueIds.some((id) => scope.has(id)))
    .map((colleague): FloorAgent => {
      const { teamIds: _teams, role: _role, ...rest } = colleague;
      const work = stints
        .filter((one) => one.agentId === colleague.id)
        .flatMap((one) => presentWork(one, conversations));
      const figures = figuresOf.get(colleague.id) ?? noAgentFigures;
      return { ...rest, work: work.sort((a, b) => a.since - b.since), today: figures };
    });
}

/** One walk over all of them: there are many more intervals than agents. */
function sumAgents(intervals: readonly StoredInterval[]): Map<UserId, AgentFigures> {
  const sums = new Map<UserId, AgentFigures>();
  for (const { agents } of intervals) {
    for (const [id, figures] of Object.entries(agents) as [UserId, AgentFigures][]) {
      sums.set(id, addAgentFigures([sums.get(id) ?? noAgentFigures, figures]));
    }
  }
  return sums;
}

function presentWork(stint: Stint, conversations: BoardInput['conversations']): FloorWork[] {
  const conversation = conversations.get(stint.conversationId);
  if (!conversation) return [];
  const { queueId, at: since, wrapUpAt: wrapUpSince } = stint;
  return [{ conversation: nameConversation(conversation), queueId, since, wrapUpSince }];
}

function findHands(conversations: Iterable<NamedConversation>, scope: ReadonlySet<QueueId>): FloorHand[] {
  const hands = [...conversations].flatMap((one) =>
    one.help && scope.has(one.queueId)
      ? [{ conversation: nameConversation(one), queueId: one.queueId, ...one.help }]
      : [],
  );
  return hands.sort((a, b) => a.at - b.at);
}
