/** When an invitation comes again, as RFC 5545 writes it, in words. Pure. */

export interface Recurrence {
  every: 'daily' | 'weekly' | 'monthly' | 'yearly';
  interval: number;
  /** 0 is Sunday */
  days: number[];
  count: number | null;
  /** ms since 1970 */
  until: number | null;
}

const frequencies = { DAILY: 'daily', WEEKLY: 'weekly', MONTHLY: 'monthly', YEARLY: 'yearly' } as const;
const dayNames = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** null for a rule that says more than these words can */
export function readRecurrence(rule: string): Recurrence | null {
  const parts = new Map(
    rule
      .replace(/^RRULE:/i, '')
      .toUpperCase()
      .split(';')
      .map((part) => part.split('=') as [string, string | undefined]),
  );
  const known = ['FREQ', 'INTERVAL', 'BYDAY', 'COUNT', 'UNTIL', 'WKST'];
  if ([...parts.keys()].some((name) => name !== '' && !known.includes(name))) return null;
  const every = frequencies[parts.get('FREQ') as keyof typeof frequencies];
  const days = (parts.get('BYDAY') ?? '')
    .split(',')
    .filter(Boolean)
    .map((day) => dayNames.indexOf(day));
  if (!every || days.includes(-1) || (days.length > 0 && every !== 'weekly' && every !== 'daily')) return null;
  return {
    every,
    interval: Math.max(1, Number(parts.get('INTERVAL') ?? 1) || 1),
    days,
    count: Number(parts.get('COUNT')) || null,
    until: readDate(parts.get('UNTIL')),
  };
}

function readDate(text: string | undefined): number | null {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z?)?$/.exec(text ?? '');
  if (!match) return null;
  const [, year, month, day, hour = '12', minute = '0', second = '0'] = match;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}
