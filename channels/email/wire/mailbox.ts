/**
 * Reads one mailbox for as long as it may: connects, looks through, waits for a hint or a minute, and comes back after whatever went wrong.
 * The server's hints (IDLE) are never more than that. To be run by one leader per mailbox; two at once repeat each other and lose nothing.
 */
import type { ConnectMailbox } from './mailbox-connection.ts';
import { CursorMoved, type CursorState, loadCursor } from './mailbox-cursor.ts';
import { type ScanOptions, scanMailbox } from './mailbox-scan.ts';
import { type MailboxStatus, readImapFailure } from './mailbox-status.ts';
import type { WireLog } from './model.ts';

export interface MailboxOptions extends Omit<ScanOptions, 'onProgress'> {
  /** a new connection each time */
  connect: ConnectMailbox;
  state: CursorState;
  /** resolves after so long, or when the signal aborts; never rejects */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** 0 ≤ x < 1 */
  chance(): number;
  log: WireLog;
  /** a fresh copy at every change */
  onStatus?(status: MailboxStatus): void;
}

const SCAN_MS = 60_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 5 * 60_000;
const THROTTLED_MS = 60_000;

/** Resolves when the signal aborts, and not before: after a sign-in that was refused it waits without another try. */
export async function readMailbox(options: MailboxOptions, signal: AbortSignal): Promise<void> {
  const { connect, state, pause, chance, now, log, mailboxId, onStatus } = options;
  let status: MailboxStatus = {
    state: 'connecting',
    connectedSince: null,
    lastScanAt: null,
    lastMailAt: null,
    nextTryAt: null,
    error: null,
    backlog: null,
  };
  let failures = 0;

  function tell(change: Partial<MailboxStatus>): void {
    status = { ...status, ...change };
    onStatus?.(status);
  }

  while (!signal.aborted) {
    tell({ state: 'connecting', nextTryAt: null });
    const error: unknown = await readOnce().catch((reason: unknown) => reason);
    if (signal.aborted) break;
    const { code, reason, isFinal } = readImapFailure(error);
    log.warn({ mailboxId, code, reason }, 'a mailbox cannot be read for now');
    const report = { connectedSince: null, error: { code, reason, at: now() } };
    if (isFinal) {
      tell({ ...report, state: 'stopped' });
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      break;
    }
    const longest = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS);
    failures += 1;
    const wait = Math.max(longest * (0.5 + chance() / 2), code === 'throttled' ? THROTTLED_MS : 0);
    tell({ ...report, state: 'waiting', nextTryAt: now() + wait });
    await pause(wait, signal);
  }

  /** Ends with an error, or with the signal. */
  async function readOnce(): Promise<unknown> {
    const connection = await connect(signal);
    const closeNow = () => connection.close();
    signal.addEventListener('abort', closeNow, { once: true });
    try {
      const cursor = await loadCursor(state, mailboxId);
      let wake = () => {};
      let wasHinted = false;
      connection.onHint(() => {
        wasHinted = true;
        wake();
      });
      tell({ state: 'connected', connectedSince: now() });
      while (!signal.aborted) {
        wasHinted = false;
        await scan(connection, cursor);
        const resting = new AbortController();
        wake = () => resting.abort();
        if (wasHinted) continue;
        const over = await Promise.race([
          connection.ended.then((error) => error ?? new Error('The server closed the connection.')),
          pause(SCAN_MS, AbortSignal.any([resting.signal, signal])).then(() => null),
        ]);
        resting.abort();
        if (over) return over;
        if (!signal.aborted) await connection.check();
      }
      return null;
    } finally {
      signal.removeEventListener('abort', closeNow);
      connection.close();
    }
  }

  async function scan(
    connection: Parameters<typeof scanMailbox>[0],
    cursor: Parameters<typeof scanMailbox>[1],
  ): Promise<void> {
    try {
      await scanMailbox(
        connection,
        cursor,
        { ...options, onProgress: ({ backlog }) => tell({ backlog, lastMailAt: now() }) },
        signal,
      );
      failures = 0;
      tell({ lastScanAt: now(), error: null, backlog: null });
    } catch (error) {
      // A mail that could not be kept is tried again with the next scan, on the same connection; everything else ends it.
      if (error instanceof CursorMoved) throw error;
      const { code, reason } = readImapFailure(error);
      if (code !== 'not-kept') throw error;
      log.warn({ mailboxId, err: error }, 'a mail could not be kept');
      tell({ lastScanAt: now(), error: { code, reason, at: now() } });
    }
  }
}
