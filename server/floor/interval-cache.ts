/** The last days' quarters of an hour in memory while somebody watches: read once, then they follow the counting. */
import { startOfInterval } from '../../shared/model/floor.ts';
import type { QueueId } from '../../shared/model/ids.ts';
import type { FloorStore, StoredInterval } from './ports.ts';

export interface IntervalCache {
  /** Of these queues since then, two days back at the most. */
  since(queueIds: readonly QueueId[], from: number, now: number): Promise<StoredInterval[]>;
  /** These were counted anew. */
  put(intervals: readonly StoredInterval[]): void;
}

interface Reading {
  at: number;
  queueIds: ReadonlySet<QueueId>;
  byKey: Map<string, StoredInterval>;
  done: Promise<void>;
}

const REACH_MS = 2 * 24 * 60 * 60_000;
/** Then they are read anew: whatever was missed is mended, and the oldest are let go. */
const KEPT_MS = 10 * 60_000;

export function createIntervalCache(store: Pick<FloorStore, 'intervals'>): IntervalCache {
  let known: Reading | null = null;

  function read(queueIds: ReadonlySet<QueueId>, now: number): Reading {
    const byKey = new Map<string, StoredInterval>();
    // What is counted meanwhile is put beside what is read, and the heavier stays.
    const done = store.intervals([...queueIds], startOfInterval(now - REACH_MS), now + REACH_MS).then((all) => {
      for (const one of all) keep(byKey, one);
    });
    const reading = { at: now, queueIds, byKey, done };
    done.catch(() => {
      if (known === reading) known = null;
    });
    return reading;
  }

  return {
    async since(queueIds, from, now) {
      const isFresh = known !== null && now >= known.at && now - known.at < KEPT_MS;
      if (!known || !isFresh || queueIds.some((id) => !known?.queueIds.has(id))) {
        known = read(new Set([...(known?.queueIds ?? []), ...queueIds]), now);
      }
      const { byKey, done } = known;
      await done;
      const wanted = new Set(queueIds);
      return [...byKey.values()].filter((one) => one.start >= from && wanted.has(one.queueId));
    },
    put(intervals) {
      for (const one of intervals) if (known?.queueIds.has(one.queueId)) keep(known.byKey, one);
    },
  };
}

function keep(into: Map<string, StoredInterval>, interval: StoredInterval): void {
  const key = `${interval.queueId}:${interval.start}`;
  if ((into.get(key)?.weight ?? -1) < interval.weight) into.set(key, interval);
}
