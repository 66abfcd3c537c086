/** How old somebody is. */
import { ageOn } from './standard-attributes.ts';

test.each([
  ['1990-05-01', '2026-04-30', 35],
  ['1990-05-01', '2026-05-01', 36],
  ['2000-02-29', '2023-02-28', 22],
  ['2000-02-29', '2023-03-01', 23],
  ['2030-01-01', '2026-01-01', null],
] as const)('born %s, on %s: %s', (birthday, today, age) => {
  expect(ageOn(birthday, today)).toBe(age);
});
