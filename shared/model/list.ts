/** The lists of conversations: which there are, how they are ordered and narrowed down, and their counters. */
import type { Priority } from './conversation.ts';
import type { AttributeValue } from './customer.ts';
import type { AttributeId, DispositionId, InboxId, QueueId, TagId, TeamId, UserId } from './ids.ts';

/** mine: what one owns · waiting: nobody has it yet · all: whatever one may see · snoozed: put aside */
export const namedViews = ['mine', 'waiting', 'all', 'snoozed'] as const;
export type NamedView = (typeof namedViews)[number];
export type ListView = NamedView | { queueId: QueueId };

/**
 * newest, oldest: by the last entry · waited: who began to wait first · priority: the most urgent, and of those who began to wait first ·
 * due: whom the team owes an answer soonest, then the others, newest first · wakes: what comes back first, only among what is snoozed
 */
export const listSorts = ['newest', 'oldest', 'waited', 'priority', 'due', 'wakes'] as const;
export type ListSort = (typeof listSorts)[number];

/** A stretch of time, ms since 1970; or one that goes along with the clock, as ms before now: at most `within`, at least `beyond`. */
export interface TimeRange {
  after?: number;
  before?: number;
  within?: number;
  beyond?: number;
}

/** What a list is narrowed down to; all of it must hold. */
export interface ListFilter {
  status?: 'open' | 'closed';
  /** only with messages of the customer that nobody of the team has read */
  unread?: true;
  /** only with a message that came with files */
  files?: true;
  /** put aside, or not */
  snoozed?: boolean;
  queueId?: QueueId;
  /** in any queue that this team serves */
  teamId?: TeamId;
  /** `me`: whoever looks · `nobody`: without an owner */
  ownerId?: UserId | 'me' | 'nobody';
  inboxId?: InboxId;
  channel?: string;
  tagId?: TagId;
  priority?: Priority;
  /** of the customer, ISO 639-1 */
  language?: string;
  /** how it ended */
  dispositionId?: DispositionId;
  attribute?: { id: AttributeId; value: AttributeValue };
  numberFrom?: number;
  numberTo?: number;
  created?: TimeRange;
  /** when something was last written */
  changed?: TimeRange;
  /** since when the customer waits for somebody; only of whoever does */
  waiting?: TimeRange;
}

/** The open conversations of a queue. */
export interface QueueCounts {
  open: number;
  waiting: number;
  snoozed: number;
}

/** What one person has besides: `mine` over all queues, `elsewhere` what they see though it lies in no queue of theirs. */
export interface OwnCounts {
  mine: number;
  elsewhere: QueueCounts;
}

/** Every counter of a person's lists; those of several queues are their sums. Queues without open conversations are left out. */
export interface ListCounts {
  queues: Record<QueueId, QueueCounts>;
  own: OwnCounts;
}
