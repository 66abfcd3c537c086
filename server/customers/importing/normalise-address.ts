/** Addresses as every channel keeps them, so that the same person gives the same value: mail in lower case, phones in E.164. Pure. */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

const EMAIL = /^[^\s@<>()",;:]+@[^\s@<>()",;:]+$/u;
const LONGEST_EMAIL = 254;
const LONGEST_PHONE = 40;

/** null: no address */
export function normaliseEmail(text: string): string | null {
  const address = text.normalize('NFC').trim().toLowerCase();
  return EMAIL.test(address) && address.length <= LONGEST_EMAIL ? address : null;
}

/** null: no number. `country`: ISO 3166, of numbers without one. */
export function normalisePhone(text: string, country: string): string | null {
  if (text.length > LONGEST_PHONE) return null;
  const home = isSupportedCountry(country as CountryCode) ? (country as CountryCode) : undefined;
  const number = parsePhoneNumberFromString(text, home);
  return number?.isPossible() ? number.number : null;
}
