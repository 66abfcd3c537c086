/** When a mail is tried again. */
import { type Attempted, planRetry } from './retry-policy.ts';
import type { SendFailed } from './send-result.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const failed: SendFailed = { state: 'failed', retryable: true, code: 'unreachable', reason: '', rejected: [] };
const plan = (change: Partial<Attempted>) =>
  planRetry({ outcome: failed, attempts: 1, unknowns: 0, firstAt: 0, now: 0, chance: 0, ...change });

it('waits longer from time to time, and no longer than two days in all', () => {
  const waits: number[] = [];
  let now = 0;
  for (let attempts = 1; ; attempts += 1) {
    const next = plan({ attempts, now });
    if (next.do !== 'retry') {
      expect(next).toEqual({ do: 'give-up' });
      break;
    }
    waits.push((next.at - now) / MINUTE);
    now = next.at;
  }
  expect(waits.slice(0, 8)).toEqual([1, 5, 15, 60, 180, 360, 360, 360]);
  expect(now).toBeLessThanOrEqual(48 * HOUR);
  expect(now).toBeGreaterThan(42 * HOUR);
});

it('gives a greylisting server its five minutes, and spreads those that failed together', () => {
  const greylisted = { ...failed, code: 'deferred' as const, retryAfterMs: 5 * MINUTE };
  expect(plan({ outcome: greylisted })).toEqual({ do: 'retry', at: 5 * MINUTE, counts: true });
  expect(plan({ outcome: greylisted, attempts: 3 })).toEqual({ do: 'retry', at: 15 * MINUTE, counts: true });
  expect(plan({ chance: 0.5 })).toEqual({ do: 'retry', at: 1.1 * MINUTE, counts: true });
});

it('repeats what may have arrived once, after ten minutes, and never again', () => {
  const outcome = { state: 'unknown', reason: '' } as const;
  expect(plan({ outcome, unknowns: 1 })).toEqual({ do: 'retry', at: 10 * MINUTE, counts: true });
  expect(plan({ outcome, unknowns: 2, attempts: 2 })).toEqual({ do: 'leave-unknown' });
});

it.each([
  ['a refusal for good ends it', { ...failed, retryable: false }, { do: 'give-up' }],
  ['an account that is paused keeps it', { ...failed, pausesAccount: true }, { do: 'wait-for-account' }],
  [
    'a full minute is no attempt',
    { ...failed, code: 'throttled' as const, retryAfterMs: 7 },
    { do: 'retry', at: 7, counts: false },
  ],
])('%s', (_, outcome, expected) => {
  expect(plan({ outcome, attempts: 9 })).toEqual(expected);
});

it('leaves what was sent', () => {
  expect(plan({ outcome: { state: 'sent', rejected: [], response: '250 OK' } })).toEqual({ do: 'nothing' });
});
