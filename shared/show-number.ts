/** A phone number as people read it, spaced in the international way wherever it stands; whatever is none stays as it is. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

export function showNumber(text: string): string {
  if (!/^\+\d{5,15}$/.test(text.replace(/[\s()./-]/g, ''))) return text;
  return parsePhoneNumberFromString(text)?.formatInternational() ?? text;
}
