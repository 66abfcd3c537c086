/** Token buckets per viewer and kind of request, in this process's memory. */
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../../../shared/errors.ts';
import type { Bucket } from '../settings.ts';

export interface RateLimit {
  /** @throws AppError `rate_limited` with the seconds to wait */
  take(key: string): Promise<void>;
}

export function createRateLimit({ rate, burst }: Bucket): RateLimit {
  const limiter = new BurstyRateLimiter(
    new RateLimiterMemory({ points: rate, duration: 1 }),
    new RateLimiterMemory({ points: burst, duration: Math.ceil(burst / rate) }),
  );
  return { take: (key) => consume(limiter, key) };
}

const HOUR_S = 3_600;

/** So many in any hour, for what costs somebody's time. */
export function createHourlyLimit(points: number): RateLimit {
  const limiter = new RateLimiterMemory({ points, duration: HOUR_S });
  return { take: (key) => consume(limiter, key) };
}

async function consume(limiter: { consume(key: string): Promise<unknown> }, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const retryAfter = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw new AppError('rate_limited', `too fast, wait ${retryAfter} s`, { retryAfter });
  }
}
