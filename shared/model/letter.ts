/** Letters: messages with a subject, addresses and a rich body, as mail carries them. Times in ms since 1970. */
import { z } from 'zod';
import { limits } from '../limits.ts';
import type { EntryPlace } from '../placements.ts';
import type { EntryId, FileId } from './ids.ts';

/** `address` has a lower-case domain; `name` is what a stranger calls themselves. */
export interface Address {
  name: string;
  address: string;
}

/** What wrote it, when that was no person. */
export const automaticKinds = [
  'bounce',
  'auto-reply',
  'auto-generated',
  'list',
  'calendar',
  'receipt',
  'feedback',
] as const;
export type AutomaticKind = (typeof automaticKinds)[number];

/**
 * What is known of who sent it. `pass`: the sender's domain vouches for it. `weak`: it is signed or came from the right place, and the domain has
 * no policy. `arc`: a forwarder that is trusted vouches. `none`: nobody says anything. `fail`: the domain says it is not theirs. `local`: handed to
 * the built-in listener, unchecked.
 */
export const senderVerdicts = ['pass', 'weak', 'arc', 'none', 'fail', 'local'] as const;
export type SenderVerdict = (typeof senderVerdicts)[number];

/** What whoever answers should look at first. */
export const letterWarnings = [
  /** answers would go to another domain than it came from */
  'reply-to-elsewhere',
  /** the name holds an address that is not the sender's */
  'name-imitates',
  'several-senders',
  /** letters of several scripts in one domain */
  'lookalike-domain',
  /** it continues a conversation in which this address had not written before */
  'new-sender',
  /** another letter came before under the same Message-ID */
  'reused-id',
] as const;
export type LetterWarning = (typeof letterWarnings)[number];

/** An invitation, as far as it can be read. */
export interface Invitation {
  method: string;
  title: string;
  start: number | null;
  end: number | null;
  /** a day rather than a moment */
  allDay: boolean;
  timeZone: string | null;
  place: string | null;
  organizer: Address | null;
  attendees: Address[];
  /** RFC 5545, such as FREQ=WEEKLY;BYDAY=MO */
  recurrence: string | null;
}

export interface Letter {
  subject: string;
  from: Address | null;
  to: Address[];
  cc: Address[];
  /** of those that were sent: only the team knows */
  bcc?: Address[];
  replyTo?: Address[];
  /** the part of the text that repeats earlier letters: folded, never left out */
  quoted?: string;
  /** its cleaned HTML, as a file; null: text only */
  html: FileId | null;
  /** pictures that stand in it, as files */
  pictures?: FileId[];
  /** all of it as it came or went, as a file */
  source: FileId | null;
  /** of one by which a conversation of another kind goes on: what the team said after this seq goes along with it */
  since?: number;
  /** of those that came in */
  received?: {
    verdict: SenderVerdict;
    /** null: a person wrote it */
    automatic: AutomaticKind | null;
    warnings: LetterWarning[];
    /** from the address that is proven to be the customer's, and proven to come from there */
    own?: true;
    /** who wrote what was forwarded; only their own words say so */
    forwardedFrom?: Address;
    invitation?: Invitation;
    /** it cannot be read without its recipient's key */
    encrypted?: 'pgp' | 'smime';
    /** it could not be read; only its headers are shown, and the source is kept */
    unreadable?: true;
    /** bytes of all of it, where that was too much to fetch: headers and text are here, the rest is in the mailbox */
    oversize?: number;
    /** parts beyond what is kept */
    dropped?: number;
    /** the text is longer than what is shown; all of it is in the source */
    cut?: true;
  };
}

/** What has not reached its recipients, or is not known to have. What is not listed was taken by the other side. */
export interface Delivery {
  entryId: EntryId;
  /** where it stands, which may be elsewhere than it is read */
  place?: EntryPlace;
  /** `queued`: not tried yet. `retrying`: refused for now. `unknown`: the other side may have it. `bounced`: taken and returned. */
  state: 'queued' | 'retrying' | 'failed' | 'unknown' | 'bounced';
  /** a word of ours for why, and the other side's own */
  code?: DeliveryCode;
  detail?: string;
  /** whom it did not reach, where it reached others */
  recipients?: string[];
  at: number;
  /** when it is tried again; null when it is not */
  nextAt: number | null;
}

export const deliveryCodes = [
  'no-such-address',
  'mailbox-full',
  'refused-as-spam',
  'too-large',
  'not-now',
  'unreachable',
  'sign-in-refused',
  'not-secure',
  'timed-out',
  'recipients-refused',
  /** they asked for no more */
  'opted-out',
  /** nothing may be sent until they write again */
  'too-late',
  'other',
] as const;
export type DeliveryCode = (typeof deliveryCodes)[number];

const address = z.object({
  name: z.string().max(limits.name).default(''),
  // Also names of this machine, as in support@localhost, and letters of every script (RFC 6531).
  address: z.email({ pattern: z.regexes.unicodeEmail }).max(254),
});
const addresses = z.array(address).max(limits.recipients).default([]);

/** What is being written. A draft may still lack a recipient; what is sent has one. */
export const letterDraftSchema = z.object({
  subject: z.string().trim().max(limits.subject),
  to: addresses,
  cc: addresses,
  bcc: addresses,
  /** as the composer made it; the server keeps only what a letter may hold */
  html: z.string().max(limits.letterHtml),
});
export type LetterDraft = z.output<typeof letterDraftSchema>;

export const letterSchema = letterDraftSchema.refine(
  ({ to, cc, bcc }) => to.length > 0 && to.length + cc.length + bcc.length <= limits.recipients,
  { path: ['to'], message: `between 1 and ${limits.recipients} recipients` },
);
