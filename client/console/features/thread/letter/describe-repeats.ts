/** How often an invitation comes again, in a sentence. Pure. */
import type { TFunction } from 'i18next';
import { readRecurrence } from './recurrence.ts';

/** The rule itself where words fail. */
export function describeRepeats(rule: string, t: TFunction, locale: string): string {
  const read = readRecurrence(rule);
  if (!read) return rule;
  const { every, interval, days, count, until } = read;
  let often = t(`letter.invitation.${every}`, { count: interval });
  if (days.length > 0) {
    // 4 January 1970 was a Sunday.
    const names = days.map((day) =>
      new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format((3 + day) * 86_400_000),
    );
    const list = new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
    often = t('letter.invitation.onDays', { often, days: list });
  }
  if (count !== null) return t('letter.invitation.times', { often, count });
  if (until === null) return often;
  return t('letter.invitation.until', {
    often,
    date: new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(until),
  });
}
