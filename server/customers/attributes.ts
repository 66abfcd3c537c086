/** Whether a value fits an attribute as the admin defined it. Pure. */
import { AppError } from '../../shared/errors.ts';
import type { Attribute } from '../../shared/model/catalogue.ts';
import type { AttributeValue } from '../../shared/model/customer.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The value as it is kept. @throws AppError `invalid` naming what was expected */
export function checkAttribute(attribute: Attribute, value: AttributeValue): AttributeValue {
  switch (attribute.type) {
    case 'text': {
      const text = typeof value === 'string' ? value.toWellFormed().trim() : '';
      return text === '' ? refuse('a text') : text;
    }
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : refuse('a number');
    case 'yes-no':
      return typeof value === 'boolean' ? value : refuse('yes or no');
    case 'date':
      return typeof value === 'string' && isDate(value) ? value : refuse('a date such as 2026-11-22');
    case 'choice':
      return typeof value === 'string' && attribute.choices.includes(value) ? value : refuse('one of the choices');
  }
}

function isDate(text: string): boolean {
  const at = DATE.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return at !== null && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function refuse(expected: string): never {
  throw new AppError('invalid', 'This value does not fit.', { fields: { value: `is not ${expected}` } });
}
