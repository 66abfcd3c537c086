/** Slows down whoever guesses passwords, per account and per address, whatever node they ask and however often it restarts. */
import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../lib/clock.ts';
import { accountBackOff, addressBackOff, type BackOff, countAttempt } from './back-off.ts';
import type { AccountStore } from './model.ts';

const RACES = 4;

export interface Lockout {
  /**
   * `account`: what is guessed at, such as an email address. Counts an attempt as failed before it is tried, so that a hundred at once are no way around the count.
   * @throws AppError `locked_out` with `retryAfter` in seconds, the same whether or not the account exists.
   */
  claim(account: string, address: string): Promise<Claimed>;
  /** Somebody vouched for the account otherwise: its failures are forgotten. */
  forget(email: string): Promise<void>;
}

export interface Claimed {
  /** The password was right: forgets the account's failures and this attempt of the address. */
  succeed(): Promise<void>;
}

type AttemptStore = Pick<AccountStore, 'findAttempts' | 'swapAttempts' | 'removeAttempts' | 'forgiveAttempt'>;

export function createLockout({ attempts, clock }: { attempts: AttemptStore; clock: Clock }): Lockout {
  async function count(key: string, backOff: BackOff): Promise<void> {
    for (let race = 0; race < RACES; race++) {
      const before = await attempts.findAttempts(key);
      const now = clock.now();
      if (before && before.until > now) throw lockedOut(before.until - now);
      if (await attempts.swapAttempts(before, countAttempt(before, key, now, backOff))) return;
    }
    throw lockedOut(1_000);
  }

  return {
    forget: (email) => attempts.removeAttempts(accountKey(email)),
    async claim(account, address) {
      const keys = { account: accountKey(account), address: `address:${address}` };
      await count(keys.address, addressBackOff);
      await count(keys.account, accountBackOff);
      return {
        async succeed() {
          await attempts.removeAttempts(keys.account);
          await attempts.forgiveAttempt(keys.address);
        },
      };
    },
  };
}

/** People type passwords into the address field; what they typed is not kept. */
const accountKey = (account: string): string =>
  `account:${createHash('sha256').update(account).digest('hex').slice(0, 32)}`;

function lockedOut(ms: number): AppError {
  const retryAfter = Math.ceil(ms / 1000);
  return new AppError('locked_out', `Too many failed tries. Try again in ${retryAfter} s.`, { retryAfter });
}
