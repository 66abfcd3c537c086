/** What the rest of the server may ask of the timeline, the only writer of conversations and entries. */

import type { Likeness } from '../../channels/channel.ts';
import type { SettledFilter } from '../../shared/list-filter.ts';
import type { AgentEntryBody } from '../../shared/model/entry.ts';
import type { ConversationId, EntryId, IdentityId, InboxId, QueueId, UserId } from '../../shared/model/ids.ts';
import type { ListSort, ListView } from '../../shared/model/list.ts';
import type { History, HistoryLog } from './history.ts';
import type { Audience, Author, Conversation, Entry, MarkName } from './model.ts';
import type { NoteVersion } from './notes.ts';
import type { Placements } from './placements.ts';

/** Everything a new conversation is born with; the rest starts empty. */
export type ConversationDraft = Pick<
  Conversation,
  | 'key'
  | 'identityId'
  | 'customer'
  | 'inboxId'
  | 'channel'
  | 'subject'
  | 'queueId'
  | 'left'
  | 'linkedFrom'
  | 'form'
  | 'context'
> &
  Partial<Pick<Conversation, 'alike' | 'resembles' | 'priority' | 'tagIds' | 'suggestedReplyId'>>;

export interface EntryDraft {
  conversationId: ConversationId;
  key: string;
  clientId?: string;
  author: Author;
  identityId: IdentityId;
  inboxId: InboxId;
  direction: Entry['direction'];
  body: AgentEntryBody;
  answers?: string[];
  /** what tells it from another message under its key; missing: made from the body */
  digest?: string;
  /** how many messages of the customer its author had seen; with a further one in the log it is not written */
  customerSeen?: number;
}

export interface Appended {
  entry: Entry;
  conversation: Conversation;
  /** false when the key had been used before with the same body: the first result again */
  isNew: boolean;
}

/** Fields that may be changed after birth; each change raises `rev`. */
export type ConversationChange = Partial<
  Pick<
    Conversation,
    | 'status'
    | 'closedAt'
    | 'customer'
    | 'context'
    | 'rating'
    | 'left'
    | 'queueId'
    | 'work'
    | 'priority'
    | 'tagIds'
    | 'suggestedReplyId'
    | 'snooze'
    | 'outcome'
    | 'help'
    | 'deliveries'
    | 'placements'
    | 'alike'
    | 'resembles'
    | 'guestIds'
    | 'identityId'
    | 'whose'
    // What an erasure takes away.
    | 'subject'
    | 'form'
    | 'preview'
    | 'erasedRev'
    | 'erasedFiles'
  >
>;

/** Whose conversations: the store turns this into an indexed query, `canSee` decides the same for one conversation. */
export type ConversationScope =
  | { kind: 'all' }
  | { kind: 'visitor'; identityIds: readonly IdentityId[]; inboxId: InboxId }
  | { kind: 'team'; userId: UserId; queueIds: readonly QueueId[] };

export interface ThreadPage {
  conversation: Conversation;
  entries: Entry[];
  earlier: boolean;
}

export interface Timeline {
  /** Starts a conversation, or finds the one that was started under this key. */
  open(draft: ConversationDraft): Promise<{ conversation: Conversation; isNew: boolean }>;
  /** Resolves after the commit and publishes then. @throws AppError `conflict` when the key stands for another body, `stale` when the customer wrote meanwhile, `not_found` for no such conversation. */
  append(draft: EntryDraft): Promise<Appended>;
  /** Raises `rev` and publishes; null when there is none. A `work` older than the mirrored version changes nothing and answers the present state. */
  change(conversationId: ConversationId, change: ConversationChange): Promise<Conversation | null>;
  /**
   * Changes what depends on what was there: `decide` sees the stored state and may be asked again when somebody else was quicker; null leaves
   * everything as it is. Answers the state after, and whether it changed. @throws AppError `not_found`
   */
  revise(
    conversationId: ConversationId,
    decide: (present: Conversation) => ConversationChange | null,
  ): Promise<{ conversation: Conversation; isChanged: boolean }>;
  /** Moves a mark forward to the newest entry at or before `upTo`; never back. Raises `rev` only when it moved. */
  mark(conversationId: ConversationId, name: MarkName, upTo: number): Promise<void>;

  /** Where entries are read that were moved. */
  placements: Placements;
  /** Many conversations read as one. */
  history: History;

  find(conversationId: ConversationId): Promise<Conversation | null>;
  findEntry(key: string): Promise<Entry | null>;
  /** Those that are there, in no order. */
  findEntries(ids: readonly EntryId[]): Promise<Entry[]>;
  /** Letters that answer the one with this id. */
  answering(externalId: string, limit: number): Promise<Entry[]>;
  /** How many messages the customer had written up to this seq. */
  customerTally(conversationId: ConversationId, upTo: number): Promise<number>;
  /** The newest `limit` entries the audience may see, oldest first, with the state of the same moment or newer. */
  read(conversationId: ConversationId, audience: Audience, limit: number): Promise<ThreadPage | null>;
  after(conversationId: ConversationId, audience: Audience, seq: number, limit: number): Promise<Entry[]>;
  before(
    conversationId: ConversationId,
    audience: Audience,
    seq: number,
    limit: number,
  ): Promise<{ entries: Entry[]; earlier: boolean }>;
  /** Every text a note ever had, oldest first; null for what is no note and for one that was taken back. */
  noteVersions(conversationId: ConversationId, seq: number): Promise<NoteVersion[] | null>;
  /** What the database holds, for many conversations at once: the heartbeat of invariant 6. */
  heads(
    ids: readonly ConversationId[],
  ): Promise<{ id: ConversationId; heads: Record<Audience, number>; rev: number }[]>;
  /** A page of a list; one that is filtered may hold fewer than `limit` though there are more. A cursor belongs to one order. */
  list(query: {
    scope: ConversationScope;
    view: ListView;
    userId: UserId | null;
    sort?: ListSort;
    filter?: SettledFilter;
    cursor?: string;
    limit: number;
  }): Promise<{ conversations: Conversation[]; next: string | null }>;
  /** Whose customer's name or address has all these beginnings, newest first. */
  findByWords(words: readonly string[], query: { scope: ConversationScope; limit: number }): Promise<Conversation[]>;
  /** Whose number begins with these digits; the whole number first. */
  findByNumber(digits: string, query: { scope: ConversationScope; limit: number }): Promise<Conversation[]>;
  /** That look like what carries one of these, what was said last first. */
  findAlike(
    alike: readonly Likeness[],
    query: { status?: Conversation['status']; limit: number },
  ): Promise<Conversation[]>;
  /** Of these identities, within a scope, what was said last first. */
  findOfIdentities(
    ids: readonly IdentityId[],
    query: { scope: ConversationScope; limit: number },
  ): Promise<Conversation[]>;
  /** What was written from these identities in any inbox, newest first by (lastAt, id). */
  ofCustomer(
    identityIds: readonly IdentityId[],
    limit: number,
    cursor?: string,
  ): Promise<{ conversations: Conversation[]; next: string | null }>;
  /** Everything that was written from these identities, as it is needed to read their history. */
  logsOf(identityIds: readonly IdentityId[]): Promise<HistoryLog[]>;
  /** A visitor's own, newest first. */
  ofIdentities(identityIds: readonly IdentityId[], inboxId: InboxId, limit: number): Promise<Conversation[]>;
}
