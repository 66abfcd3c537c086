/** How well an address is reached after what its servers said of it. Pure; times in ms since 1970. */
import type { Identity } from '../store/customers.ts';

export interface SoftFailure {
  /** of the report, so that one that comes again counts once */
  key: string;
  at: number;
}

export type Reach = Pick<Identity, 'state' | 'softFailures' | 'retryAt'>;

const HOUR = 3_600_000;
/** so many within this time, and it is not only passing */
const FAILURES = 3;
const WITHIN = 72 * HOUR;
/** after which what only seemed gone is tried again */
const REST = 7 * 24 * HOUR;

export const reachable: Reach = { state: 'reachable', softFailures: [], retryAt: null };

/** Nobody is there: nothing but a word from there changes that. */
export const gone: Reach = { state: 'unreachable', softFailures: [], retryAt: null };

export function afterSoftFailure({ state, softFailures = [], retryAt = null }: Reach, failure: SoftFailure): Reach {
  const isRested = state === 'unreachable' && retryAt !== null && failure.at >= retryAt;
  // What is gone for good is not made better by a softer word.
  if (state === 'unreachable' && !isRested) return { state, softFailures, retryAt };
  const recent = softFailures.filter(({ key, at }) => key !== failure.key && at > failure.at - WITHIN);
  const all = [...recent, failure];
  return all.length >= FAILURES
    ? { state: 'unreachable', softFailures: [], retryAt: failure.at + REST }
    : { state: 'soft-failing', softFailures: all, retryAt: null };
}

/** As it is to be shown at a moment: one that has rested is tried again. */
export function stateAt({ state, retryAt = null }: Reach, now: number): Identity['state'] {
  return state === 'unreachable' && retryAt !== null && now >= retryAt ? 'soft-failing' : state;
}
