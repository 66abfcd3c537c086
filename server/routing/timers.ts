/** Waiting as an argument: real timeouts, and the shape that tests replace. */

export interface Timers {
  /** Runs `action` once after `ms`; answers how to cancel it. */
  after(ms: number, action: () => void): () => void;
  /** ms from any beginning; unlike the clock never set back */
  monotonic(): number;
}

export const systemTimers: Timers = {
  after(ms, action) {
    const handle = setTimeout(action, ms);
    return () => clearTimeout(handle);
  },
  monotonic: () => performance.now(),
};
