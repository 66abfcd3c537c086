/** Branded identifiers: 26-character ULIDs, so that ids sort by time and cannot be mixed up. */
import { z } from 'zod';

declare const brand: unique symbol;
export type Id<Name extends string> = string & { readonly [brand]: Name };

export type CustomerId = Id<'customer'>;
export type CustomerNoteId = Id<'customer-note'>;
export type IdentityId = Id<'identity'>;
export type ConversationId = Id<'conversation'>;
export type EntryId = Id<'entry'>;
export type WorkItemId = Id<'work-item'>;
export type OfferId = Id<'offer'>;
export type InboxId = Id<'inbox'>;
export type QueueId = Id<'queue'>;
export type TeamId = Id<'team'>;
export type CalendarId = Id<'calendar'>;
export type UserId = Id<'user'>;
export type SessionId = Id<'session'>;
export type FileId = Id<'file'>;
export type TagId = Id<'tag'>;
export type DispositionId = Id<'disposition'>;
export type PresenceReasonId = Id<'presence-reason'>;
export type CannedReplyId = Id<'canned-reply'>;
export type MacroId = Id<'macro'>;
export type AttributeId = Id<'attribute'>;
export type RoleId = Id<'role'>;
export type NoticeId = Id<'notice'>;
/** one phone or web call, from its first ring to its wrap-up */
export type CallId = Id<'call'>;
/** one party of a call */
export type LegId = Id<'leg'>;
export type PlacementId = Id<'placement'>;
/** two customers who became one */
export type MergeId = Id<'merge'>;

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Parses an id of the given noun; anything that is not a ULID is refused. */
export function idSchema<T extends string>() {
  return z.string().regex(ULID, 'not an id') as unknown as z.ZodType<T, string>;
}

/** A sender's own id for one send: 8 to 64 characters of A–Z, a–z, 0–9, - and _. */
export const clientIdSchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, 'not a client id');
