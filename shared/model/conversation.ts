/** Conversations as each audience sees them: what changes by `rev`, apart from the entries. */
import type { FormAnswer, ReplyDue, Tally } from './entry.ts';
import type {
  CannedReplyId,
  ConversationId,
  CustomerId,
  DispositionId,
  InboxId,
  QueueId,
  TagId,
  UserId,
  WorkItemId,
} from './ids.ts';
import type { Delivery } from './letter.ts';
import type { Placement } from './placement.ts';

/** From the one that can wait to the one that cannot. */
export const priorities = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof priorities)[number];

/** Put aside until a moment, ms since 1970; a message of the customer ends it earlier. */
export interface Snooze {
  until: number;
  byName: string;
}

/** How it ended, chosen at wrap-up; the name is kept as it was then. */
export interface Outcome {
  dispositionId: DispositionId;
  name: string;
  note?: string;
}

/** An agent's raised hand: somebody who runs the floor is asked to look. */
export interface HelpCall {
  byId: UserId;
  byName: string;
  /** ms since 1970 */
  at: number;
  text: string;
}

/**
 * What becomes of work. `snoozed`: put aside, it holds nobody's capacity. `wrap-up`: over for the customer, the owner still writes down how it
 * ended.
 */
export type WorkState = 'waiting' | 'offered' | 'active' | 'snoozed' | 'wrap-up' | 'closed';

/** Seen by the customer as over. */
export const isOver = (state: WorkState): boolean => state === 'wrap-up' || state === 'closed';

/** How far somebody has got: the seq, and the tally of that entry so that unread counts are a difference. */
export interface Mark {
  seq: number;
  tally: Tally;
  /** when they got there, ms since 1970; missing where nobody noted it down */
  at?: number;
}

/** Where the customer is and what they use; all of it written by a stranger's browser, so only ever shown as text. */
export interface VisitContext {
  url?: string;
  title?: string;
  referrer?: string;
  language?: string;
  timeZone?: string;
  browser?: string;
}

/**
 * Another conversation that this one looks like a part of, by what anybody could have written: the `number` in its subject, the `thread` of their
 * program, the `subject` alone, or an `answer` of somebody who is not who they say they are.
 */
export interface Resemblance {
  id: ConversationId;
  number: number;
  by: 'number' | 'thread' | 'subject' | 'answer';
}

/** The newest work item of a conversation, in short. Times in ms since 1970. */
export interface WorkSummary {
  id: WorkItemId;
  state: WorkState;
  queueId: QueueId;
  ownerId: UserId | null;
  ownerName: string | null;
  /** when the customer began to wait, without the time it was snoozed; never reset by requeueing */
  enqueuedAt: number;
  /** when the state was entered */
  since: number;
  /** when a wrap-up ends by itself; null in every other state */
  wrapUpUntil: number | null;
  /** whom the owner is handing it to, while that one has not answered */
  handingTo: { id: UserId; name: string } | null;
}

export interface AgentConversation {
  id: ConversationId;
  /** short and unique, for people to say and to search by */
  number: number;
  rev: number;
  /** the `rev` by which what was said in it was erased: entries known as of before are not to be shown any more */
  erasedRev?: number;
  /** messages whose files were erased with what they said, as the tally counts them */
  erasedFiles?: number;
  /** how it was first reached; every message entry carries its own */
  inboxId: InboxId;
  channel: string;
  /** of letters; null where there is none */
  subject: string | null;
  /** `traits`: attributes that lists may be narrowed down by, each as one text; missing where there is none */
  customer: { id: CustomerId; name: string; email?: { value: string; verified: boolean }; traits?: string[] };
  status: 'open' | 'closed';
  work: WorkSummary | null;
  createdAt: number;
  closedAt: number | null;
  linkedFrom: ConversationId | null;
  form: FormAnswer[];
  context: VisitContext;
  rating: { score: number; comment?: string } | null;
  priority: Priority;
  tagIds: TagId[];
  /** a canned reply that a rule suggests for the answer; missing where none does */
  suggestedReplyId?: CannedReplyId;
  snooze: Snooze | null;
  outcome: Outcome | null;
  help: HelpCall | null;
  /** the team's messages that have not reached the customer, oldest first */
  deliveries: Delivery[];
  /** entries that are read elsewhere than they stand, from here or here, oldest first */
  placements: Placement[];
  /** missing where it looks like none, and where somebody said that it is not a part of it */
  resembles?: Resemblance;
  /** colleagues who were asked in: they may see it wherever it lies */
  guestIds: UserId[];
  marks: {
    /** what reached the customer's device, and what they have read */
    customerDelivered: Mark;
    customerRead: Mark;
    /** what any of the team has read */
    teamRead: Mark;
  };
}

/** The newest message in short; `by`: which of the team wrote it. `at` in ms since 1970. */
export interface Preview {
  from: 'customer' | 'agent' | 'system';
  by?: { id: UserId; name: string };
  text: string;
  at: number;
}

/** A conversation in a list: the conversation and what its newest entries say. */
export interface ConversationRow {
  conversation: AgentConversation;
  /** where it lies; its work may lie elsewhere when it is over */
  queueId: QueueId;
  /** seq of the newest entry, and when that was written, ms since 1970 */
  head: number;
  lastAt: number;
  tally: Tally;
  replyDue: ReplyDue | null;
  preview: Preview | null;
}

export type VisitorConversationStatus = 'waiting' | 'active' | 'closed' | 'message-left';

export interface VisitorConversation {
  id: ConversationId;
  rev: number;
  status: VisitorConversationStatus;
  agent: { name: string } | null;
  /** the address they said to be theirs, while nothing proves it */
  unproven?: string;
  createdAt: number;
  closedAt: number | null;
  rating: { score: number } | null;
  marks: { youRead: Mark; agentRead: Mark };
}
