/** What people write when they mean a moment, in both languages, on a Sunday evening. */
import { loadWords, type MomentWords, readMoment } from './said-moment.ts';

const now = new Date(2026, 10, 22, 20, 7).getTime();
let words: MomentWords;
beforeAll(async () => {
  words = await loadWords();
});

const shown = (at: number | null): string | null => {
  if (at === null) return null;
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getMonth() + 1}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
};

test.each([
  ['tomorrow', '11-23 09:00'],
  ['tomorrow at 14:30', '11-23 14:30'],
  ['friday at 3', '11-27 15:00'],
  ['friday at 3:00', '11-27 03:00'],
  ['friday 3am', '11-27 03:00'],
  ['monday morning', '11-23 09:00'],
  ['tomorrow afternoon', '11-23 14:00'],
  ['in 2 hours', '11-22 22:07'],
  ['2h', '11-22 22:07'],
  ['in 30 minutes', '11-22 20:37'],
  ['3 days', '11-25 09:00'],
  ['next week', '11-29 09:00'],
  ['1 december 8:00', '12-01 08:00'],
  ['明天', '11-23 09:00'],
  ['明天下午三点', '11-23 15:00'],
  ['周五晚上', '11-27 18:00'],
  ['两小时后', '11-22 22:07'],
  ['三天后', '11-25 09:00'],
  ['一周后', '11-29 09:00'],
  ['2 周', '12-06 09:00'],
  ['when they call', null],
  ['', null],
])('“%s” is %s', (said, expected) => {
  expect(shown(readMoment(said, now, words))).toBe(expected);
});
