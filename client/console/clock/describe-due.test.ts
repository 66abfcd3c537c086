import { describeDue } from './describe-due.ts';

const MINUTE = 60_000;
const at = 10_000 * MINUTE;
const say = (leftMs: number, minutes = 60) => {
  const { state, time } = describeDue({ at, minutes }, at - leftMs);
  switch (time.kind) {
    case 'running':
      return `${state} ${time.text}`;
    case 'hours':
      return `${state} ${time.hours} h ${time.minutes}`;
    default:
      return `${state} ${time.count} ${time.kind}`;
  }
};

test.each([
  ['days ahead', 50 * 60 * MINUTE, 6_000, 'quiet 2 days'],
  ['hours ahead', 96 * MINUTE, 240, 'quiet 1 h 36'],
  ['minutes ahead', 52 * MINUTE, 60, 'quiet 52 minutes'],
  ['a quarter left exactly', 15 * MINUTE, 60, 'quiet 15 minutes'],
  ['less than a quarter left', 15 * MINUTE - 1000, 60, 'soon 14 minutes'],
  ['seconds count', 4 * MINUTE, 8, 'quiet 4:00'],
  ['two minutes are short whatever the target', 119_000, 3, 'soon 1:59'],
  ['the last second', 1, 3, 'soon 0:01'],
  ['due', 0, 3, 'late 0:00'],
  ['a moment late', -999, 3, 'late 0:00'],
  ['late', -72_000, 3, 'late 1:12'],
  ['late by minutes', -59 * MINUTE, 3, 'late 59:00'],
  ['late by hours', -125 * MINUTE, 3, 'late 2 h 5'],
])('%s', (_name, left, minutes, said) => {
  expect(say(left, minutes)).toBe(said);
});
