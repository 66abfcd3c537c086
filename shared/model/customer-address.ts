/** Addresses that the team writes down by hand, and takes away again. */
import { z } from 'zod';
import type { CustomerCard } from './customer.ts';
import { type ConversationId, idSchema } from './ids.ts';

const conversationId = idSchema<ConversationId>();

export const addressRequests = {
  /** `country`: ISO 3166, of a phone number that is written without one */
  'customer:address-add': z.object({
    conversationId,
    kind: z.enum(['email', 'phone']),
    value: z.string().trim().min(1).max(254),
    country: z.string().regex(/^[A-Z]{2}$/),
  }),
  /** `key` as the card names it */
  'customer:address-remove': z.object({ conversationId, key: z.string().min(1).max(300) }),
} as const;

/** `taken`: somebody else has it, and nothing was written down; `other`: by which they can be merged, null where one may not see them. */
export type AddressAdded =
  | { kind: 'added'; card: CustomerCard }
  | { kind: 'taken'; other: { conversationId: ConversationId; name: string } | null };

export interface AddressAnswers {
  'customer:address-add': AddressAdded;
  'customer:address-remove': CustomerCard;
}
