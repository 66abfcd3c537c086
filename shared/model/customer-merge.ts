/** Two customers who turned out to be one person: what would become of their values, and what was done. */
import { z } from 'zod';
import type { AttributeValue } from './customer.ts';
import { otherCustomer } from './customer-match.ts';
import { type ConversationId, type CustomerId, clientIdSchema, idSchema, type MergeId } from './ids.ts';

/** A value that both have, and not the same. */
export interface MergeConflict {
  /** `name` or an attribute's id */
  field: string;
  /** of the customer who goes on */
  mine: AttributeValue;
  theirs: AttributeValue;
  /** whose the team changed last; where it changed neither, the one of the customer who goes on */
  preferred: 'mine' | 'theirs';
}

/** One of two customers, as a preview shows them. */
export interface MergeSide {
  id: CustomerId;
  /** a change of either in between makes the preview outdated */
  rev: number;
  name: string;
  createdAt: number;
  /** what people reach them by, without what means nothing to people */
  addresses: string[];
  conversations: number;
}

export interface MergePreview {
  mine: MergeSide;
  theirs: MergeSide;
  conflicts: MergeConflict[];
}

/** That another customer became part of this one; as long as it stands, it can be undone. */
export interface CustomerMerge {
  id: MergeId;
  /** how the one who was merged was called */
  name: string;
  byName: string;
  /** ms since 1970 */
  at: number;
}

const conversationId = idSchema<ConversationId>();
const rev = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const mergeRequests = {
  'customer:merge-preview': z.object({ conversationId, other: otherCustomer }),
  /** The customer of `other` becomes part of this one. `takes`: fields of which theirs is the value from now on. */
  'customer:merge': z.object({
    conversationId,
    clientId: clientIdSchema,
    other: otherCustomer,
    takes: z.array(z.string().min(1).max(40)).max(300),
    /** as the preview told them */
    seen: z.object({ mine: rev, theirs: rev }),
  }),
  /** At any later time, whatever was merged or undone since. */
  'customer:unmerge': z.object({ conversationId, mergeId: idSchema<MergeId>() }),
} as const;
