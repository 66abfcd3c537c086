/** Ids that sort by the time they were made; the clock and chance are arguments. */
import { monotonicFactory } from 'ulid';
import type { Id } from '../../shared/model/ids.ts';
import type { Clock } from './clock.ts';

export interface Ids {
  next<T extends Id<string>>(): T;
}

export function createIds(clock: Clock, chance?: () => number): Ids {
  const ulid = monotonicFactory(chance);
  return { next: <T extends Id<string>>() => ulid(clock.now()) as T };
}
