/** Sends the outbox in order, one message at a time, again until the server has answered for each. */
import type { Result } from '../../../../shared/errors.ts';
import type { Outbox, OutboxItem } from './outbox.ts';

export interface FlushDeps {
  outbox: Outbox;
  isOnline(): boolean;
  /** null when no answer came */
  deliver(item: OutboxItem): Promise<Result<unknown> | null>;
  /** runs in one tab at a time */
  lock(work: () => Promise<void>): Promise<void>;
  /** ms */
  later(delay: number, work: () => void): () => void;
  /** 0 to 1 */
  chance(): number;
  changed(): void;
}

export interface Flusher {
  /** starts sending, or has the running one look again */
  flush(): void;
  stop(): void;
}

const retryable = new Set(['rate_limited', 'internal_error', 'not_ready', 'unauthenticated']);

/** 0.5 to 1 of 1, 2, 4 … 30 s, so that many widgets do not come back at once. */
export function pickDelay(failures: number, chance: number): number {
  return Math.min(30_000, 1_000 * 2 ** failures) * (0.5 + chance / 2);
}

export function createFlusher(deps: FlushDeps): Flusher {
  const { outbox } = deps;
  let isRunning = false;
  let isAskedAgain = false;
  let failures = 0;
  let cancel: (() => void) | null = null;

  function waitAndFlush(delay: number): void {
    cancel?.();
    cancel = deps.later(delay, flush);
  }

  async function sendAll(): Promise<void> {
    while (deps.isOnline()) {
      const item = outbox.list().find(({ failure }) => !failure);
      if (!item) return;
      const result = await deps.deliver(item);
      if (result?.ok) {
        failures = 0;
        outbox.remove(item.clientId);
      } else if (result && !retryable.has(result.error.code)) {
        outbox.put({ ...item, failure: { code: result.error.code, fields: result.error.fields } });
      } else {
        failures += 1;
        const delay = pickDelay(failures, deps.chance());
        waitAndFlush(result?.error.retryAfter ? Math.max(delay, result.error.retryAfter * 1_000) : delay);
        return;
      }
      deps.changed();
    }
  }

  function flush(): void {
    if (isRunning) {
      isAskedAgain = true;
      return;
    }
    if (!deps.isOnline() || outbox.list().every(({ failure }) => failure)) return;
    cancel?.();
    cancel = null;
    isRunning = true;
    deps
      .lock(sendAll)
      .catch(() => waitAndFlush(pickDelay(failures, deps.chance())))
      .finally(() => {
        isRunning = false;
        if (!isAskedAgain) return;
        isAskedAgain = false;
        if (!cancel) flush();
      });
  }

  return {
    flush,
    stop() {
      cancel?.();
      cancel = null;
    },
  };
}
