/** Socket events of reading a conversation and of what is known of its customer; events.ts takes them in. */
import { z } from 'zod';
import type { ThreadSnapshot } from './apply.ts';
import { limits } from './limits.ts';
import type { AgentConversation } from './model/conversation.ts';
import {
  type CustomerCard,
  type CustomerHistoryEntry,
  customerChangeSchema,
  type PageVisit,
  type PreviousConversation,
} from './model/customer.ts';
import { type AddressAnswers, addressRequests } from './model/customer-address.ts';
import { type MatchAnswers, matchRequests } from './model/customer-match.ts';
import { type MergePreview, mergeRequests } from './model/customer-merge.ts';
import type { AgentEntry } from './model/entry.ts';
import { type ConversationId, type CustomerId, idSchema, type MergeId, type UserId } from './model/ids.ts';

const conversationId = idSchema<ConversationId>();
const seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const position = seq.min(1);

/** Requests of the console about threads, notes, viewers and customers. */
export const threadRequests = {
  'conversation:open': z.object({
    conversationId,
    /** where to begin reading: at an entry, or at the first that nobody of the team has read; far from the end, a window comes along */
    around: z.union([position, z.literal('unread')]).optional(),
  }),
  /** A page before an entry, after one, or around one. */
  'entries:page': z
    .object({
      conversationId,
      before: seq.optional(),
      after: seq.optional(),
      around: seq.optional(),
      limit: z.number().int().min(1).max(limits.syncPage).default(limits.page),
    })
    .refine(
      ({ before, after, around }) => [before, after, around].filter((given) => given !== undefined).length === 1,
      'one of before, after and around',
    ),
  /** Only the note's author; other viewers see the change in place, and its older texts on request. */
  'note:edit': z.object({ conversationId, seq: position, text: z.string().trim().min(1).max(limits.text) }),
  'note:delete': z.object({ conversationId, seq: position }),
  'note:versions': z.object({ conversationId, seq: position }),
  /** Which conversation this page shows now; null: none. Forgotten with the socket. */
  'view:set': z.object({ conversationId: conversationId.nullable() }),
  'viewers:list': z.object({}),
  'customer:read': z.object({ conversationId }),
  'customer:change': z.object({ conversationId, change: customerChangeSchema }),
  'customer:history': z.object({ conversationId, field: z.string().max(40) }),
  'customer:conversations': z.object({
    conversationId,
    /** opaque, from the answer before */
    cursor: z.string().max(80).optional(),
  }),
  /** Entries of another conversation of the same customer, newest page first. */
  'customer:entries': z.object({ conversationId, of: conversationId, before: position.optional() }),
  ...mergeRequests,
  ...matchRequests,
  ...addressRequests,
} as const;

/** A stretch of a thread that does not reach its end. */
export interface ThreadWindow {
  entries: AgentEntry[];
  earlier: boolean;
  later: boolean;
}

export interface Viewer {
  id: UserId;
  name: string;
}

export interface ConversationViewers {
  conversationId: ConversationId;
  /** everybody who has it in front of them, on any page of theirs */
  viewers: Viewer[];
}

export interface ThreadAnswers extends MatchAnswers, AddressAnswers {
  /** the newest entries; `window` when what was asked for lies far before them */
  'conversation:open': ThreadSnapshot<AgentEntry, AgentConversation> & { window?: ThreadWindow };
  'entries:page': ThreadWindow;
  'note:edit': null;
  'note:delete': null;
  /** oldest first */
  'note:versions': { at: number; text: string }[];
  'view:set': Viewer[];
  'viewers:list': ConversationViewers[];
  /** `trail`: pages of the customer's visit, oldest first */
  'customer:read': { card: CustomerCard; trail: PageVisit[] };
  'customer:change': CustomerCard;
  /** newest first */
  'customer:history': CustomerHistoryEntry[];
  'customer:conversations': { conversations: PreviousConversation[]; next: string | null };
  'customer:entries': { entries: AgentEntry[]; earlier: boolean };
  'customer:merge-preview': MergePreview;
  'customer:merge': { mergeId: MergeId; card: CustomerCard };
  'customer:unmerge': CustomerCard;
}

export interface ThreadFacts {
  'viewers:changed': (fact: ConversationViewers) => void;
  /** to everybody who has a conversation of this customer open, once for each: since a merge it may be another one's */
  'customer:changed': (fact: { card: CustomerCard; conversationId: ConversationId }) => void;
  /** the customer has moved to another page */
  'customer:visited': (fact: { conversationId: ConversationId; customerId: CustomerId; page: PageVisit }) => void;
}
