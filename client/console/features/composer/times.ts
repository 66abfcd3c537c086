/** The quick choices for sending later. Pure: the moment and the calendar of this computer are arguments. */

export interface LaterChoice {
  key: 'hour' | 'afternoon' | 'evening' | 'tomorrow' | 'monday';
  /** ms since 1970 */
  at: number;
}

const HOUR = 3_600_000;

/** Those that lie ahead by at least half an hour, soonest first; none twice. */
export function listChoices(now: number): LaterChoice[] {
  const day = (days: number, hour: number): number => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    return date.setHours(hour, 0, 0, 0);
  };
  const weekday = new Date(now).getDay();
  const untilMonday = (8 - weekday) % 7 || 7;
  const all: LaterChoice[] = [
    { key: 'hour', at: now + HOUR },
    { key: 'afternoon', at: day(0, 14) },
    { key: 'evening', at: day(0, 18) },
    { key: 'tomorrow', at: day(1, 9) },
    { key: 'monday', at: day(untilMonday, 9) },
  ];
  const seen = new Set<number>();
  return all.filter(({ at }) => at >= now + HOUR / 2 && !seen.has(at) && seen.add(at)).sort((a, b) => a.at - b.at);
}
