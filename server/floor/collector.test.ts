/** Counting in a real store: by several nodes at once, killed at any write, late steps and all; what is kept equals a recount from the work itself. */
import { FLOOR_INTERVAL_MS, type FloorFigure, startOfInterval } from '../../shared/model/floor.ts';
import type { QueueId } from '../../shared/model/ids.ts';
import { drawFrom } from '../../tests/support/chance.ts';
import { startFloorDatabase } from '../../tests/support/floor/database.ts';
import { buildDay, midnight, targets } from '../../tests/support/floor/day.ts';
import { type Collector, createCollector, KEPT_MS, sumInterval } from './collector.ts';
import { addFigures } from './figures.ts';
import { type Measure, type MeasuredWork, measureWork } from './measure.ts';
import type { FloorStore } from './ports.ts';

const queueIds = ['returns', 'delivery'] as QueueId[];
jest.setTimeout(60_000);
const day = 24 * 60 * 60_000;
const directory = { queues: async () => queueIds.map((id) => ({ id, sla: targets.get(id) ?? null })) };

let database: Awaited<ReturnType<typeof startFloorDatabase>>;
beforeAll(async () => {
  database = await startFloorDatabase();
}, 30_000);
afterAll(() => database.stop());
beforeEach(() => database.clear());

/** Dies before the write that is one too many. */
function mortal(store: FloorStore, writes: number): FloorStore {
  let left = writes;
  const dying =
    <Args extends unknown[], R>(write: (...args: Args) => Promise<R>) =>
    (...args: Args): Promise<R> => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error('killed')) : write(...args);
    };
  return {
    ...store,
    saveMeasures: dying(store.saveMeasures),
    saveIntervals: dying(store.saveIntervals),
    saveCursor: dying(store.saveCursor),
  };
}

/** What had happened by then stands in the database. */
async function commit(works: readonly MeasuredWork[], now: number): Promise<void> {
  const writes = works.flatMap(({ id: _id, ...rest }) => {
    const history = rest.history.filter((step) => step.at <= now);
    const last = history.at(-1);
    if (!last) return [];
    const replacement = { ...rest, history, version: last.version, movedAt: last.at };
    return [{ replaceOne: { filter: { _id }, replacement, upsert: true } }];
  });
  if (writes.length > 0) await database.items.bulkWrite(writes);
}

function recount(items: readonly MeasuredWork[]): Measure[] {
  return items.flatMap((work) => measureWork(work, [], (id) => targets.get(id) ?? null));
}

test.each([1, 2, 3, 4])('a day from seed %i, counted by two nodes that die now and then', async (seed) => {
  const chance = drawFrom(seed);
  const works = buildDay(chance, 80).items.map(({ work }) => work);
  let now = midnight;
  const clock = { now: () => now };
  const node = (): Collector =>
    createCollector({ store: mortal(database.store, 3 + chance.below(20)), directory, clock });
  const nodes = [node(), node()];
  for (; now < midnight + day + 60 * 60_000; now += 10_000 + chance.below(40 * 60_000)) {
    // Some steps reach the database half a minute late.
    const late = chance.below(30_000);
    await commit(works, now - late);
    const rounds = nodes.map(async (collector, at) => {
      if (chance.below(3) === 0) return;
      await collector.collect().catch(() => {
        nodes[at] = node();
      });
    });
    await Promise.all(rounds);
  }
  await commit(works, now);
  await createCollector({ store: database.store, directory, clock }).collect();

  const measures = recount(works);
  for (const queueId of queueIds) {
    const kept = await database.store.intervals([queueId], 0, now + FLOOR_INTERVAL_MS);
    const expected = new Map<number, Measure[]>();
    for (const one of measures.filter((measure) => measure.queueId === queueId)) {
      const start = startOfInterval(one.at);
      expected.set(start, [...(expected.get(start) ?? []), one]);
    }
    expect(kept.sort((a, b) => a.start - b.start)).toEqual(
      [...expected].sort(([a], [b]) => a - b).map(([start, those]) => sumInterval(queueId, start, those)),
    );
    await expectOpenable(
      queueId,
      kept.map((one) => one.figures),
    );
  }

  /** Every number opens as many lines as it says. */
  async function expectOpenable(queueId: QueueId, figures: Parameters<typeof addFigures>[0]): Promise<void> {
    const sum = addFigures(figures);
    const count = async (figure: FloorFigure) => {
      const query = { figure, queueIds: [queueId], agentId: null, from: 0, to: now + 1, now: 0, before: null };
      return (await database.store.cases({ ...query, limit: 10_000 })).length;
    };
    for (const figure of ['offered', 'accepted', 'abandoned', 'otherwise', 'judged', 'met', 'taken'] as const) {
      expect([figure, await count(figure)]).toEqual([figure, sum[figure]]);
    }
    for (const figure of ['handled', 'declined', 'missed'] as const) {
      expect([figure, await count(figure)]).toEqual([figure, sum[figure]]);
    }
    expect(await count('late')).toBe(sum.judged - sum.met);
  }
});

test('pages of what is behind a number are the whole, each line once, newest first', async () => {
  const works = buildDay(drawFrom(9), 60).items.map(({ work }) => work);
  const now = midnight + 2 * day;
  await commit(works, now);
  await createCollector({ store: database.store, directory, clock: { now: () => now } }).collect();
  const query = { figure: 'offered', queueIds, agentId: null, from: 0, to: now, now } as const;
  const whole = await database.store.cases({ ...query, before: null, limit: 1_000 });
  const pages: string[] = [];
  let before: { at: number; id: string } | null = null;
  for (;;) {
    const page: Measure[] = await database.store.cases({ ...query, before, limit: 7 });
    const last = page.at(-1);
    if (!last) break;
    pages.push(...page.map((one) => one.id));
    before = { at: last.at, id: last.id };
  }
  expect(pages).toEqual(whole.map((one) => one.id));
  expect(new Set(pages).size).toBe(pages.length);
});

test('what the target was then is what it is judged by, also after the target changed', async () => {
  const works = buildDay(drawFrom(11), 40).items.map(({ work }) => work);
  const now = midnight + 2 * day;
  await commit(works, now);
  const clock = { now: () => now };
  await createCollector({ store: database.store, directory, clock }).collect();
  const before = await database.store.intervals(queueIds, 0, now);
  const strict = { queues: async () => queueIds.map((id) => ({ id, sla: { seconds: 1, percent: 99 } })) };
  await createCollector({ store: database.store, directory: strict, clock }).collect();
  expect(await database.store.intervals(queueIds, 0, now)).toEqual(before);
});

test('what is older than three months is forgotten, and is not counted again', async () => {
  const works = buildDay(drawFrom(12), 30).items.map(({ work }) => work);
  let now = midnight + 2 * day;
  await commit(works, now);
  const collector = createCollector({ store: database.store, directory, clock: { now: () => now } });
  await collector.collect();
  now = midnight + 2 * day + KEPT_MS;
  await collector.forget();
  await createCollector({ store: database.store, directory, clock: { now: () => now } }).collect();
  expect(await database.store.intervals(queueIds, 0, now)).toEqual([]);
});
