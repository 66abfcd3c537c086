import { type Calendar, calendarSchema } from '../../../../shared/model/calendar.ts';
import { copyMonday, intervalsOf, isSound, isTimeZone, nextInterval, readTime, replaceDay } from './hours-form.ts';

const calendar = {
  id: '01J00000000000000000000000',
  name: 'Office',
  timeZone: 'Europe/Berlin',
  weekly: [{ day: 1, from: '09:00', to: '12:00' }],
  holidays: [],
} as unknown as Calendar;

test('days are replaced whole and kept in order', () => {
  const next = replaceDay(calendar, 1, [
    { from: '13:00', to: '17:00' },
    { from: '08:00', to: '12:00' },
  ]);
  expect(intervalsOf(next, 1).map((interval) => interval.from)).toEqual(['08:00', '13:00']);
  expect(calendarSchema.safeParse(next).success).toBe(true);
  expect(copyMonday(next).weekly).toHaveLength(10);
});

test.each([
  [[], { from: '09:00', to: '17:00' }],
  [[{ day: 1, from: '09:00', to: '12:00' }], { from: '13:00', to: '16:00' }],
  [[{ day: 1, from: '09:00', to: '22:00' }], { from: '23:00', to: '24:00' }],
])('after %j comes %j', (intervals, next) => {
  expect(nextInterval(intervals)).toEqual(next);
});

test.each([
  ['9', '09:00'],
  ['930', '09:30'],
  ['1745', '17:45'],
  [' 9.30 ', '09:30'],
  ['24', '24:00'],
  ['24:30', '24:30'],
  ['25', '25'],
  ['noon', 'noon'],
  ['', ''],
])('%j is read as %j', (text, time) => {
  expect(readTime(text)).toBe(time);
});

test('what cannot be saved is known', () => {
  expect(isSound(calendar)).toBe(true);
  expect(isSound({ ...calendar, timeZone: 'Mars/Olympus' })).toBe(false);
  expect(isSound(replaceDay(calendar, 2, [{ from: '10:00', to: '09:00' }]))).toBe(false);
  expect(isSound(replaceDay(calendar, 2, [{ from: '9', to: 'noon' }]))).toBe(false);
  expect(isTimeZone('')).toBe(false);
});
