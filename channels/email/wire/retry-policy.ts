/** When a mail is tried again, and when that ends (channels.md C.9; RFC 5321 §4.5.4.1 asks for several days at least for 4xx). */
import type { SendOutcome } from './send-result.ts';

export type RetryPlan =
  | { do: 'nothing' }
  | { do: 'retry'; at: number /** false when it was only held back: not an attempt */; counts: boolean }
  /** nobody knows whether it arrived, and it is not sent a third time */
  | { do: 'leave-unknown' }
  | { do: 'give-up' }
  /** waits until somebody has mended the account, then goes at once */
  | { do: 'wait-for-account' };

export interface Attempted {
  outcome: SendOutcome;
  /** attempts so far, with this one */
  attempts: number;
  /** how many of them ended as unknown, with this one */
  unknowns: number;
  firstAt: number;
  now: number;
  /** 0 ≤ chance < 1: mails that failed together should not come back together */
  chance: number;
}

const MINUTE_MS = 60_000;
const STEPS = [1, 5, 15, 60, 180, 360];
const LAST_MS = 48 * 60 * MINUTE_MS;
const UNKNOWN_MS = 10 * MINUTE_MS;

/** For a `sent` with recipients that may be tried again (`rejected … retryable`) ask with `retryable: true` for those alone. */
export function planRetry({ outcome, attempts, unknowns, firstAt, now, chance }: Attempted): RetryPlan {
  if (outcome.state === 'sent') return { do: 'nothing' };
  if (outcome.state === 'unknown') {
    return unknowns > 1 ? { do: 'leave-unknown' } : { do: 'retry', at: now + UNKNOWN_MS, counts: true };
  }
  if (outcome.pausesAccount) return { do: 'wait-for-account' };
  if (outcome.code === 'throttled' || outcome.code === 'closed') {
    return { do: 'retry', at: now + (outcome.retryAfterMs ?? 0), counts: false };
  }
  if (!outcome.retryable) return { do: 'give-up' };
  const step = STEPS[Math.min(Math.max(attempts, 1), STEPS.length) - 1] ?? 1;
  const wait = Math.max(step * MINUTE_MS, outcome.retryAfterMs ?? 0);
  const at = now + Math.round(wait * (1 + chance * 0.2));
  return at - firstAt > LAST_MS ? { do: 'give-up' } : { do: 'retry', at, counts: true };
}
