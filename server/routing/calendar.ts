/** Opening hours: is it open at a moment, when does it open next, and how much open time passes. Pure; hours are wall-clock times of the calendar's zone. */
import { DateTime, IANAZone } from 'luxon';
import type { Calendar } from '../../shared/model/calendar.ts';

type Hours = Pick<Calendar, 'timeZone' | 'weekly' | 'holidays'>;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Holidays with hours of their own may be the only open days; further ahead nobody waits. */
const DAYS_AHEAD = 400;

/** Whether the wall clock shows an open minute at `at` (ms since 1970). In a repeated hour it is open both times. */
export function isOpen(hours: Hours, at: number): boolean {
  const zone = zoneOf(hours);
  const local = DateTime.fromMillis(at, { zone });
  const minute = local.hour * 60 + local.minute;
  return intervalsOn(hours, local).some(({ from, to }) => from <= minute && minute < to);
}

/** The first moment at or after `at` that is open, in ms since 1970; null when there is none within 400 days. */
export function nextOpening(hours: Hours, at: number): number | null {
  if (isOpen(hours, at)) return at;
  const zone = zoneOf(hours);
  const today = DateTime.fromMillis(at, { zone }).startOf('day');
  for (let day = 0; day <= DAYS_AHEAD; day += 1) {
    const date = today.plus({ days: day });
    const starts = intervalsOn(hours, date).flatMap(({ from }) => momentsOf(date, from, zone));
    if (starts.length === 0 && intervalsOn(hours, date).length === 0) continue;
    const opening = [...starts, ...jumpsOn(date, zone)]
      .filter((moment) => moment >= at && isOpen(hours, moment))
      .sort((a, b) => a - b)[0];
    if (opening !== undefined) return opening;
  }
  return null;
}

/** How much open time, in ms, lies between two moments; none when the second is not the later one. */
export function openTimeBetween(hours: Hours, from: number, to: number): number {
  let open = 0;
  for (const stretch of stretchesFrom(hours, from)) {
    if (stretch.from >= to) break;
    open += Math.min(stretch.to, to) - stretch.from;
  }
  return open;
}

/** The first moment by which so much open time has passed since `from`; null when it does not within 400 days. */
export function afterOpenTime(hours: Hours, from: number, ms: number): number | null {
  let left = ms;
  for (const stretch of stretchesFrom(hours, from)) {
    const length = stretch.to - stretch.from;
    if (left <= length) return stretch.from + left;
    left -= length;
  }
  return null;
}

/** The open stretches of real time from `at` on, in order; neighbours may touch. Whoever needs no more stops asking. */
function* stretchesFrom(hours: Hours, at: number): Generator<{ from: number; to: number }> {
  const zone = zoneOf(hours);
  const today = DateTime.fromMillis(at, { zone }).startOf('day');
  for (let day = 0; day <= DAYS_AHEAD; day += 1) {
    const date = today.plus({ days: day });
    const bounds = intervalsOn(hours, date).flatMap(({ from, to }) => [
      ...momentsOf(date, from, zone),
      ...momentsOf(date, to, zone),
    ]);
    if (intervalsOn(hours, date).length === 0) continue;
    const begin = Math.max(at, date.toMillis());
    const end = today.plus({ days: day + 1 }).toMillis();
    // Between two neighbouring bounds nothing opens or closes, so that one look at the first tells of all between.
    const moments = [begin, ...bounds, ...jumpsOn(date, zone), end]
      .filter((moment) => moment >= begin && moment <= end)
      .sort((a, b) => a - b);
    for (const [index, from] of moments.entries()) {
      const to = moments[index + 1] ?? from;
      if (to > from && isOpen(hours, from)) yield { from, to };
    }
  }
}

/** An unknown zone counts as UTC: hours a little wrong are better than an inbox that answers nobody. */
function zoneOf(hours: Hours): IANAZone {
  const zone = IANAZone.create(hours.timeZone);
  return zone.isValid ? zone : IANAZone.create('UTC');
}

function intervalsOn(hours: Hours, date: DateTime): { from: number; to: number }[] {
  const holiday = hours.holidays.find((one) => one.date === date.toISODate());
  const times = holiday ? holiday.open : hours.weekly.filter((one) => one.day === date.weekday);
  return times.map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }));
}

function minutesOf(time: string): number {
  const [hour = '0', minute = '0'] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}

/** The moments at which the wall clock shows this minute of this date: none in a skipped hour, two in a repeated one. */
function momentsOf(date: DateTime, minute: number, zone: IANAZone): number[] {
  const asUtc = Date.UTC(date.year, date.month - 1, date.day) + minute * MINUTE;
  const offsets = new Set([zone.offset(asUtc - DAY), zone.offset(asUtc + DAY)]);
  return [...offsets].flatMap((offset) => {
    const moment = asUtc - offset * MINUTE;
    return zone.offset(moment) === offset ? [moment] : [];
  });
}

/** The moment of this date at which the clock is set forward or back, if there is one. */
function jumpsOn(date: DateTime, zone: IANAZone): number[] {
  let before = date.startOf('day').toMillis();
  let after = date.plus({ days: 1 }).startOf('day').toMillis();
  const offset = zone.offset(before);
  if (zone.offset(after) === offset) return [];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zone.offset(middle) === offset) before = middle;
    else after = middle;
  }
  return [after];
}
