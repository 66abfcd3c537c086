/** What a random day's work means in numbers, against a model that counts while it happens; step by step, at once, and after old steps are forgotten. */

import type { QueueId } from '../../shared/model/ids.ts';
import { drawFrom } from '../../tests/support/chance.ts';
import { buildDay, type DayItem, targets } from '../../tests/support/floor/day.ts';
import { sumMeasures } from './figures.ts';
import { type Measure, type MeasuredWork, measureWork } from './measure.ts';

const targetOf = (queueId: QueueId) => targets.get(queueId) ?? null;
const measure = (work: MeasuredWork, known: readonly Measure[] = []) => measureWork(work, known, targetOf);
const upTo = ({ work }: DayItem, steps: number): MeasuredWork => {
  const history = work.history.slice(0, steps);
  return { ...work, history, version: history.at(-1)?.version ?? 0 };
};
const byId = (measures: readonly Measure[]) => [...measures].sort((a, b) => (a.id < b.id ? -1 : 1));

describe.each(Array.from({ length: 40 }, (_, seed) => seed))('a day from seed %i', (seed) => {
  const day = buildDay(drawFrom(seed), 60);
  const all = day.items.flatMap(({ work }) => measure(work));

  test('has the numbers that were counted while it happened', () => {
    const { figures, agents } = sumMeasures(all);
    expect(figures).toMatchObject(day.counted.figures);
    expect(Object.fromEntries(agents)).toEqual(day.counted.agents);
  });

  test('adds up: offered = accepted + abandoned + otherwise + waiting for the first acceptance', () => {
    const { figures } = sumMeasures(all);
    const undecided = all.filter((one) => one.kind === 'visit' && one.outcome === 'waiting').length;
    expect(figures.offered).toBe(figures.accepted + figures.abandoned + figures.otherwise + undecided);
    expect(figures.waitCounts.reduce((sum, count) => sum + count, 0)).toBe(figures.waits);
    expect(figures.met).toBeLessThanOrEqual(figures.judged);
  });

  test('is the same counted in pieces, wherever the counting stopped', () => {
    const chance = drawFrom(seed + 1_000);
    for (const item of day.items) {
      let known: Measure[] = [];
      for (let steps = 0; steps < item.work.history.length; ) {
        steps = Math.min(item.work.history.length, steps + 1 + chance.below(4));
        const piece = upTo(item, steps);
        // Only the newest steps are kept on an item.
        known = measure({ ...piece, history: piece.history.slice(-6) }, known);
        // Counted again, it is the same.
        expect(byId(measure(piece, known))).toEqual(byId(known));
      }
      expect(byId(known)).toEqual(byId(measure(item.work)));
    }
  });
});
