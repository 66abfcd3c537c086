/** A trial of rules: the reasons it gives, addresses as people write them, and that it says what letters get. */
import { ruleTrialSchema } from '../../../shared/model/mail-rule.ts';
import { tryRules } from './try-rules.ts';

const id = (letter: string) => `01ARZ3NDEKTSV4RRFFQ69G5FA${letter}`;
let count = 0;
const rule = (conditions: object[], over: object = {}) => {
  count += 1;
  return { id: `r${count}`, name: 'A rule', conditions, outcome: {}, ...over };
};
const letter = {
  from: '"Lindqvist, Sofia" <sofia@shop.example>',
  to: 'support@parley.example, Orders <orders@parley.example>',
  subject: 'My order',
  body: 'Hello, where is my order? It was promised for today.',
};
const attempt = (rules: object[], over: object = {}) =>
  tryRules(ruleTrialSchema.parse({ rules, letter: { ...letter, ...over } }));

it('says of each rule whether it applies, which conditions hold, and what is heeded of it', () => {
  const { verdicts, language } = attempt([
    rule([{ field: 'subject', text: 'order' }], { outcome: { queueId: id('X'), tagIds: [id('A')] } }),
    rule([
      { field: 'body', text: 'promised' },
      { field: 'body', text: 'refund' },
    ]),
    rule([{ field: 'subject', text: 'order' }], { on: false }),
    rule([{ field: 'from', is: 'ends', text: '@shop.example' }], {
      outcome: { queueId: id('Y'), tagIds: [id('A'), id('B')], priority: 'high' },
      stop: true,
    }),
    rule([{ field: 'subject', text: 'order' }]),
  ]);
  expect(language).toBe('en');
  expect(verdicts.map(({ state, conditions }) => [state, conditions])).toEqual([
    ['met', [true]],
    ['unmet', [true, false]],
    ['off', []],
    ['met', [true]],
    ['stopped', []],
  ]);
  expect(verdicts[0]?.takes).toMatchObject({ queueId: id('X'), tagIds: [id('A')], priority: null });
  expect(verdicts[3]?.takes).toMatchObject({ queueId: null, tagIds: [id('B')], priority: 'high' });
});

it.each([
  [{ field: 'from', is: 'equals', text: 'Lindqvist, Sofia' }, true],
  [{ field: 'from', is: 'equals', text: 'sofia@shop.example' }, true],
  [{ field: 'to', is: 'equals', text: 'orders' }, true],
  [{ field: 'to', is: 'equals', text: 'support@parley.example' }, true],
  [{ field: 'header', name: 'X-Priority', text: '1' }, false],
  [{ field: 'size', is: 'under', bytes: 100 }, true],
])('reads the letter: %j is %p', (condition, expected) => {
  expect(attempt([rule([condition])]).verdicts[0]?.conditions).toEqual([expected]);
});

it('takes a letter without anything', () => {
  const empty = { from: '', to: ' , ', subject: '', body: '' };
  expect(attempt([rule([{ field: 'from', text: 'a' }]), rule([{ field: 'to', text: 'a' }])], empty)).toMatchObject({
    verdicts: [{ state: 'unmet' }, { state: 'unmet' }],
    language: null,
  });
});
