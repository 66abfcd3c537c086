/** Times as the customer's own clock shows them. Pure: now, zone and language are arguments. */
import type { Availability } from '../../../../shared/model/inbox.ts';
import type { Words } from './en.ts';

export interface Clock {
  /** ms since 1970 */
  now: number;
  /** IANA name */
  timeZone: string;
  /** BCP 47 */
  language: string;
}

/** The number of the calendar day in the zone, to be compared with another's. */
function dayOf(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return Math.round(Date.parse(`${parts.format(at)}T00:00:00Z`) / 86_400_000);
}

export function tellTime(at: number, { timeZone, language }: Clock): string {
  return new Intl.DateTimeFormat(language, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    at,
  );
}

/** When somebody will be there, from today's clock time to a weekday or, a week on, a date. */
export function tellOpening(opensAt: number, words: Words, clock: Clock): string {
  const time = tellTime(opensAt, clock);
  const days = dayOf(opensAt, clock.timeZone) - dayOf(clock.now, clock.timeZone);
  if (days <= 0) return words.backAt(words.today(time));
  if (days === 1) return words.backAt(words.tomorrow(time));
  const shape: Intl.DateTimeFormatOptions = days < 7 ? { weekday: 'long' } : { day: 'numeric', month: 'long' };
  const day = new Intl.DateTimeFormat(clock.language, { timeZone: clock.timeZone, ...shape }).format(opensAt);
  return words.backAt(words.onDay(day, time));
}

export function tellAvailability(availability: Availability, words: Words, clock: Clock): string {
  if (availability.open) return availability.staffed ? words.hereNow : words.nobodyFree;
  return availability.opensAt === null ? words.closed : tellOpening(availability.opensAt, words, clock);
}

/** A day mark above the first message of a day: "Today 11:05", "Tue 14:31", "17 Nov 09:00". */
export function tellDay(at: number, clock: Clock): string {
  const { timeZone, language } = clock;
  const time = tellTime(at, clock);
  const days = dayOf(clock.now, timeZone) - dayOf(at, timeZone);
  if (days < 2) {
    const name = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-days, 'day');
    return `${name.charAt(0).toLocaleUpperCase(language)}${name.slice(1)} ${time}`;
  }
  const shape: Intl.DateTimeFormatOptions = days < 7 ? { weekday: 'short' } : { day: 'numeric', month: 'short' };
  return `${new Intl.DateTimeFormat(language, { timeZone, ...shape }).format(at)} ${time}`;
}

export function isSameDay(a: number, b: number, timeZone: string): boolean {
  return dayOf(a, timeZone) === dayOf(b, timeZone);
}

/** "now", "6 min", then the clock time, then the day. */
export function tellAge(at: number, words: Words, clock: Clock): string {
  const minutes = Math.floor((clock.now - at) / 60_000);
  if (minutes < 1) return words.now;
  if (minutes < 60) return words.minutes(minutes);
  if (isSameDay(at, clock.now, clock.timeZone)) return tellTime(at, clock);
  const days = dayOf(clock.now, clock.timeZone) - dayOf(at, clock.timeZone);
  const shape: Intl.DateTimeFormatOptions = days < 7 ? { weekday: 'short' } : { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(clock.language, { timeZone: clock.timeZone, ...shape }).format(at);
}
