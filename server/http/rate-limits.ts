/** How often one address may do what is costly or worth guessing at; in memory, for it only has to blunt a flood. */
import type { RequestHandler } from 'express';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../../shared/errors.ts';
import { addressKey } from './caller.ts';

/** Requests per minute and address. */
export const rateLimits = {
  ...{ signIn: 20, link: 10, widgetSession: 10, upload: 60, transcript: 10 },
  ...{ image: 300, credentials: 30, accountCheck: 20, outbox: 300 },
  // A provider's machines ask from few addresses for everybody: this only stops what nobody could mean.
  webhook: 6_000,
} as const;
export type LimitName = keyof typeof rateLimits;

/** Bytes that visitors may bring from one address in a day; a new visit costs nothing, so a visitor's own quota is not enough. */
export const ADDRESS_BYTES = 1024 * 1024 * 1024;
const DAY_SECONDS = 24 * 60 * 60;

export interface ByteBudget {
  /** @throws AppError `rate_limited` when the address has used up its day */
  check(address: string): Promise<void>;
  spend(address: string, bytes: number): Promise<void>;
}

export function createByteBudget(isOn: boolean, bytes: number = ADDRESS_BYTES): ByteBudget {
  const limiter = new RateLimiterMemory({ points: bytes, duration: DAY_SECONDS });
  return {
    async check(address) {
      const used = isOn ? await limiter.get(address) : null;
      if (used === null || used.consumedPoints < bytes) return;
      const retryAfter = Math.max(1, Math.ceil(used.msBeforeNext / 1000));
      throw new AppError('rate_limited', 'That is more than may be sent in a day.', { retryAfter });
    },
    async spend(address, spent) {
      if (isOn) await limiter.penalty(address, spent);
    },
  };
}

/** A handler that refuses with `rate_limited` and the seconds to wait. */
export function createRateLimits(isOn: boolean): (name: LimitName) => RequestHandler {
  const limiters = new Map<LimitName, RateLimiterMemory>();
  return (name) => {
    const limiter = limiters.get(name) ?? new RateLimiterMemory({ points: rateLimits[name], duration: 60 });
    limiters.set(name, limiter);
    return (request, _response, next) => {
      if (!isOn) return next();
      limiter.consume(addressKey(request)).then(
        () => next(),
        (refused: RateLimiterRes) => {
          const retryAfter = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
          next(new AppError('rate_limited', `Too many requests. Try again in ${retryAfter} s.`, { retryAfter }));
        },
      );
    };
  };
}
