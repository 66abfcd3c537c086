/** The floor: who works here and what they are at, as colleagues and as those who run it see it. */
import type { Presence, Role } from './agent.ts';
import type { ConversationId, InboxId, QueueId, TeamId, UserId } from './ids.ts';

/** Somebody inside who is not disabled, as everybody inside may know them. `used` and `capacity` in units of 100 per full agent. */
export interface Colleague {
  id: UserId;
  name: string;
  role: Role;
  teamIds: TeamId[];
  queueIds: QueueId[];
  presence: Presence;
  used: number;
  capacity: number;
  /** a console of theirs is open */
  connected: boolean;
  /** on which one of their devices can be rung at the moment */
  lines: InboxId[];
  /** raised by every change of presence and load; an older one is dropped */
  rev: number;
}

/** What a queue promises: so many percent of those who wait live are accepted within so many seconds. */
export interface ServiceTarget {
  seconds: number;
  percent: number;
}

/** Intervals are quarters of an hour, aligned to 1970. */
export const FLOOR_INTERVAL_MS = 15 * 60_000;
export const startOfInterval = (at: number): number => at - (at % FLOOR_INTERVAL_MS);

/** Upper bounds of the classes of waits, in seconds; one more class holds all that is longer. */
export const waitClasses = [5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600] as const;

/**
 * What came of everything that entered a queue within a span. Everything is counted where it entered, so that one row adds up:
 * offered = accepted + abandoned + otherwise + what still waits for its first acceptance.
 */
export interface FloorFigures {
  /** entered the queue: new, reopened, or handed over from another queue; coming back because its agent was gone is no new entry */
  offered: number;
  /** somebody took it, whether it was offered to them, given, or taken */
  accepted: number;
  /** the customer left before anybody had accepted */
  abandoned: number;
  /** ms they had waited, together */
  abandonedMs: number;
  /** left the queue unaccepted in another way: closed by the team, or handed on to another queue */
  otherwise: number;
  /**
   * Of those who waited live in a queue with a target: accepted, abandoned, or still waiting past the target's seconds.
   * The target is the one that held when they entered. Messages left while nobody was there are not judged.
   */
  judged: number;
  /** accepted within the target's seconds; service level = met ÷ judged */
  met: number;
  /** waits that are over, of those who waited live; their sum and the longest of them in ms */
  waits: number;
  waitMs: number;
  waitMaxMs: number;
  /** how many of these fell in each of `waitClasses`, and beyond */
  waitCounts: number[];
  /** accepted by agents, counted once per agent who served it */
  taken: number;
  /** of those, finished: closed, handed on, or taken back */
  handled: number;
  /** ms from accepting to the end of wrap-up, without what was snoozed, of those handled; `wrapUpMs` is the part after closing */
  handleMs: number;
  wrapUpMs: number;
  declined: number;
  missed: number;
}

/** One agent's part of the same. */
export type AgentFigures = Pick<FloorFigures, 'taken' | 'handled' | 'handleMs' | 'wrapUpMs' | 'declined' | 'missed'>;

/** A queue's quarter of an hour; `start` in ms since 1970. */
export interface FloorInterval extends FloorFigures {
  queueId: QueueId;
  start: number;
}

/** Just enough of a conversation to name it on a board. */
export interface FloorConversation {
  id: ConversationId;
  number: number;
  customerName: string;
  channel: string;
}

export interface FloorQueue {
  id: QueueId;
  name: string;
  target: ServiceTarget | null;
  /** how long wrap-up may take */
  wrapUpSeconds: number;
  /** channels of the inboxes that feed it */
  channels: string[];
  /** nobody has it now */
  waiting: number;
  waitingBy: Record<string, number>;
  /** who waits longest; `since` in ms since 1970 */
  longest: { since: number; conversation: FloorConversation } | null;
  /** somebody has it now, wrap-up included */
  active: number;
  staff: { ready: number; busy: number; away: number; all: number };
  /** since `from` of the snapshot */
  today: FloorFigures;
  /** since the quarter of an hour before the running one */
  recent: FloorFigures;
}

/** What an agent has in hand. Times in ms since 1970. */
export interface FloorWork {
  conversation: FloorConversation;
  queueId: QueueId;
  since: number;
  /** wrap-up began */
  wrapUpSince: number | null;
}

export interface FloorAgent extends Omit<Colleague, 'teamIds' | 'role'> {
  work: FloorWork[];
  today: AgentFigures;
}

/** A raised hand. */
export interface FloorHand {
  conversation: FloorConversation;
  queueId: QueueId;
  byId: UserId;
  byName: string;
  at: number;
  text: string;
}

/** The floor as somebody who runs it may see it: the queues of their teams and who serves them. */
export interface FloorSnapshot {
  /** server's clock, and since when "today" is counted; ms since 1970 */
  now: number;
  from: number;
  recentFrom: number;
  queues: FloorQueue[];
  agents: FloorAgent[];
  hands: FloorHand[];
  intervals: FloorInterval[];
}

/** What changed of it; queues, agents and intervals replace those of the same id. */
export interface FloorChange {
  now: number;
  recentFrom: number;
  queues: FloorQueue[];
  goneQueues: QueueId[];
  agents: FloorAgent[];
  goneAgents: UserId[];
  /** whole when it changed */
  hands: FloorHand[] | null;
  intervals: FloorInterval[];
}

/** The figures that open a list of exactly what they count. */
export const floorFigures = [
  'waiting',
  'active',
  'offered',
  'accepted',
  'abandoned',
  'otherwise',
  'judged',
  'met',
  'late',
  'waits',
  'taken',
  'handled',
  'declined',
  'missed',
] as const;
export type FloorFigure = (typeof floorFigures)[number];

/** One line behind a figure. Times in ms since 1970. */
export interface FloorCase {
  id: string;
  queueId: QueueId;
  /** null: it lies where the asker may not look any more */
  conversation: FloorConversation | null;
  /** entered the queue, or was taken, declined or missed by the agent */
  at: number;
  agentId: UserId | null;
  /** since when it waits now, which may be for the second time; null: it does not, or the figure is not about that */
  waitingSince: number | null;
  /** ms it waited; null while it waits, and for what is about agents */
  waitMs: number | null;
  /** ms from accepting to the end; null while it is being served */
  handleMs: number | null;
  /** the part of it after closing; null where there was none */
  wrapUpMs: number | null;
  outcome: 'waiting' | 'accepted' | 'abandoned' | 'closed' | 'moved' | 'active' | 'handled' | 'declined' | 'missed';
  /** within the target; null where there was none to meet */
  met: boolean | null;
}
