/** Opening hours as they are edited. Pure. */
import type { Calendar } from '../../../../shared/model/calendar.ts';

export type Interval = { day: number; from: string; to: string };

export const weekDays = [1, 2, 3, 4, 5, 6, 7] as const;

export function intervalsOf(calendar: Calendar, day: number): Interval[] {
  return calendar.weekly.filter((interval) => interval.day === day);
}

export function replaceDay(calendar: Calendar, day: number, intervals: { from: string; to: string }[]): Calendar {
  const others = calendar.weekly.filter((interval) => interval.day !== day);
  const own = intervals.map(({ from, to }) => ({ day, from, to }));
  return { ...calendar, weekly: [...others, ...own].sort((a, b) => a.day - b.day || a.from.localeCompare(b.from)) };
}

/** After the last interval of the day, else office hours. */
export function nextInterval(intervals: readonly Interval[]): { from: string; to: string } {
  const last = intervals.at(-1);
  if (!last) return { from: '09:00', to: '17:00' };
  const hour = Number(last.to.slice(0, 2));
  if (hour >= 23) return { from: last.to, to: '24:00' };
  const pad = (value: number) => String(value).padStart(2, '0');
  return { from: `${pad(hour + 1)}:00`, to: `${pad(Math.min(24, hour + 4))}:00` };
}

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

export const isTime = (text: string): boolean => timeOfDay.test(text);

export const isInOrder = ({ from, to }: { from: string; to: string }): boolean =>
  isTime(from) && isTime(to) && from < to;

/** What somebody means by 9, 930, 9.30 or 09:30; what cannot be read stays as it is. */
export function readTime(text: string): string {
  const found = /^(\d{1,2})(?:\s*[:.h]?\s*(\d{2}))?$/.exec(text.trim());
  if (!found) return text;
  const time = `${(found[1] ?? '').padStart(2, '0')}:${found[2] ?? '00'}`;
  return isTime(time) ? time : text;
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name !== '';
  } catch {
    return false;
  }
}

/** Monday's hours on every working day. */
export function copyMonday(calendar: Calendar): Calendar {
  const monday = intervalsOf(calendar, 1);
  return [2, 3, 4, 5].reduce((next, day) => replaceDay(next, day, monday), calendar);
}

export function isSound(calendar: Calendar): boolean {
  const isDated = calendar.holidays.every((holiday) => holiday.date !== '' && holiday.open.every(isInOrder));
  return calendar.name.trim() !== '' && isTimeZone(calendar.timeZone) && calendar.weekly.every(isInOrder) && isDated;
}

/** What a new calendar begins with. */
export const officeHours = (): Interval[] => [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' }));

/** The name, with a number behind it when there is one like it already. */
export function freeName(wanted: string, others: readonly { name: string }[]): string {
  const taken = new Set(others.map(({ name }) => name.trim().toLowerCase()));
  if (!taken.has(wanted.toLowerCase())) return wanted;
  for (let number = 2; ; number += 1) {
    const name = `${wanted} ${number}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}
