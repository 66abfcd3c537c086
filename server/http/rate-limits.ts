/** How often one address may do what is costly or worth guessing at; in memory, for it only has to blunt a flood. */
import type { RequestHandler } from 'express';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../../shared/errors.ts';
import { addressKey } from './caller.ts';

/** Requests per minute and address. */
export const rateLimits = { signIn: 20, link: 10, widgetSession: 10, upload: 60 } as const;
export type LimitName = keyof typeof rateLimits;

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
