/** Timers that run when a test says so. */
import type { Timers } from '../../server/routing/timers.ts';

export function createManualTimers(): { timers: Timers; run(): void } {
  let waiting: (() => void)[] = [];
  return {
    timers: {
      after(_ms, action) {
        waiting.push(action);
        return () => {
          waiting = waiting.filter((other) => other !== action);
        };
      },
      monotonic: () => performance.now(),
    },
    /** Everything that waits, as if its time had come. */
    run() {
      for (const action of waiting.splice(0)) action();
    },
  };
}
