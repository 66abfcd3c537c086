/** Customers who may be one person, and why. */
import { z } from 'zod';
import { type ConversationId, type CustomerId, idSchema } from './ids.ts';

/** `value`: what both have, or what the one has that is like the other's; `field`: an attribute's id. */
export interface MatchReason {
  kind: 'email' | 'phone' | 'name' | 'similar-name' | 'mailbox' | 'attribute';
  value: string;
  field?: string;
}

/** Suggested, never done by itself. */
export interface CustomerMatch {
  customerId: CustomerId;
  /** one of theirs, by which they are merged or told apart */
  conversationId: ConversationId;
  name: string;
  /** between 0 and 1 */
  score: number;
  /** the strongest first */
  reasons: MatchReason[];
}

const conversationId = idSchema<ConversationId>();

export const matchRequests = {
  'customer:matches': z.object({ conversationId }),
  /** They are not one person: never suggested again. */
  'customer:distinguish': z.object({ conversationId, other: conversationId }),
} as const;

export interface MatchAnswers {
  /** the likeliest first */
  'customer:matches': CustomerMatch[];
  'customer:distinguish': null;
}
