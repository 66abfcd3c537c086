/** What the wire half of email speaks of: mails as bytes with an envelope, and what it means to have taken one. */

/** How a mail travelled, as the protocol told it (RFC 5321); who may be believed is judged elsewhere. */
export interface Envelope {
  /** '' for the null sender of bounces */
  mailFrom: string;
  rcptTo: string[];
  remoteAddress?: string;
  helo?: string;
}

/** A mail as it reached us: the bytes are untouched, no header is added. */
export interface ArrivedMail {
  raw: Buffer;
  /** null when it was read from a mailbox: IMAP keeps no envelope */
  envelope: Envelope | null;
  /** ms since 1970: when it reached us, or the mailbox it was read from */
  at: number;
  via: 'listener' | 'imap';
  mailboxId: string;
  /** the same arrival gives the same key, also after a crash: `take` is idempotent by (mailboxId, key) */
  key: string;
  /** larger than the limit: `raw` is its headers and what could be had of its text, `size` what it measures whole */
  oversize?: { size: number };
  /** `take` failed with it so often that it is handed over for the last time: keep it as it is, read nothing */
  unparsed?: boolean;
}

/** Resolves when the mail is durable; only then is it acknowledged (250, or the cursor moves on). */
export type Take = (mail: ArrivedMail) => Promise<void>;

/** The smallest of logs, as a channel's context has it. */
export interface WireLog {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
}
