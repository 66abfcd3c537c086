import { createInstance } from 'i18next';
import { en } from '../../../i18n/en.ts';
import { describeRepeats } from './describe-repeats.ts';
import { readRecurrence } from './recurrence.ts';
import { describeSpan } from './span.ts';

const words = createInstance();
beforeAll(() => words.init({ lng: 'en', ns: ['words'], defaultNS: 'words', resources: { en: { words: en } } }));
const describe = (rule: string) => describeRepeats(rule, words.t, 'en-GB');

test('rules are told in words', () => {
  expect(describe('FREQ=WEEKLY;BYDAY=MO')).toBe('every week on Monday');
  expect(describe('RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;COUNT=6')).toBe(
    'every 2 weeks on Monday, Wednesday and Friday, 6 times',
  );
  expect(describe('FREQ=DAILY;UNTIL=20261224T235959Z')).toBe('every day, until 24 December 2026');
  expect(describe('FREQ=YEARLY')).toBe('every year');
});

test('a rule that says more stays as it was written', () => {
  for (const rule of ['FREQ=MONTHLY;BYDAY=2TU', 'FREQ=WEEKLY;BYSETPOS=1', 'FREQ=HOURLY', 'nonsense']) {
    expect(readRecurrence(rule)).toBeNull();
    expect(describe(rule)).toBe(rule);
  }
});

test('a meeting is told by the clock of any zone, a day is the same everywhere', () => {
  const start = Date.UTC(2026, 10, 20, 9, 0);
  const meeting = { start, end: start + 3_600_000, allDay: false };
  expect(describeSpan(meeting, 'en-GB', 'Asia/Shanghai')).toMatch(/20 Nov 2026.*17:00.18:00/);
  expect(describeSpan(meeting, 'en-GB', 'Mars/Olympus')).toBeNull();
  expect(describeSpan({ ...meeting, start: null }, 'en-GB', 'UTC')).toBeNull();
  const day = Date.UTC(2026, 10, 20);
  expect(describeSpan({ start: day, end: day + 86_400_000, allDay: true }, 'en-GB', undefined)).toMatch(
    /^Fri,? 20 Nov 2026$/,
  );
});
