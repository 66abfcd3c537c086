/** The simulator's time: real in the demo, moved by hand in tests, where it stands still while a request is on its way. */

export interface SimClock {
  /** ms since 1970 */
  now(): number;
  /** Runs it once, after so many ms. Answers how to call it off. */
  after(ms: number, action: () => void): () => void;
}

export const realClock: SimClock = {
  now: Date.now,
  after(ms, action) {
    const timer = setTimeout(action, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export interface VirtualClock extends SimClock {
  /** Lets so many ms pass, each timer at its time, and everything it sets off come to rest before the next. */
  pass(ms: number): Promise<void>;
}

interface Timer {
  at: number;
  order: number;
  action(): void;
}

/** `settle` resolves when nothing is on its way any more. */
export function createVirtualClock(start: number, settle: () => Promise<void>): VirtualClock {
  let now = start;
  let order = 0;
  const timers = new Set<Timer>();
  const next = (until: number): Timer | null => {
    let first: Timer | null = null;
    for (const timer of timers) {
      if (timer.at > until) continue;
      if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) first = timer;
    }
    return first;
  };
  return {
    now: () => now,
    after(ms, action) {
      const timer = { at: now + Math.max(0, ms), order: order++, action };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async pass(ms) {
      const until = now + ms;
      await settle();
      for (let timer = next(until); timer; timer = next(until)) {
        timers.delete(timer);
        now = timer.at;
        timer.action();
        await settle();
      }
      now = until;
    },
  };
}
