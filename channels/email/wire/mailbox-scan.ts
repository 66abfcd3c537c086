/** One look through a mailbox: everything above the cursor is handed over, and the cursor follows what has become durable. */
import type { MailboxConnection, MailHead } from './mailbox-connection.ts';
import { advance, type KeptCursor, type MailboxCursor } from './mailbox-cursor.ts';
import { NotKept } from './mailbox-status.ts';
import type { ArrivedMail, Take } from './model.ts';

export interface ScanOptions {
  mailboxId: string;
  take: Take;
  /** at the first connection: mails since then are brought in; null: none of those that are there */
  importSince: number | null;
  /** bytes; larger mails come as their headers and text */
  maxSize: number;
  now(): number;
  /** after each batch */
  onProgress(progress: { taken: number; backlog: { done: number; total: number } | null }): void;
}

const BATCH = 50;
const BATCH_BYTES = 16 * 1024 * 1024;
const CONCURRENCY = 4;
/** After so many attempts a mail is handed over unread. */
const MAX_ATTEMPTS = 3;
/** After so many breaks of the line within a mail only its headers and text are fetched; after the last nothing of it. */
const MAX_DROPS = 8;
const LAST_DROP = 12;

/** An error of `take` with `isTemporary: true` says nothing against the mail: the database is away, say. */
const isTemporary = (error: unknown) => (error as { isTemporary?: unknown } | null)?.isTemporary === true;

/**
 * @throws NotKept when a mail could not be kept: the others are, and the scan is to be repeated
 * @throws whatever the connection or the cursor throws
 */
export async function scanMailbox(
  connection: MailboxConnection,
  kept: KeptCursor,
  options: ScanOptions,
  signal: AbortSignal,
): Promise<void> {
  const { mailboxId, take, maxSize, now, onProgress } = options;
  await startCursor(connection, kept, options);
  const since = read(kept).backlog;
  // In two steps: `since` holds for what was there at first, never for what has come later.
  const old = since ? await connection.list(read(kept).lastUid, since.since) : [];
  const imported = since ? old.filter((uid) => uid <= since.until) : [];
  const all = await connection.list(Math.max(read(kept).lastUid, since?.until ?? 0), null);
  const uids = [...imported, ...all.filter((uid) => uid > (since?.until ?? read(kept).lastUid))];
  const done = new Set<number>();
  /** those whose failure says nothing against them */
  const forgiven = new Set<number>();
  let failure: unknown = null;

  if (since && imported.length === 0) await kept.write({ ...read(kept), lastUid: since.until, backlog: null });

  for (const batch of listBatches(uids, read(kept))) {
    signal.throwIfAborted();
    await kept.write(countAttempt(read(kept), batch));
    try {
      await takeBatch(batch);
      signal.throwIfAborted();
      await connection.settle(batch.filter((uid) => done.has(uid)));
    } catch (error) {
      // The line broke, or our time is over: nothing of that is the mails' fault.
      const left = batch.filter((uid) => !done.has(uid));
      const cursor = signal.aborted ? forgive(read(kept), left) : blameLine(forgive(read(kept), left), left);
      await kept.write(advance(cursor, uids, (uid) => done.has(uid))).catch(() => {});
      throw error;
    }
    const isHopeless = batch.length > 1 && !batch.some((uid) => done.has(uid));
    for (const uid of isHopeless ? batch : []) forgiven.add(uid);
    const cursor = forgive(read(kept), [...forgiven]);
    forgiven.clear();
    await kept.write(advance(cursor, uids, (uid) => done.has(uid)));
    // Nothing of a whole batch could be kept: the trouble is with the keeper, and the rest would fare no better.
    if (failure && (isHopeless || isTemporary(failure))) break;
    onProgress({
      taken: batch.length,
      backlog: since ? { done: imported.filter((uid) => done.has(uid)).length, total: imported.length } : null,
    });
  }
  if (failure) throw new NotKept(failure);

  async function takeBatch(batch: readonly number[]): Promise<void> {
    const heads = await connection.heads(batch);
    const there = new Set(heads.map(({ uid }) => uid));
    for (const uid of batch) if (!there.has(uid)) done.add(uid);
    for (const group of groupBySize(heads, maxSize)) {
      signal.throwIfAborted();
      const isWhole = ({ uid, size }: MailHead) => size <= maxSize && (read(kept).drops[uid] ?? 0) < MAX_DROPS;
      const bodies = await connection.fetch(group.filter(isWhole).map(({ uid }) => uid));
      await inParallel(group, (head) => takeOne(head, bodies.get(head.uid) ?? null));
    }
  }

  async function takeOne(head: MailHead, body: Buffer | null): Promise<void> {
    if (signal.aborted) return;
    const mail = await readMail(head, body);
    if (!mail) return void done.add(head.uid);
    try {
      await take(mail);
      done.add(head.uid);
    } catch (error) {
      failure = error;
      if (isTemporary(error)) forgiven.add(head.uid);
    }
  }

  /** null when it is gone */
  async function readMail({ uid, size, at }: MailHead, body: Buffer | null): Promise<ArrivedMail | null> {
    const tried = (read(kept).attempts[uid] ?? 1) - 1;
    const isLarge = size > maxSize;
    const drops = read(kept).drops[uid] ?? 0;
    const isReduced = isLarge || drops >= MAX_DROPS;
    const raw = drops >= LAST_DROP ? Buffer.alloc(0) : isReduced ? await connection.fetchEssence(uid) : body;
    if (!raw) return null;
    return {
      raw,
      envelope: null,
      at: at || now(),
      via: 'imap',
      mailboxId,
      key: `imap:${read(kept).uidValidity}:${uid}`,
      ...(isReduced && { oversize: { size } }),
      ...((tried >= MAX_ATTEMPTS || drops >= LAST_DROP) && { unparsed: true }),
    };
  }
}

async function startCursor(connection: MailboxConnection, kept: KeptCursor, options: ScanOptions): Promise<void> {
  const { uidValidity, uidNext } = connection;
  const cursor = kept.read();
  if (cursor?.uidValidity === uidValidity) return;
  // Another UIDVALIDITY: every uid means another mail now. All is read again, and what is known already is seen to be.
  const since = cursor ? 0 : options.importSince;
  const until = uidNext - 1;
  await kept.write(
    since === null || until < 1
      ? { uidValidity, lastUid: until, attempts: {}, drops: {}, backlog: null }
      : {
          uidValidity,
          lastUid: 0,
          attempts: {},
          drops: {},
          backlog: { until, since: Math.max(since, options.importSince ?? 0) },
        },
  );
}

function read(kept: KeptCursor): MailboxCursor {
  const cursor = kept.read();
  if (!cursor) throw new Error('The cursor was not begun.');
  return cursor;
}

/** Mails that were begun before come last and one by one, so that each is blamed for itself and holds up no other. */
function listBatches(uids: readonly number[], { attempts, drops }: MailboxCursor): number[][] {
  const isBegun = (uid: number) => Boolean(attempts[uid] || drops[uid]);
  const fresh = uids.filter((uid) => !isBegun(uid));
  const batches: number[][] = [];
  for (let at = 0; at < fresh.length; at += BATCH) batches.push(fresh.slice(at, at + BATCH));
  return [...batches, ...uids.filter(isBegun).map((uid) => [uid])];
}

function countAttempt(cursor: MailboxCursor, batch: readonly number[]): MailboxCursor {
  const attempts = { ...cursor.attempts };
  for (const uid of batch) attempts[uid] = (attempts[uid] ?? 0) + 1;
  return { ...cursor, attempts };
}

function forgive(cursor: MailboxCursor, uids: readonly number[]): MailboxCursor {
  const attempts = { ...cursor.attempts };
  for (const uid of uids) attempts[uid] = Math.max((attempts[uid] ?? 1) - 1, 0);
  return { ...cursor, attempts };
}

function blameLine(cursor: MailboxCursor, uids: readonly number[]): MailboxCursor {
  const drops = { ...cursor.drops };
  for (const uid of uids) drops[uid] = (drops[uid] ?? 0) + 1;
  return { ...cursor, drops };
}

function groupBySize(heads: readonly MailHead[], maxSize: number): MailHead[][] {
  const groups: MailHead[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const head of heads) {
    const size = head.size > maxSize ? 0 : head.size;
    if (bytes + size > BATCH_BYTES) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push(head);
    bytes += size;
  }
  return groups;
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const workers = Array.from({ length: CONCURRENCY }, async () => {
    for (const item of left) await work(item);
  });
  // All of them end before the first error is passed on: nobody writes behind the reader's back.
  const settled = await Promise.allSettled(workers);
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
}
