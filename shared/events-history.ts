/** Socket events of reading the whole history of a customer; events.ts takes them in. */
import { z } from 'zod';
import { entryKinds, type HistoryKey } from './history.ts';
import { limits } from './limits.ts';
import type { PreviousConversation } from './model/customer.ts';
import type { AgentEntry } from './model/entry.ts';
import { type ConversationId, idSchema } from './model/ids.ts';
import type { Delivery } from './model/letter.ts';
import type { Placement } from './model/placement.ts';

const conversationId = idSchema<ConversationId>();
const seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const at = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** Only ever compared with, so that it tells nobody whether there is such an entry. */
const key = z.object({ at, of: z.union([conversationId, z.literal('' as ConversationId)]), seq });

export const historyRequests = {
  /** Told `history:grew` from then on, until another one is followed; null: none. */
  'history:follow': z.object({ conversationId }),
  'history:leave': z.object({}),
  /** Of all conversations of this one's customer: the newest page, or one before or after a place, or around an entry or a moment. */
  'history:page': z
    .object({
      conversationId,
      before: key.optional(),
      after: key.optional(),
      around: z.union([z.object({ of: conversationId, seq: seq.min(1) }), z.object({ at })]).optional(),
      kinds: z.array(z.enum(entryKinds)).min(1).max(entryKinds.length).optional(),
      channels: z.array(z.string().max(40)).min(1).max(20).optional(),
      files: z.literal(true).optional(),
      limit: z.number().int().min(1).max(limits.syncPage).default(limits.page),
    })
    .refine(
      ({ before, after, around }) => [before, after, around].filter((given) => given !== undefined).length <= 1,
      'one of before, after and around',
    ),
} as const;

/** One of the customer's conversations, as far as its entries need it beside them. */
export interface HistoryConversation {
  id: ConversationId;
  number: number;
  channel: string;
  subject: string | null;
  status: 'open' | 'closed';
  queueName: string | null;
  ownerName: string | null;
  createdAt: number;
  closedAt: number | null;
  lastAt: number;
  /** those that lead out of this history or into it; what was moved within it is read where it stands */
  placements: Placement[];
  deliveries: Delivery[];
  /** whether it may also be opened as a conversation of one's own lists */
  mayVisit: boolean;
}

export type LockedConversation = Extract<PreviousConversation, { kind: 'locked' }>;

export interface HistoryPage {
  /** oldest first */
  entries: AgentEntry[];
  /** those that the entries stand in */
  conversations: HistoryConversation[];
  /** what may not be read, begun in the time that the page covers */
  locked: LockedConversation[];
  /** where to go on at either side; null: nothing is there. A page may be short, or empty, and still go on. */
  earlier: HistoryKey | null;
  later: HistoryKey | null;
}

export interface HistoryAnswers {
  'history:follow': null;
  'history:leave': null;
  'history:page': HistoryPage;
}

export interface HistoryFacts {
  /** Something was written or changed in what is followed; `anew`: what may be read has changed, so all of it is read again. */
  'history:grew': (fact: { anew?: true }) => void;
}
