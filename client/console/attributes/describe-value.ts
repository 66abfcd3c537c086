/** The value of an attribute in words. */
import type { AttributeValue } from '../../../shared/model/customer.ts';

export function describeValue(
  value: AttributeValue,
  t: (key: 'person.yes' | 'person.no') => string,
  locale: string,
): string {
  if (typeof value === 'boolean') return t(value ? 'person.yes' : 'person.no');
  if (typeof value === 'number') return new Intl.NumberFormat(locale, { maximumFractionDigits: 10 }).format(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) {
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(value));
  }
  return value;
}
