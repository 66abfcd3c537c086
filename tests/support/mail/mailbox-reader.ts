/** Runs the reader of a mailbox for a test and keeps what it takes. */
import { type ImapOptions, openMailbox } from '../../../channels/email/wire/imap-connection.ts';
import { type MailboxOptions, readMailbox } from '../../../channels/email/wire/mailbox.ts';
import type { CursorState } from '../../../channels/email/wire/mailbox-cursor.ts';
import type { MailboxStatus } from '../../../channels/email/wire/mailbox-status.ts';
import type { ArrivedMail } from '../../../channels/email/wire/model.ts';

/** Keyed state in memory, with compare-and-set. */
export function memoryState(): CursorState {
  const kept = new Map<string, { value: string; version: number }>();
  return {
    async get<T>(key: string) {
      const found = kept.get(key);
      return found ? { value: JSON.parse(found.value) as T, version: found.version } : null;
    },
    async put(key, value, expected) {
      const version = kept.get(key)?.version ?? null;
      if (version !== expected) return false;
      kept.set(key, { value: JSON.stringify(value), version: (version ?? 0) + 1 });
      return true;
    },
  };
}

export interface ReaderRun {
  taken: ArrivedMail[];
  subjects(): string[];
  status(): MailboxStatus | null;
  statuses: MailboxStatus[];
  stop(): Promise<void>;
}

export function runReader(imap: ImapOptions, options: Partial<MailboxOptions> = {}): ReaderRun {
  const stopping = new AbortController();
  const run: ReaderRun = {
    taken: [],
    statuses: [],
    subjects: () => run.taken.map(({ raw }) => /^subject: (.*)$/im.exec(raw.toString())?.[1]?.trim() ?? ''),
    status: () => run.statuses.at(-1) ?? null,
    async stop() {
      stopping.abort();
      await done;
    },
  };
  const done = readMailbox(
    {
      mailboxId: 'ann',
      connect: () => openMailbox(imap),
      state: memoryState(),
      take: async (mail) => void run.taken.push(mail),
      importSince: 0,
      maxSize: 1_000_000,
      now: Date.now,
      chance: () => 0,
      pause: (ms, signal) =>
        new Promise((resolve) => {
          if (signal.aborted) return resolve();
          const timer = setTimeout(resolve, ms);
          signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
        }),
      log: { info: () => {}, warn: () => {} },
      onStatus: (status) => run.statuses.push(status),
      ...options,
    },
    stopping.signal,
  );
  return run;
}
