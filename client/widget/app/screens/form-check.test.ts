import type { FormField } from '../../../../shared/model/inbox.ts';
import { checkForm, isAddress, orderFields } from './form-check.ts';

const fields: FormField[] = [
  { type: 'name', key: 'name', label: 'Name', required: false },
  { type: 'email', key: 'email', label: 'Email', required: false },
  { type: 'choice', key: 'topic', label: 'Topic', choices: ['A', 'B'], required: true },
  { type: 'text', key: 'order', label: 'Order', required: true },
];

test('choices come before what must be typed', () => {
  expect(orderFields(fields).map(({ key }) => key)).toEqual(['topic', 'name', 'email', 'order']);
});

test('what is missing or not an address is named by field', () => {
  expect(checkForm(fields, { email: 'sofia@', order: '  ' })).toEqual({
    email: 'badEmail',
    topic: 'pickOne',
    order: 'needed',
  });
  expect(checkForm(fields, { topic: 'A', order: '7' })).toEqual({});
});

test.each([
  ['sofia@example.com', true],
  ['a@b', false],
  ['a b@c.de', false],
  [`${'x'.repeat(250)}@a.de`, false],
])('%s', (text, isGood) => expect(isAddress(text)).toBe(isGood));
