import type { UserId } from '../../../../shared/model/ids.ts';
import { valuesOf } from '../../../../shared/variables.ts';
import { keptMentions, markText } from './marks.ts';

const values = valuesOf({
  customer: { name: 'Visitor 4F2A' },
  agentName: 'Maya',
  number: 7,
  queueName: 'North',
  inboxName: 'Shop',
});
const ann = { id: 'a' as UserId, name: 'Ann' };
const lee = { id: 'b' as UserId, name: 'Ann Lee' };

test('mentions and braces are marked, and the pieces make the text', () => {
  const text = 'Hi @Ann Lee and @Ann, {{customer.firstName}} {{x}}';
  const stretches = markText(text, [ann, lee], values);
  expect(stretches.map((each) => each.text).join('')).toBe(text);
  expect(stretches.filter((each) => each.mark).map((each) => [each.mark, each.text])).toEqual([
    ['mention', '@Ann Lee'],
    ['mention', '@Ann'],
    ['missing', '{{customer.firstName}}'],
    ['missing', '{{x}}'],
  ]);
});

test('who was taken out of the text again is not mentioned, and nobody twice', () => {
  expect(keptMentions('@Ann', [ann, ann, { id: 'c' as UserId, name: 'Ben' }])).toEqual([ann]);
});
