/** The planned day: the same for a seed, within its bounds, and with something of everything. */
import { DAY, planShifts, planVisits } from './plan.ts';

const end = Date.UTC(2026, 5, 1, 12);

it('is the same day for the same seed and end', () => {
  expect(planVisits(end, 7)).toEqual(planVisits(end, 7));
  expect(planVisits(end, 8)).not.toEqual(planVisits(end, 7));
});

it('lies within the day, in order', () => {
  const times = planVisits(end, 7).map(({ at }) => at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(Math.min(...times)).toBeGreaterThan(end - DAY);
  expect(Math.max(...times)).toBeLessThan(end);
  expect(times.length).toBeGreaterThan(40);
  expect(times.length).toBeLessThan(250);
});

it('has every fate, both desks, and shifts that cover what is answered', () => {
  const visits = planVisits(end, 7);
  expect(new Set(visits.map(({ fate }) => fate))).toEqual(
    new Set(['done', 'rated', 'snoozed', 'passed-on', 'gives-up', 'left']),
  );
  expect(new Set(visits.map(({ team }) => team))).toEqual(new Set(['care', 'trade']));
  const shifts = planShifts(end);
  for (const { at, fate } of visits) {
    if (fate !== 'left') expect(shifts.some(({ from, to }) => from <= at && at < to)).toBe(true);
  }
});
