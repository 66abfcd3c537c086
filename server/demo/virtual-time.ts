/** A clock and timers that stand still until they are moved: how a day goes by in a second. */
import type { Clock } from '../lib/clock.ts';
import type { Timers } from '../routing/timers.ts';

export interface VirtualTime {
  clock: Clock;
  timers: Timers;
  /** Runs what falls due within `ms`, in order; waits for `settle` after each. */
  advance(ms: number, settle: () => Promise<void>): Promise<void>;
}

export function createVirtualTime(start: number): VirtualTime {
  let now = start;
  let pending: { at: number; action: () => void }[] = [];

  return {
    clock: { now: () => now },
    timers: {
      after(ms, action) {
        const timer = { at: now + ms, action };
        pending.push(timer);
        return () => {
          pending = pending.filter((one) => one !== timer);
        };
      },
      monotonic: () => now,
    },
    async advance(ms, settle) {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = pending.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        pending = pending.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.action();
        await settle();
      }
      now = end;
      await settle();
    },
  };
}
