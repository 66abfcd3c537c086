/** How long to wait after failed sign-ins: pure, so that the steps can be read in one place. */
import type { Attempts } from './model.ts';

export interface BackOff {
  /** failures in a row that cost nothing */
  free: number;
  /** ms after the first failure beyond that; doubled by each further one */
  first: number;
  longest: number;
}

/** A person mistypes a few times; an address may be an office with many people; an account is guessed at from many addresses before all strangers wait. */
export const sourceBackOff: BackOff = { free: 5, first: 15_000, longest: 15 * 60_000 };
export const accountBackOff: BackOff = { free: 50, first: 15_000, longest: 15 * 60_000 };
export const addressBackOff: BackOff = { free: 20, first: 15_000, longest: 60 * 60_000 };

const FORGOTTEN_AFTER = 24 * 60 * 60 * 1000;

/** ms to wait after so many failures in a row. */
export function waitAfter(failures: number, { free, first, longest }: BackOff): number {
  if (failures < free) return 0;
  return Math.min(longest, first * 2 ** Math.min(30, failures - free));
}

/** The state after one more attempt; a day without any begins anew. */
export function countAttempt(before: Attempts | null, key: string, now: number, backOff: BackOff): Attempts {
  const earlier = before && now - before.lastAt < FORGOTTEN_AFTER ? before.failures : 0;
  const failures = earlier + 1;
  return { key, failures, lastAt: now, until: now + waitAfter(failures, backOff) };
}
