/** Addresses that the team writes down by hand, and takes away again. */
import { z } from 'zod';
import type { CustomerCard } from './customer.ts';
import { type ConversationId, type IdentityId, idSchema } from './ids.ts';

const conversationId = idSchema<ConversationId>();

export const addressRequests = {
  /** `country`: ISO 3166, of a phone number that is written without one */
  'customer:address-add': z.object({
    conversationId,
    kind: z.enum(['email', 'phone']),
    value: z.string().trim().min(1).max(254),
    country: z.string().regex(/^[A-Z]{2}$/),
    /** of a number that somebody else has: both use it */
    shared: z.boolean().default(false),
  }),
  /** `key` as the card names it */
  'customer:address-remove': z.object({ conversationId, key: z.string().min(1).max(300) }),
  /** whose conversation it is, where its number is used by several customers */
  'customer:number': z.object({ conversationId }),
  'customer:number-choose': z.object({
    conversationId,
    choice: z.union([idSchema<IdentityId>(), z.enum(['somebody-else', 'nobody'])]),
  }),
} as const;

/** One who uses the number; `lastAt`: last heard of, as far as one may see it. */
export interface NumberOwner {
  key: IdentityId;
  name: string;
  /** ms since 1970 */
  lastAt: number | null;
}

export interface NumberQuestion {
  number: string;
  owners: NumberOwner[];
  /** null: nobody has said yet whose it is */
  chosen: { name: string; byName: string } | null;
}

/** `taken`: somebody else has it, and nothing was written down; `other`: by which they can be merged, null where one may not see them. */
export type AddressAdded =
  | { kind: 'added'; card: CustomerCard }
  | { kind: 'taken'; other: { conversationId: ConversationId; name: string } | null };

export interface AddressAnswers {
  'customer:address-add': AddressAdded;
  'customer:address-remove': CustomerCard;
  'customer:number': NumberQuestion | null;
  'customer:number-choose': NumberQuestion | null;
}
