import fc from 'fast-check';
import { fillVariables, splitVariables, type VariableValues, valuesOf, variableNames } from './variables.ts';

const sources = {
  customer: { name: 'Sofia Marchetti', email: { value: 'sofia@example.com' } },
  agentName: 'Maya Keller',
  number: 482,
  queueName: 'Delivery',
  inboxName: 'Website',
};
const values = valuesOf(sources);

test('known variables are filled in, with or without spaces in the braces', () => {
  const text = 'Dear {{customer.firstName}}, about {{ conversation.number }}: {{agent.name}}, {{queue.name}}';
  expect(fillVariables(text, values)).toEqual({
    text: 'Dear Sofia, about #482: Maya Keller, Delivery',
    missing: [],
  });
});

test('what is unknown or empty stays as it stands, and is named once', () => {
  const anonymous = valuesOf({ ...sources, customer: { name: 'Visitor 4F2A' } });
  const text = 'Hi {{customer.firstName}} {{customer.firstName}}, {{order.id}} {{}}';
  expect(fillVariables(text, anonymous)).toEqual({
    text,
    missing: ['{{customer.firstName}}', '{{order.id}}', '{{}}'],
  });
  expect(splitVariables('{{order.id}}{{customer.email}}', anonymous).map(({ kind }) => kind)).toEqual([
    'unknown',
    'empty',
  ]);
});

test.each([
  ['Sofia Marchetti', 'Sofia'],
  ['王小明', '王小明'],
  ['Keller, Maya', 'Maya'],
  ['  Ada ', 'Ada'],
  ['sofia@example.com', ''],
  ['+49 30 5557 0148', ''],
  ['Visitor 4F2A', ''],
])('the first name of %s is %s', (name, first) => {
  expect(valuesOf({ ...sources, customer: { name } })['customer.firstName']).toBe(first);
});

test('whatever the text, its pieces make it whole again, and no known braces are left where there is a value', () => {
  const brace = fc.constantFrom('{{', '}}', '{', '}', ' ', 'a', ...variableNames, '\n');
  fc.assert(
    fc.property(fc.array(brace), (parts) => {
      const text = parts.join('');
      const whole = splitVariables(text, values).map((piece) => (piece.kind === 'text' ? piece.text : piece.raw));
      expect(whole.join('')).toBe(text);
      const { missing } = fillVariables(text, values);
      expect(missing.every((raw) => !variableNames.some((name) => raw === `{{${name}}}`))).toBe(true);
    }),
  );
});

test('values are put in as they are and looked into no further', () => {
  const tricky: VariableValues = { ...values, 'customer.name': '{{agent.name}}' };
  expect(fillVariables('{{customer.name}}', tricky).text).toBe('{{agent.name}}');
});
