import { countAttempt, sourceBackOff, waitAfter } from './back-off.ts';

const DAY = 24 * 60 * 60 * 1000;

test('a few failures are free, then each doubles the wait up to a bound', () => {
  const waits = [1, 4, 5, 6, 7, 20, 1_000].map((failures) => waitAfter(failures, sourceBackOff) / 1000);
  expect(waits).toEqual([0, 0, 15, 30, 60, 900, 900]);
});

test('a day without any attempt begins anew', () => {
  const before = { key: 'k', failures: 9, lastAt: 0, until: 0 };
  expect(countAttempt(before, 'k', DAY - 1, sourceBackOff).failures).toBe(10);
  expect(countAttempt(before, 'k', DAY, sourceBackOff)).toEqual({ key: 'k', failures: 1, lastAt: DAY, until: DAY });
});
