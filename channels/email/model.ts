/** The words of the email channel: what a raw mail is read into. Plain data, no bytes of it shown to anyone before it is cleaned. */
import type { ConversationId, EntryId } from '../../shared/model/ids.ts';

/** The domain is lower case and in ASCII; the local part is kept as written and compared without case (`addressKey`). */
export interface MailAddress {
  name: string;
  address: string;
}

/** What the SMTP dialogue said, which the headers need not repeat; null when the mail was read over IMAP. */
export interface Envelope {
  /** '' is the null sender of bounces */
  mailFrom: string;
  rcptTo: string[];
  remoteAddress?: string;
  helo?: string;
}

export interface MailPart {
  /** safe to show and to offer as a file name; never empty */
  name: string;
  /** media type, lower case, without parameters */
  type: string;
  bytes: Buffer;
  /** Content-ID without its angle brackets */
  cid: string | null;
  inline: boolean;
}

export type MailKind =
  | 'person'
  | 'bounce'
  | 'auto-reply'
  | 'auto-generated'
  | 'list'
  | 'calendar'
  | 'receipt'
  | 'feedback';

export interface ParsedMail {
  /** with angle brackets, as it is written in References */
  messageId: string | null;
  /** equal for two deliveries of one mail: its Message-ID, or a hash of what does not change on the way */
  dedupeKey: string;
  /** hash of sender, subject and content: differs where a Message-ID was used twice for two mails */
  contentHash: string;
  /** ids with angle brackets, oldest first as in the header */
  inReplyTo: string[];
  references: string[];
  /** decoded, one line; '' when there is none */
  subject: string;
  /** the first of `fromAll` */
  from: MailAddress | null;
  fromAll: MailAddress[];
  sender: MailAddress | null;
  replyTo: MailAddress[];
  to: MailAddress[];
  cc: MailAddress[];
  /** addresses it was delivered to by the word of headers that receivers add, lower case */
  deliveredTo: string[];
  /** ms since 1970 by the sender's clock: for display only; null when absent or nonsense */
  date: number | null;
  text: string;
  /** as the sender wrote it, not cleaned */
  html: string | null;
  /** true when text or html were longer than is kept */
  cut: boolean;
  parts: MailPart[];
  /** attachments beyond those kept; the raw mail still has them */
  dropped: number;
  /** lower-case name → values in the order of the mail (newest hop first), unfolded, not decoded */
  headers: ReadonlyMap<string, string[]>;
  /** in plain words what could not be read; null when all was */
  problem: string | null;
  encrypted: 'pgp' | 'smime' | null;
  signed: 'pgp' | 'smime' | null;
}

/** A message of ours that an id names. */
export interface OwnMessage {
  conversationId: ConversationId;
  entryId: EntryId;
}
