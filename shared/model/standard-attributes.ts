/** What every workspace may know of a customer, beside the attributes that its admin defined; kept in one record with those. */
import type { Attribute } from './catalogue.ts';
import type { AttributeId } from './ids.ts';

/** Whether they want to be written to or called; what is not said is not known. */
export const consentFields = ['mayEmail', 'mayText', 'mayCall'] as const;
export const consents = ['granted', 'denied'] as const;

export const standardFields = [
  'gender',
  'birthday',
  'occupation',
  'company',
  'interests',
  'language',
  'timeZone',
  'address',
  ...consentFields,
] as const;
export type StandardField = (typeof standardFields)[number];

/** Kept as these words; every language has its own for them. */
export const genders = ['female', 'male', 'other'] as const;

/** ISO 639-1, of what most people speak. */
const languages =
  'ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru sk sl sr sv th tr uk ur vi zh'.split(
    ' ',
  );

const choicesOf: Partial<Record<StandardField, () => readonly string[]>> = {
  gender: () => genders,
  language: () => languages,
  mayEmail: () => consents,
  mayText: () => consents,
  mayCall: () => consents,
  timeZone: () => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')],
};

export const standardAttributes: readonly Attribute[] = standardFields.map((field) => {
  const choices = choicesOf[field]?.();
  return {
    id: field as string as AttributeId,
    name: field,
    type: choices ? 'choice' : field === 'birthday' ? 'date' : 'text',
    choices: [...(choices ?? [])],
    archived: false,
  };
});

export const isConsent = (id: string): boolean => (consentFields as readonly string[]).includes(id);

export const isStandard = (id: string): id is StandardField => (standardFields as readonly string[]).includes(id);

/** Whole years between two dates written 2026-11-22; null before the birth, and where it is no date. */
export function ageOn(birthday: string, today: string): number | null {
  const years = Number(today.slice(0, 4)) - Number(birthday.slice(0, 4));
  const age = today.slice(5) < birthday.slice(5) ? years - 1 : years;
  return Number.isInteger(age) && age >= 0 ? age : null;
}
