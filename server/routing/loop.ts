/** Runs one pass after the other: at once when poked, when something is due, and at the latest after the polling time. */
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Timers } from './timers.ts';

export interface Loop {
  start(): void;
  /** Something changed: look soon. Pokes during a pass make one more pass. */
  poke(): void;
  /** Resolves when no pass runs and none is asked for. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

interface Deps {
  /** answers when it wants to run next, in ms since 1970; null leaves it to the polling */
  pass(): Promise<number | null>;
  clock: Clock;
  timers: Timers;
  pollMs: number;
  log: Log;
}

export function createLoop({ pass, clock, timers, pollMs, log }: Deps): Loop {
  let running: Promise<void> | null = null;
  let again = false;
  let isStarted = false;
  let cancel = () => {};

  async function run(): Promise<void> {
    let next: number | null = null;
    let began = clock.now();
    do {
      again = false;
      began = clock.now();
      try {
        next = await pass();
      } catch (error) {
        log.error({ err: error }, 'A routing pass failed; the next one tries again.');
        next = null;
      }
    } while (again && isStarted);
    running = null;
    if (!isStarted) return;
    // From the beginning of the pass: it looked ahead from there, however long it took.
    const at = Math.min(next ?? Number.POSITIVE_INFINITY, began + pollMs);
    cancel = timers.after(Math.max(1, at - clock.now()), begin);
  }

  function begin(): void {
    cancel();
    if (running) {
      again = true;
      return;
    }
    running = Promise.resolve().then(run);
  }

  return {
    start() {
      isStarted = true;
      begin();
    },
    poke() {
      if (isStarted) begin();
    },
    async settled() {
      while (running) await running;
    },
    async stop() {
      isStarted = false;
      cancel();
      await running;
      cancel();
    },
  };
}
