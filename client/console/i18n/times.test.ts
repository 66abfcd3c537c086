import type { TFunction } from 'i18next';
import { createTimes, formatRunning } from './times.ts';

const t = ((key: string, options?: { count?: number }) => `${key.split('.')[1]}${options?.count ?? ''}`) as TFunction;
const times = createTimes(t, 'en');
const now = new Date(2026, 10, 20, 12, 0).getTime();

test.each([
  [48_000, '0:48'],
  [725_000, '12:05'],
  [6_130_000, '1:42:10'],
  [-5, '0:00'],
])('%d ms run as %s', (ms, text) => {
  expect(formatRunning(ms)).toBe(text);
});

test('an age is now, minutes, hours, a weekday, a date', () => {
  expect(times.age(now - 20_000, now)).toBe('now');
  expect(times.age(now - 6 * 60_000, now)).toBe('minutes6');
  expect(times.age(now - 2 * 3_600_000, now)).toBe('hours2');
  expect(times.age(now - 2 * 86_400_000, now)).toBe('Wed');
  expect(times.age(now - 20 * 86_400_000, now)).toBe('31 Oct');
});

test('an unknown time zone is no fault', () => {
  expect(times.inZone(now, 'Mars/Olympus')).toBeNull();
  expect(times.inZone(Date.UTC(2026, 0, 1, 12, 0), 'Asia/Tokyo')).toBe('21:00');
});
