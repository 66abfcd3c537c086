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

/** Two customers, each by one of their conversations, who are probably one. */
export interface Duplicate {
  key: string;
  mine: Pick<CustomerMatch, 'customerId' | 'conversationId' | 'name'>;
  theirs: Pick<CustomerMatch, 'customerId' | 'conversationId' | 'name'>;
  score: number;
  reasons: MatchReason[];
}

const conversationId = idSchema<ConversationId>();

export const matchRequests = {
  'customer:matches': z.object({ conversationId }),
  /** They are not one person: never suggested again. */
  'customer:distinguish': z.object({ conversationId, other: conversationId }),
  /** Of all customers, as far as one may merge them. */
  'customers:duplicates': z.object({}),
} as const;

export interface MatchAnswers {
  /** the likeliest first */
  'customer:matches': CustomerMatch[];
  'customer:distinguish': null;
  /** the likeliest first, so many as somebody goes through at once */
  'customers:duplicates': Duplicate[];
}
