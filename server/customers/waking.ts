/**
 * Whoever is archived and writes comes back. Hardly anybody who writes is archived, so nobody's message waits for it: those who wrote are
 * looked at together a moment later, each once, however much they wrote.
 */
import type { CustomerId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { CustomerStore } from '../store/customers.ts';

export interface Waking {
  wrote(id: CustomerId): void;
  /** Looks at once at those who wrote until now. */
  settle(): Promise<void>;
}

interface Deps {
  customers: Pick<CustomerStore, 'shown' | 'wake'>;
  clock: Clock;
  log: Log;
}

const LATER_MS = 2_000;
/** Few, because whoever writes meanwhile waits for them. */
const AT_ONCE = 10;

export function createWaking({ customers, clock, log }: Deps): Waking {
  let wrote = new Set<CustomerId>();
  let timer: NodeJS.Timeout | null = null;

  async function look(id: CustomerId): Promise<void> {
    const shown = await customers.shown(id);
    if (shown?.isArchived) await customers.wake(shown.id, clock.now());
  }

  async function settle(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const those = [...wrote];
    wrote = new Set();
    for (let from = 0; from < those.length; from += AT_ONCE) {
      // Who could not be looked at is looked at when they write again.
      const looks = those
        .slice(from, from + AT_ONCE)
        .map((id) =>
          look(id).catch((error: unknown) =>
            log.warn({ err: error, id }, 'Whether a customer is archived is not known.'),
          ),
        );
      await Promise.all(looks);
    }
  }

  return {
    wrote(id) {
      wrote.add(id);
      timer ??= setTimeout(() => void settle(), LATER_MS).unref();
    },
    settle,
  };
}
