/** What is known of a customer, as people inside see it and change it. Times in ms since 1970. */
import { z } from 'zod';
import { limits } from '../limits.ts';
import type { Outcome } from './conversation.ts';
import type { CustomerMerge } from './customer-merge.ts';
import {
  type AttributeId,
  type ConversationId,
  type CustomerId,
  type CustomerNoteId,
  clientIdSchema,
  type InboxId,
  idSchema,
  type TagId,
  type UserId,
} from './ids.ts';
import type { ImportId } from './import.ts';
import { standardFields } from './standard-attributes.ts';

/** A date is written 2026-11-22. */
export type AttributeValue = string | number | boolean;

/** One address the customer is reached by. */
export interface CustomerIdentity {
  key: string;
  kind: 'visitor' | 'email' | 'phone' | 'external';
  /** empty for a visitor's browser, whose value means nothing to people */
  value: string;
  /** how it is known to be theirs; null: only they say so */
  proof: 'session' | 'identity-jwt' | 'identity-hmac' | 'address' | 'mailed-code' | null;
  verified: boolean;
  /** since when it is known as theirs; null when nobody noted it down */
  since: number | null;
  /** of the team who wrote it down; null: it came by itself */
  byName: string | null;
  state: 'reachable' | 'soft-failing' | 'unreachable';
  /** null: it can be reached, or nobody noted it down */
  unreachableSince: number | null;
}

export interface CustomerNote {
  id: CustomerNoteId;
  byId: UserId;
  byName: string;
  at: number;
  editedAt: number | null;
  text: string;
}

/** A page they looked at, as their browser named it: only ever shown as text. */
export interface PageVisit {
  url: string;
  title: string;
  at: number;
}

export interface CustomerCard {
  id: CustomerId;
  /** raised by every change; an older card is dropped */
  rev: number;
  /** null: nobody has said it, and conversations show a made-up one */
  name: string | null;
  createdAt: number;
  identities: CustomerIdentity[];
  tagIds: TagId[];
  attributes: Record<AttributeId, AttributeValue>;
  notes: CustomerNote[];
  /** whoever became part of this customer, the newest first; each can be undone */
  merges: CustomerMerge[];
  /** since when none of their addresses could be reached; null: one can, or they have none */
  archivedAt: number | null;
  /** nothing is known of them any more, and what was said is gone */
  isErased: boolean;
  /** they have more than one conversation: there is a history to read */
  hasOthers: boolean;
}

/** What was changed, by whom: `field` is name, address, tags, note, merge or an attribute's id. Values are null where there is or was none. */
export interface CustomerHistoryEntry {
  at: number;
  byName: string;
  field: string;
  before: string | null;
  after: string | null;
  /** where it came from when no person changed it by hand */
  source?: 'import' | 'import-undone' | 'form' | 'chat' | 'mail' | 'website';
  importId?: ImportId;
}

/** One of the customer's other conversations; `locked`: somebody else's, of which only channel and date are told. */
export type PreviousConversation =
  | {
      kind: 'open-to-you';
      id: ConversationId;
      number: number;
      inboxId: InboxId;
      channel: string;
      status: 'open' | 'closed';
      createdAt: number;
      lastAt: number;
      ownerName: string | null;
      outcome: Outcome | null;
      preview: string | null;
      /** whether it may also be opened as a conversation of one's own lists */
      mayVisit: boolean;
    }
  | { kind: 'locked'; key: string; channel: string; createdAt: number };

const attributeValue = z.union([z.string().max(limits.attributeText), z.number(), z.boolean()]);
const noteText = z.string().trim().min(1).max(limits.customerNote);

/** One that the admin defined, or one of those that every workspace has. */
const attributeIdSchema = z.union([
  idSchema<AttributeId>(),
  z.enum(standardFields).transform((field) => field as string as AttributeId),
]);

export const customerChangeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('name'), name: z.string().trim().min(1).max(limits.name) }),
  z.object({
    type: z.literal('attribute'),
    attributeId: attributeIdSchema,
    /** null takes it away */
    value: attributeValue.nullable(),
  }),
  z.object({
    type: z.literal('tags'),
    add: z.array(idSchema<TagId>()).max(20).default([]),
    remove: z.array(idSchema<TagId>()).max(20).default([]),
  }),
  z.object({ type: z.literal('note-added'), clientId: clientIdSchema, text: noteText }),
  z.object({ type: z.literal('note-edited'), noteId: idSchema<CustomerNoteId>(), text: noteText }),
  z.object({ type: z.literal('note-removed'), noteId: idSchema<CustomerNoteId>() }),
]);
export type CustomerChange = z.output<typeof customerChangeSchema>;
