/** When something put aside comes back: quick choices. Pure. */
import { partsOfDay as parts } from '../../i18n/said-moment.ts';

export interface QuickMoment {
  key: 'hours' | 'evening' | 'tomorrow' | 'monday' | 'week';
  /** ms since 1970 */
  at: number;
}

const HOUR = 3_600_000;

/** What lies ahead by at least half an hour, soonest first, none twice. */
export function listMoments(now: number): QuickMoment[] {
  const day = (days: number, hour: number): number => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    return date.setHours(hour, 0, 0, 0);
  };
  const untilMonday = (8 - new Date(now).getDay()) % 7 || 7;
  const all: QuickMoment[] = [
    { key: 'hours', at: roundUp(now + 2 * HOUR) },
    { key: 'evening', at: day(0, parts.evening) },
    { key: 'tomorrow', at: day(1, parts.morning) },
    { key: 'monday', at: day(untilMonday, parts.morning) },
    { key: 'week', at: day(7, parts.morning) },
  ];
  const seen = new Set<number>();
  return all
    .filter(({ at }) => at >= now + HOUR / 2 && !seen.has(at) && seen.add(at) !== undefined)
    .sort((a, b) => a.at - b.at);
}

/** To the next five minutes. */
function roundUp(at: number): number {
  const step = 5 * 60_000;
  return Math.ceil(at / step) * step;
}
