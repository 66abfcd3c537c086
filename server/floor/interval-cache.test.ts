/** Intervals in memory: read once for those who ask, then they follow what is counted, and what is newer stays. */
import type { QueueId } from '../../shared/model/ids.ts';
import { emptyFigures } from './figures.ts';
import { createIntervalCache } from './interval-cache.ts';
import type { StoredInterval } from './ports.ts';

const [a, b] = ['a', 'b'] as [QueueId, QueueId];
const now = Date.UTC(2026, 10, 23, 12);
const interval = (queueId: QueueId, weight: number, start = now - 900_000): StoredInterval => ({
  ...{ queueId, start, weight, figures: { ...emptyFigures(), offered: weight }, agents: {} },
});

test('one reading serves all who ask at once, and later ones; another queue is read with the others', async () => {
  const asked: string[] = [];
  const cache = createIntervalCache({
    intervals: async (ids) => {
      asked.push([...ids].join());
      return [interval(a, 1), interval(b, 1)].filter((one) => ids.includes(one.queueId));
    },
  });
  await Promise.all([cache.since([a], 0, now), cache.since([a], 0, now)]);
  await cache.since([a], 0, now + 1_000);
  expect((await cache.since([b], 0, now + 2_000)).map((one) => one.queueId)).toEqual(['b']);
  expect(asked).toEqual(['a', 'a,b']);
  await cache.since([a], 0, now + 10 * 60_000 + 2_000);
  expect(asked).toHaveLength(3);
});

test('what is counted while it is read is not lost to what was read, whichever is newer stays', async () => {
  let answer: (found: StoredInterval[]) => void = () => undefined;
  const cache = createIntervalCache({
    intervals: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  const first = cache.since([a], 0, now);
  cache.put([interval(a, 5), interval(b, 9)]);
  answer([interval(a, 3)]);
  expect((await first).map((one) => one.weight)).toEqual([5]);
  cache.put([interval(a, 4)]);
  cache.put([interval(a, 6)]);
  expect((await cache.since([a], 0, now)).map((one) => one.weight)).toEqual([6]);
  expect(await cache.since([a], now, now)).toEqual([]);
});

test('a reading that fails is tried again', async () => {
  let tries = 0;
  const cache = createIntervalCache({
    intervals: async () => {
      tries += 1;
      if (tries === 1) throw new Error('away');
      return [interval(a, 1)];
    },
  });
  await expect(cache.since([a], 0, now)).rejects.toThrow('away');
  expect(await cache.since([a], 0, now)).toHaveLength(1);
});
