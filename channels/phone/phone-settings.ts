/** A phone inbox's settings, checked whole. */
import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { CallWay } from '../../shared/model/call-menu.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import { type PhoneSettings, phoneSettingsSchema } from '../../shared/model/phone-inbox.ts';
import { normaliseNumber, refuseNumber } from './numbers.ts';

/** @throws AppError `invalid`, `fields` by path such as `menu.greeting` */
export function parseSettings(settings: unknown): PhoneSettings {
  const parsed = phoneSettingsSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[issue.path.join('.') || 'settings'] ??= issue.message;
  throw new AppError('invalid', 'Some settings are not valid.', { fields });
}

/** As an admin gives them: numbers in any spelling, each of which must be one. @throws AppError `invalid` */
export function checkSettings(given: unknown): PhoneSettings {
  const settings = parseSettings(readNumber(given));
  const { country, menu } = settings;
  const fields: Record<string, string> = {};
  if (!isSupportedCountry(country)) fields.country = 'there is no such country';
  else if (settings.provider === 'twilio') {
    const number = parsePhoneNumberFromString(settings.account.number);
    if (!number?.isPossible()) fields['account.number'] = 'not-a-number';
    else if (number.countryCallingCode !== getCountryCallingCode(country)) fields['account.number'] = 'another-country';
  }
  const check = (path: string, way: CallWay): void => {
    const refused = way.to === 'forward' ? refuseNumber(way.number, settings) : null;
    if (refused) fields[`menu.${path}.number`] = refused;
  };
  menu?.menus.forEach(({ choices }, at) => {
    for (const [index, { way }] of choices.entries()) check(`menus.${at}.choices.${index}.way`, way);
  });
  if (menu) check('closed.way', menu.closed.way);
  if (menu) check('unclear.way', menu.unclear.way);
  if (Object.keys(fields).length > 0) throw new AppError('invalid', 'Some settings are not valid.', { fields });
  return settings;
}

const asTyped = z.looseObject({ country: z.string(), account: z.looseObject({ number: z.string() }) });

/** The inbox's own number as E.164, read by its country. */
function readNumber(given: unknown): unknown {
  const typed = asTyped.safeParse(given);
  if (!typed.success) return given;
  const { account, country } = typed.data;
  const number = normaliseNumber(account.number, { country, allowedCountries: [] }) ?? account.number;
  return { ...typed.data, account: { ...account, number } };
}

export const settingsOf = (inbox: Inbox): PhoneSettings => parseSettings(inbox.settings);
