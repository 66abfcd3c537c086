/** Conversations and entries as the server keeps them; presenters turn them into what each audience may see. */
import type { IdentityKind, Likeness } from '../../channels/channel.ts';
import type {
  HelpCall,
  Outcome,
  Preview,
  Priority,
  Resemblance,
  Snooze,
  VisitContext,
  WorkSummary,
} from '../../shared/model/conversation.ts';
import type { AgentEntryBody, FormAnswer, ReplyDue, Tally } from '../../shared/model/entry.ts';
import type {
  CannedReplyId,
  ConversationId,
  CustomerId,
  EntryId,
  IdentityId,
  InboxId,
  QueueId,
  TagId,
  UserId,
} from '../../shared/model/ids.ts';
import type { Delivery } from '../../shared/model/letter.ts';
import type { Placement } from '../../shared/model/placement.ts';

export const audiences = ['agent', 'visitor'] as const;
export type Audience = (typeof audiences)[number];

export type Author =
  | { kind: 'customer'; identityId: IdentityId; name: string }
  | { kind: 'agent'; id: UserId; name: string }
  | { kind: 'system' };

/** One line of a conversation; written once. `at` in ms since 1970. */
export interface Entry {
  id: EntryId;
  conversationId: ConversationId;
  /** gapless from 1 within the conversation */
  seq: number;
  /** seq of the entry before this one that the audience may see, 0 for none */
  prev: Record<Audience, number>;
  at: number;
  /** unique over all entries: who sent it and under which id; makes a repeat find the first result */
  key: string;
  /** of the body, to tell a repeat from another message under the same id */
  digest: string;
  clientId?: string;
  author: Author;
  /** the customer-side identity it belongs to */
  identityId: IdentityId;
  inboxId: InboxId;
  direction: 'in' | 'out' | 'internal';
  body: AgentEntryBody;
  /** of a letter: ids of those it answers, newest first, so that one that comes late finds it */
  answers?: string[];
  tally: Tally;
  /** missing where none was due */
  replyDue?: ReplyDue;
}

export interface Marked {
  seq: number;
  tally: Tally;
  /** when it was moved there */
  at?: number;
}

export type MarkName = 'customerDelivered' | 'customerRead' | 'teamRead';

/** One matter. `rev` is raised by every change; `heads`, `tally`, `replyDue` and `preview` follow from the entries and are mended on boot. */
export interface Conversation {
  id: ConversationId;
  /** makes starting it idempotent: `identity:clientId` of its first message */
  key: string;
  /** short and unique, given at birth */
  number: number;
  rev: number;
  /** the `rev` by which what was said in it was erased: whoever knows it as of before reads it anew; missing where nothing was */
  erasedRev?: number;
  /** how many messages had come with files by then */
  erasedFiles?: number;
  identityId: IdentityId;
  /**
   * `ownName`: how this conversation calls them by itself, while a merge gives them another name; `traits`: what is known of them and lists may be
   * narrowed down by, missing where nothing is
   */
  customer: {
    id: CustomerId;
    name: string;
    email?: { value: string; verified: boolean };
    ownName?: string;
    traits?: string[];
  };
  inboxId: InboxId;
  channel: string;
  /** of letters; null where there is none */
  subject: string | null;
  queueId: QueueId;
  status: 'open' | 'closed';
  /** mirror of its newest work item; `version` is that item's, so that an older mirror never overwrites a newer one */
  work: (WorkSummary & { version: number }) | null;
  /** a message left while nobody was there: no live customer waits */
  left: boolean;
  createdAt: number;
  closedAt: number | null;
  linkedFrom: ConversationId | null;
  /** its number is used by several customers: who said whose it is; missing where that was never said */
  whose?: { byName: string } | null;
  form: FormAnswer[];
  context: VisitContext;
  rating: { score: number; comment?: string } | null;
  priority: Priority;
  tagIds: TagId[];
  /** by a rule on the letter that began it; missing where none did */
  suggestedReplyId?: CannedReplyId;
  snooze: Snooze | null;
  outcome: Outcome | null;
  help: HelpCall | null;
  /** the team's messages that have not reached the customer, oldest first */
  deliveries: Delivery[];
  /** entries that are read elsewhere than they stand, from here or here, oldest first */
  placements: Placement[];
  /** by what further letters of its matter would look like it; missing where nothing is known */
  alike?: readonly Likeness[];
  /** which it looks like a part of; null when somebody said that it is not, missing where it looks like none */
  resembles?: Resemblance | null;
  /** colleagues who were asked in: they may see it wherever it lies */
  guestIds: UserId[];
  marks: Record<MarkName, Marked>;
  /** seq of the newest entry that each audience may see */
  heads: Record<Audience, number>;
  tally: Tally;
  /** missing in what is older than reply targets */
  replyDue?: ReplyDue | null;
  preview: Preview | null;
  /** ms since 1970 of the newest entry; lists are sorted by it */
  lastAt: number;
}

export interface IdentityRecord {
  id: IdentityId;
  kind: IdentityKind;
  value: string;
}

/** What is told after a commit, in seq order per conversation on this node. */
export type TimelineFact =
  /** nothing is in it yet */
  | { type: 'opened'; conversation: Conversation }
  | { type: 'entry'; entry: Entry; conversation: Conversation }
  | { type: 'conversation'; before: Conversation; after: Conversation };
