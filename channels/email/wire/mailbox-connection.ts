/** One open mailbox of an IMAP server, as the reader needs it: whatever speaks the protocol stands behind this. */

export interface MailHead {
  uid: number;
  size: number;
  /** ms since 1970: when the server received it */
  at: number;
}

export interface MailboxConnection {
  readonly uidValidity: string;
  /** the uid that the next mail will get at least */
  readonly uidNext: number;
  /** UIDs above, ascending; with `since` only those received on that day or later */
  list(above: number, since: number | null): Promise<number[]>;
  /** those of them that are still there */
  heads(uids: readonly number[]): Promise<MailHead[]>;
  /** the bytes of those that are still there */
  fetch(uids: readonly number[]): Promise<Map<number, Buffer>>;
  /** the headers of a large mail with its text, as a mail of its own; null when it is gone */
  fetchEssence(uid: number): Promise<Buffer | null>;
  /** marks or moves what is durable now; best effort, repeated after a crash */
  settle(uids: readonly number[]): Promise<void>;
  /** fails when the line is dead */
  check(): Promise<void>;
  /** calls back whenever the server hints at something new */
  onHint(heard: () => void): void;
  /** resolves when it has ended, with the reason where there is one */
  readonly ended: Promise<Error | null>;
  close(): void;
}

export type ConnectMailbox = (signal: AbortSignal) => Promise<MailboxConnection>;
