/** What is wrong with a filled form, by field; the server checks again. Pure. */
import type { FormField } from '../../../../shared/model/inbox.ts';

export type FormProblem = 'needed' | 'pickOne' | 'badEmail';

const address = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

export function isAddress(text: string): boolean {
  return text.length <= 254 && address.test(text.trim());
}

/** Choices first: what can be tapped comes before what must be typed. */
export function orderFields<Field extends FormField>(fields: readonly Field[]): Field[] {
  return [...fields.filter(({ type }) => type === 'choice'), ...fields.filter(({ type }) => type !== 'choice')];
}

export function checkForm(
  fields: readonly FormField[],
  answers: Readonly<Record<string, string>>,
): Record<string, FormProblem> {
  const problems: Record<string, FormProblem> = {};
  for (const { key, type, required } of fields) {
    const answer = (answers[key] ?? '').trim();
    if (answer === '' && required) problems[key] = type === 'choice' ? 'pickOne' : 'needed';
    else if (answer !== '' && type === 'email' && !isAddress(answer)) problems[key] = 'badEmail';
  }
  return problems;
}
