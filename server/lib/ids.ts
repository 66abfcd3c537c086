/** Ids that sort by the time they were made; the clock and chance are arguments. */
import { randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { Id } from '../../shared/model/ids.ts';
import type { Clock } from './clock.ts';

export interface Ids {
  next<T extends Id<string>>(): T;
}

const POOL = 1_024;

/** Secure numbers in [0, 1), drawn many at a time: ulid asks for one per letter. */
function pooledChance(): () => number {
  const pool = new Uint32Array(POOL);
  let at = POOL;
  return () => {
    if (at === POOL) {
      randomFillSync(pool);
      at = 0;
    }
    const drawn = pool[at] ?? 0;
    at += 1;
    return drawn / 2 ** 32;
  };
}

export function createIds(clock: Clock, chance: () => number = pooledChance()): Ids {
  const ulid = monotonicFactory(chance);
  return { next: <T extends Id<string>>() => ulid(clock.now()) as T };
}
