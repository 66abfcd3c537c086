/** When a message that was not taken is tried again, and when it is given up. Pure; times in ms. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const waits = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR];
const LONGEST = 6 * HOUR;
const GIVEN_UP_AFTER = 48 * HOUR;
/** Whoever may have it is not asked again at once: their server may still be at it. */
export const UNKNOWN_WAIT = 10 * MINUTE;

/** `attempts`: made so far. Null: given up. */
export function nextAttempt(state: {
  attempts: number;
  createdAt: number;
  now: number;
  retryAfter?: number;
}): number | null {
  const { attempts, createdAt, now, retryAfter = 0 } = state;
  const at = now + Math.max(waits[attempts - 1] ?? LONGEST, retryAfter);
  return at - createdAt > GIVEN_UP_AFTER ? null : at;
}
