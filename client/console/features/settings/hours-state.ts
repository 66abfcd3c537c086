/** Whether a calendar is open at a moment of its own wall clock, and until or from when. Pure. */
import type { Calendar } from '../../../../shared/model/calendar.ts';

type Hours = Pick<Calendar, 'weekly' | 'holidays'>;

/** A moment as the clock on the wall shows it: `date` as 2026-11-22, `time` as 09:30. */
export interface WallTime {
  date: string;
  time: string;
}

/** null: never within a year, or always. */
export type HoursState = { open: true; until: WallTime | null } | { open: false; from: WallTime | null };

const DAYS_AHEAD = 366;

export function stateAt(hours: Hours, now: WallTime): HoursState {
  const today = intervalsOn(hours, now.date);
  const current = today.find(({ from, to }) => from <= now.time && now.time < to);
  return current
    ? { open: true, until: closing(hours, now.date, current.to) }
    : { open: false, from: opening(hours, now) };
}

/** Midnight closes nothing when the next day begins open. */
function closing(hours: Hours, date: string, to: string): WallTime | null {
  let [day, end] = [date, to];
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    const joined = intervalsOn(hours, day).find(({ from, to: later }) => from <= end && end < later);
    if (joined) {
      end = joined.to;
      continue;
    }
    if (end !== '24:00') return { date: day, time: end };
    const next = nextDate(day);
    const morning = intervalsOn(hours, next).find(({ from }) => from === '00:00');
    if (!morning) return { date: day, time: end };
    [day, end] = [next, morning.to];
  }
  return null;
}

function opening(hours: Hours, now: WallTime): WallTime | null {
  let day = now.date;
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    const starts = intervalsOn(hours, day)
      .map(({ from }) => from)
      .filter((from) => ahead > 0 || from > now.time)
      .sort();
    if (starts[0] !== undefined) return { date: day, time: starts[0] };
    day = nextDate(day);
  }
  return null;
}

function intervalsOn({ weekly, holidays }: Hours, date: string): { from: string; to: string }[] {
  const holiday = holidays.find((one) => one.date === date);
  return holiday ? holiday.open : weekly.filter(({ day }) => day === weekdayOf(date));
}

/** 1 = Monday … 7 = Sunday */
const weekdayOf = (date: string): number => new Date(`${date}T12:00:00Z`).getUTCDay() || 7;

const nextDate = (date: string): string =>
  new Date(Date.parse(`${date}T12:00:00Z`) + 24 * 60 * 60_000).toISOString().slice(0, 10);

/** What the clock in a zone shows at a moment; an unknown zone counts as UTC, as it does in routing. */
export function wallTimeIn(timeZone: string, at: number): WallTime {
  const show = (zone: string) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at);
  let text: string;
  try {
    text = show(timeZone);
  } catch {
    text = show('UTC');
  }
  const [date = '', time = ''] = text.split(' ');
  return { date, time };
}
