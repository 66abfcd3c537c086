/** How far a mailbox has been read, kept so that a crash at any moment neither loses a mail nor skips one (channels.md C.8). */

export interface MailboxCursor {
  /** UIDs mean something only under the same one (RFC 3501 §2.3.1.1) */
  uidValidity: string;
  /** every mail up to here is durable */
  lastUid: number;
  /** mails above `lastUid` that were begun, and how often: a mail that kills its reader counts, too */
  attempts: Record<string, number>;
  /** mails within which the line broke, and how often: each of these is fetched by itself, after the others */
  drops: Record<string, number>;
  /** up to this uid only mails since then are brought in; null once that is done */
  backlog: { until: number; since: number } | null;
}

/** Keyed state with compare-and-set, as a channel's context has it. */
export interface CursorState {
  get<T>(key: string): Promise<{ value: T; version: number } | null>;
  put<T>(key: string, value: T, expected: number | null): Promise<boolean>;
}

/** Somebody else moved the cursor: another reader has taken over. */
export class CursorMoved extends Error {
  constructor() {
    super('Another reader has moved the cursor.');
    this.name = 'CursorMoved';
  }
}

export interface KeptCursor {
  read(): MailboxCursor | null;
  /** @throws CursorMoved */
  write(next: MailboxCursor): Promise<void>;
}

export async function loadCursor(state: CursorState, mailboxId: string): Promise<KeptCursor> {
  const key = `cursor:${mailboxId}`;
  const kept = await state.get<MailboxCursor>(key);
  let value = kept?.value ?? null;
  let version = kept?.version ?? null;
  return {
    read: () => value,
    async write(next) {
      if (!(await state.put(key, next, version))) throw new CursorMoved();
      value = next;
      // The version is the store's to choose, so it is asked for rather than guessed.
      version = (await state.get<MailboxCursor>(key))?.version ?? null;
    },
  };
}

/** The cursor after some of `uids` (ascending) became durable: it passes no mail that did not. */
export function advance(
  cursor: MailboxCursor,
  uids: readonly number[],
  isDone: (uid: number) => boolean,
): MailboxCursor {
  const stuck = uids.find((uid) => !isDone(uid));
  const passed =
    stuck === undefined ? (uids.at(-1) ?? cursor.lastUid) : (uids[uids.indexOf(stuck) - 1] ?? cursor.lastUid);
  const lastUid = Math.max(cursor.lastUid, passed);
  const stillAbove = (counts: Record<string, number>) =>
    Object.fromEntries(Object.entries(counts).filter(([uid]) => Number(uid) > lastUid && !isDone(Number(uid))));
  const backlog = cursor.backlog && lastUid < cursor.backlog.until ? cursor.backlog : null;
  return { ...cursor, lastUid, attempts: stillAbove(cursor.attempts), drops: stillAbove(cursor.drops), backlog };
}
