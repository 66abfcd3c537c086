/** Slows down whoever guesses passwords and codes, whatever node they ask and however often it restarts, without shutting anybody's owner out (ADR 12). */
import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../lib/clock.ts';
import { accountBackOff, addressBackOff, type BackOff, countAttempt, sourceBackOff } from './back-off.ts';
import type { AccountStore } from './model.ts';

const RACES = 4;

/** Where a guess comes from. `device`: somebody signed in to this very account from there before; null for all others. */
export interface Source {
  address: string;
  device: string | null;
}

export interface Lockout {
  /**
   * A password for an email address. Strangers are counted by source, by address, and all together by account; a known device only by itself,
   * so that no stranger can shut it out. Counts an attempt as failed before it is tried, so that a hundred at once are no way around the count.
   * @throws AppError `locked_out` with `retryAfter` in seconds, the same whether or not the account exists.
   */
  claim(email: string, from: Source): Promise<Claimed>;
  /** What only somebody can guess at who proved something already: a code after the password, a password within a session. */
  claimInside(what: string): Promise<Claimed>;
  /** Somebody vouched for the account otherwise: its failures are forgotten. */
  forget(email: string, address: string): Promise<void>;
}

export interface Claimed {
  /** It was right: the failures are forgotten, and this attempt of the address. */
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

  async function claimAlone(key: string): Promise<Claimed> {
    await count(key, sourceBackOff);
    return { succeed: () => attempts.removeAttempts(key) };
  }

  return {
    claimInside: (what) => claimAlone(`inside:${digest(what)}`),
    async forget(email, address) {
      await attempts.removeAttempts(accountKey(email));
      await attempts.removeAttempts(sourceKey(email, address));
    },
    async claim(email, { address, device }) {
      if (device !== null) return claimAlone(`device:${digest(`${device} ${email}`)}`);
      const byAddress = `address:${address}`;
      await count(byAddress, addressBackOff);
      // The narrower first: what one source may not try any more is no failure of the account.
      await count(sourceKey(email, address), sourceBackOff);
      await count(accountKey(email), accountBackOff);
      return {
        async succeed() {
          await attempts.removeAttempts(accountKey(email));
          await attempts.removeAttempts(sourceKey(email, address));
          await attempts.forgiveAttempt(byAddress);
        },
      };
    },
  };
}

/** People type passwords into the address field; what they typed is not kept. */
const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
const accountKey = (email: string): string => `account:${digest(email)}`;
const sourceKey = (email: string, address: string): string => `source:${digest(`${address} ${email}`)}`;

function lockedOut(ms: number): AppError {
  const retryAfter = Math.ceil(ms / 1000);
  return new AppError('locked_out', `Too many failed tries. Try again in ${retryAfter} s.`, { retryAfter });
}
