/** Phone numbers as people write them, and which of them may be dialled. */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

export interface NumberPolicy {
  /** ISO 3166, two letters: what a number without its country is taken for */
  country: string;
  /** countries that may be dialled besides the own one */
  allowedCountries: readonly string[];
}

export type Refusal = 'not-a-number' | 'emergency' | 'premium' | 'country';

/** Numbers of emergency services around the world; too short to be anybody's, so they are refused everywhere. */
const EMERGENCY = new Set([
  ...['000', '08', '100', '101', '102', '103', '104', '106', '108', '110', '111', '112', '113', '114', '115', '116'],
  ...['117', '118', '119', '120', '122', '123', '128', '129', '130', '133', '140', '143', '144', '150', '155', '158'],
  ...['160', '166', '180', '185', '190', '191', '192', '193', '194', '195', '197', '198', '199', '911', '988', '991'],
  ...['992', '993', '995', '997', '998', '999'],
]);
/** A fee for whoever calls, or an address that is not a person's phone. */
const PREMIUM = new Set(['PREMIUM_RATE', 'SHARED_COST']);

const isCountry = (text: string): text is CountryCode => isSupportedCountry(text as CountryCode);

const parse = (text: string, { country }: NumberPolicy) =>
  parsePhoneNumberFromString(text, isCountry(country) ? country : undefined);

/** E.164; null: no number. Whoever wrote it, a string in the shape of a number that no country gives out is none. */
export function normaliseNumber(text: string, policy: NumberPolicy): string | null {
  if (text.length > 40) return null;
  const number = parse(text, policy);
  return number?.isPossible() ? number.number : null;
}

export function refuseNumber(text: string, policy: NumberPolicy): Refusal | null {
  if (text.length > 40) return 'not-a-number';
  const number = parse(text, policy);
  const digits = text.replace(/[\s()./-]/g, '');
  if (EMERGENCY.has(digits) || (number && EMERGENCY.has(number.nationalNumber))) return 'emergency';
  if (!number?.isValid()) return 'not-a-number';
  if (PREMIUM.has(number.getType() ?? '')) return 'premium';
  const country = number.country;
  const allowed = country !== undefined && [policy.country, ...policy.allowedCountries].includes(country);
  return allowed ? null : 'country';
}
