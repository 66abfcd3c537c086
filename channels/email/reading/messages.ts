/** What the thread that reads large mails and the server say to each other: plain data, for it is copied. */
import type { Envelope } from '../model.ts';
import type { MailReading, ReadOptions } from '../read-mail.ts';
import type { ThreadHints } from '../thread-hints.ts';

/** What is asked of the server while a mail is read. */
export type Question =
  | { kind: 'said'; hints: ThreadHints }
  /** a name, as for `dns.promises.resolve` */
  | { kind: 'resolve'; name: string; type: string };

export type ToThread =
  | {
      type: 'read';
      raw: Uint8Array;
      envelope: Envelope | null;
      options: Omit<ReadOptions, 'resolver' | 'lastOutgoing' | 'cid'>;
    }
  | { type: 'answer'; to: number; value: unknown }
  | { type: 'refusal'; to: number; code: string | undefined; message: string };

export type FromThread =
  | { type: 'ask'; number: number; question: Question }
  | { type: 'done'; reading: MailReading }
  | { type: 'failed'; message: string };
