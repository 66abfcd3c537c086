/** Rules on letters: each kind of condition, their order, and what holds for any rules and any letter. */
import fc from 'fast-check';
import type { CannedReplyId, QueueId, TagId } from '../../../shared/model/ids.ts';
import { type MailCondition, type MailRule, mailRuleSchema } from '../../../shared/model/mail-rule.ts';
import { applyRules, type LetterFacts } from './rules.ts';

const letter: LetterFacts = {
  from: { name: 'Sofia Lindqvist', address: 'sofia@Shop.example' },
  to: [
    { name: '', address: 'support@parley.example' },
    { name: 'Orders', address: 'orders@parley.example' },
  ],
  subject: 'Rug  did not\tarrive',
  body: 'Hello, where is my order? It was promised for today and I have heard nothing. Thank you.',
  size: 4_096,
  headers: new Map([['x-priority', ['1 (Highest)']]]),
};
const id = <T extends string>(letter: string) => `01ARZ3NDEKTSV4RRFFQ69G5FA${letter}` as T;
let count = 0;
const rule = (conditions: object[], over: object = {}): MailRule => {
  count += 1;
  return mailRuleSchema.parse({ id: `r${count}`, name: 'A rule', conditions, outcome: {}, ...over });
};
const applies = (condition: object, to = letter): boolean => applyRules([rule([condition])], to).ruleIds.length === 1;

it.each<[object, boolean]>([
  [{ field: 'from', text: 'SOFIA' }, true],
  [{ field: 'from', is: 'ends', text: '@shop.example' }, true],
  [{ field: 'from', is: 'equals', text: 'sofia' }, false],
  [{ field: 'from', text: 'sofia', not: true }, false],
  [{ field: 'to', is: 'starts', text: 'orders@' }, true],
  [{ field: 'to', text: 'sales@', not: true }, true],
  [{ field: 'subject', text: 'did not arrive' }, true],
  [{ field: 'subject', text: 'Ｒｕｇ' }, true],
  [{ field: 'subject', is: 'starts', text: 'arrive' }, false],
  [{ field: 'body', text: 'promised for today' }, true],
  [{ field: 'body', text: '.*' }, false],
  [{ field: 'size', is: 'over', bytes: 4_095 }, true],
  [{ field: 'size', is: 'over', bytes: 4_096 }, false],
  [{ field: 'size', is: 'under', bytes: 4_097 }, true],
  [{ field: 'header', name: 'X-Priority', is: 'starts', text: '1' }, true],
  [{ field: 'header', name: 'X-Other', text: '1' }, false],
  [{ field: 'header', name: 'X-Other', text: '1', not: true }, true],
  [{ field: 'language', languages: ['de', 'en'] }, true],
  [{ field: 'language', languages: ['de'] }, false],
  [{ field: 'language', languages: ['de'], not: true }, true],
])('%j is %p', (condition, expected) => {
  expect(applies(condition)).toBe(expected);
});

it('is not met by a letter that names nobody', () => {
  expect(applies({ field: 'from', text: 'a' }, { ...letter, from: null })).toBe(false);
});

it('wants all conditions, or any', () => {
  const both = [
    { field: 'from', text: 'sofia' },
    { field: 'from', text: 'nobody' },
  ];
  const met = (match: string) => applyRules([rule(both, { match })], letter).ruleIds.length;
  expect([met('all'), met('any')]).toEqual([0, 1]);
});

it('heeds the first rule that says something, adds tags up, and stops where it is told to', () => {
  const all = [{ field: 'from', text: 'sofia' }];
  const [one, two, three] = [id<TagId>('A'), id<TagId>('B'), id<TagId>('C')];
  const outcome = applyRules(
    [
      rule(all, { id: 'off', on: false, outcome: { queueId: id('Z') } }),
      rule(all, { id: 'first', outcome: { tagIds: [one, two], priority: 'high' } }),
      rule(all, { id: 'second', outcome: { queueId: id('Q'), tagIds: [two, three], priority: 'low' } }),
      rule(all, { id: 'third', outcome: { queueId: id('Y'), suggestedReplyId: id('R') }, stop: true }),
      rule(all, { id: 'fourth', outcome: { tagIds: [id('D')] } }),
    ],
    letter,
  );
  expect(outcome).toEqual({
    ...{ queueId: id<QueueId>('Q'), tagIds: [one, two, three], priority: 'high' },
    ...{ suggestedReplyId: id<CannedReplyId>('R'), ruleIds: ['first', 'second', 'third'] },
  });
});

const anyText = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }).filter((text) => text.trim() !== '');
const anyCondition: fc.Arbitrary<object> = fc.oneof(
  fc.record({
    field: fc.constantFrom('from', 'to', 'subject', 'body'),
    is: fc.constantFrom('contains', 'equals', 'starts', 'ends'),
    ...{ text: anyText, not: fc.boolean() },
  }),
  fc.record({
    field: fc.constant('size'),
    is: fc.constantFrom('over', 'under'),
    bytes: fc.integer({ min: 1, max: 9_999 }),
  }),
);
const anyRule = fc
  .record({
    ...{ conditions: fc.array(anyCondition, { minLength: 1, maxLength: 4 }), match: fc.constantFrom('all', 'any') },
    ...{ on: fc.boolean(), stop: fc.boolean(), tagIds: fc.subarray(['A', 'B', 'C'].map((one) => id<TagId>(one))) },
    queueId: fc.constantFrom(null, id<QueueId>('Q'), id<QueueId>('P')),
  })
  .map(({ conditions, tagIds, queueId, ...over }) => rule(conditions, { ...over, outcome: { tagIds, queueId } }));
const anyLetter = fc
  .record({ subject: anyText, body: anyText, size: fc.nat(9_999) })
  .map((own) => ({ ...letter, ...own }));

it('never says more than its rules do, and never a tag twice', () => {
  fc.assert(
    fc.property(fc.array(anyRule, { maxLength: 8 }), anyLetter, (rules, facts) => {
      const outcome = applyRules(rules, facts);
      const applied = rules.filter((one) => outcome.ruleIds.includes(one.id));
      expect(new Set(outcome.tagIds)).toEqual(new Set(applied.flatMap((one) => one.outcome.tagIds)));
      expect(new Set(outcome.tagIds).size).toBe(outcome.tagIds.length);
      expect(outcome.queueId).toBe(applied.find((one) => one.outcome.queueId !== null)?.outcome.queueId ?? null);
      expect(applied.every((one) => one.on)).toBe(true);
    }),
  );
});

it('turns round when every condition is turned round and all becomes any (De Morgan)', () => {
  const turned = (condition: MailCondition): object =>
    condition.field === 'size' ? condition : { ...condition, not: !condition.not };
  fc.assert(
    fc.property(anyRule, anyLetter, (one, facts) => {
      fc.pre(one.on && one.conditions.every(({ field }) => field !== 'size'));
      const other = rule(one.conditions.map(turned), { match: one.match === 'all' ? 'any' : 'all' });
      expect(applyRules([one], facts).ruleIds.length + applyRules([other], facts).ruleIds.length).toBe(1);
    }),
  );
});
