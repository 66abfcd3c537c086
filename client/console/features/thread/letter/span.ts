/** From when to when, as a clock in that zone shows it. Pure but for this computer's own zone. */
import type { Invitation } from '../../../../../shared/model/letter.ts';

/** null for a zone that does not exist; `timeZone` undefined: here */
export function describeSpan(
  { start, end, allDay }: Pick<Invitation, 'start' | 'end' | 'allDay'>,
  locale: string,
  timeZone: string | undefined,
): string | null {
  if (start === null) return null;
  const day = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  try {
    if (allDay) {
      // A day is a day everywhere; its end is the day after.
      const format = new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' });
      const last = end === null ? start : Math.max(start, end - 86_400_000);
      return last > start ? format.formatRange(start, last) : format.format(start);
    }
    const format = new Intl.DateTimeFormat(locale, {
      ...day,
      ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone, timeZoneName: 'short' },
    });
    return end !== null && end > start ? format.formatRange(start, end) : format.format(start);
  } catch {
    return null;
  }
}
