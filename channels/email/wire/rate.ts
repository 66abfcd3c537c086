/** Counts by key within a minute, with a bound on how many keys are remembered. */

export interface Rate {
  /** Counts one; false when the key had its share in this minute. */
  admit(key: string): boolean;
}

const WINDOW_MS = 60_000;
/** Above this the oldest are forgotten: a flood from many addresses must not fill the memory. */
const MAX_KEYS = 10_000;

export function createRate(perMinute: number, now: () => number): Rate {
  const windows = new Map<string, { since: number; count: number }>();
  return {
    admit(key) {
      const at = now();
      const found = windows.get(key);
      if (found && at - found.since < WINDOW_MS) {
        found.count += 1;
        return found.count <= perMinute;
      }
      windows.delete(key);
      for (const [oldest, { since }] of windows) {
        if (windows.size < MAX_KEYS && at - since < WINDOW_MS) break;
        windows.delete(oldest);
      }
      windows.set(key, { since: at, count: 1 });
      return perMinute > 0;
    },
  };
}
