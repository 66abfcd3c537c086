/** Customers who may be one person, and why. */
import { z } from 'zod';
import { type ConversationId, type CustomerId, idSchema } from './ids.ts';

/** `value`: what both have, or what the one has that is like the other's; `field`: an attribute's id. */
export interface MatchReason {
  kind: 'email' | 'phone' | 'name' | 'similar-name' | 'mailbox' | 'attribute';
  value: string;
  field?: string;
}

/** Somebody, with what tells two people of one name apart. */
export interface Somebody {
  customerId: CustomerId;
  /** their newest that one may serve; null: they have none at all, as whoever was imported */
  conversationId: ConversationId | null;
  name: string;
  /** what people reach them by first, without what means nothing to people */
  address: string | null;
  channel: string | null;
  /** when anything was said in that conversation, ms since 1970 */
  lastAt: number | null;
}

/** Suggested, never done by itself. */
export interface CustomerMatch extends Somebody {
  /** between 0 and 1 */
  score: number;
  /** the strongest first */
  reasons: MatchReason[];
}

/** Two customers who are probably one, the first by one of their conversations. */
export interface Duplicate {
  key: string;
  mine: Somebody & { conversationId: ConversationId };
  theirs: Somebody;
  score: number;
  reasons: MatchReason[];
}

const conversationId = idSchema<ConversationId>();

/** Another customer: by a conversation of theirs, which is what one may or may not see; who has none by themselves, for whoever reaches everybody. */
export const otherCustomer = z.union([conversationId, z.object({ customerId: idSchema<CustomerId>() })]);
export type OtherCustomer = z.output<typeof otherCustomer>;

export const matchRequests = {
  'customer:matches': z.object({ conversationId }),
  /** They are not one person: never suggested again. */
  'customer:distinguish': z.object({ conversationId, other: otherCustomer }),
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
