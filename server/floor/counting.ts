/** Counts now and then although nobody watches, so that no step is forgotten before it was counted, and forgets what is too old. */
import type { Log } from '../lib/log.ts';
import type { Collector } from './collector.ts';

const EVERY_MS = 60_000;
const FORGET_EVERY = 60;

/** Answers how to stop, which waits for the round under way. */
export function startCounting(collector: Collector, log: Log, everyMs: number = EVERY_MS): () => Promise<void> {
  let rounds = 0;
  let round: Promise<void> = Promise.resolve();

  async function count(): Promise<void> {
    try {
      await collector.collect();
      if (rounds % FORGET_EVERY === 0) await collector.forget();
      rounds += 1;
    } catch (error) {
      log.warn({ err: error }, 'the floor was not counted and is counted again in a minute');
    }
  }

  const next = (): void => {
    round = round.then(count);
  };
  next();
  const timer = setInterval(next, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await round;
  };
}
