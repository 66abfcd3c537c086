/** Who is suggested as one person, and who is not. */
import type { Attribute } from '../../../shared/model/catalogue.ts';
import type { AttributeId } from '../../../shared/model/ids.ts';
import { compareCustomers, type Likeness, matchKeysOf } from './compare-customers.ts';

const attribute = (id: string, type: Attribute['type']): Attribute =>
  ({ id, name: id, type, choices: [], archived: false }) as unknown as Attribute;
const attributes = [attribute('born', 'date'), attribute('level', 'choice'), attribute('contract', 'text')];
const person = (name: string | null, emails: string[] = [], rest: Partial<Likeness> = {}): Likeness => ({
  ...{ name, emails, phones: [], attributes: {} },
  ...rest,
});
const having = (id: string, value: string): Partial<Likeness> => ({
  attributes: { [id as AttributeId]: value },
});

const found: [string, Likeness, Likeness, string[]][] = [
  [
    'the same address, written otherwise',
    person(null, ['Lea+shop@Example.com']),
    person('Lea', ['lea@example.com']),
    ['email'],
  ],
  [
    'the same number',
    person('A', [], { phones: ['+4930123456'] }),
    person('B', [], { phones: ['+4930123456'] }),
    ['phone'],
  ],
  [
    'a name and a birthday',
    person('Élodie MÜLLER', [], having('born', '1990-05-01')),
    person('muller elodie', [], having('born', '1990-05-01')),
    ['name', 'attribute'],
  ],
  [
    'a name and the mailbox elsewhere',
    person('Sofia Marchetti', ['sofia.marchetti@a.example']),
    person('Sofia Marchetti', ['sofia.marchetti@b.example']),
    ['name', 'mailbox'],
  ],
  [
    'a Chinese name and a contract',
    person('王小明', [], having('contract', 'K-1')),
    person('王 小明', [], having('contract', 'k-1')),
    ['name', 'attribute'],
  ],
];
test.each(found)('%s', (_, one, other, kinds) => {
  const match = compareCustomers(one, other, attributes);
  expect(match?.reasons.map(({ kind }) => kind)).toEqual(kinds);
  expect(compareCustomers(other, one, attributes)?.score).toBe(match?.score);
  const keys = matchKeysOf(other);
  expect(matchKeysOf(one).some((key) => keys.includes(key))).toBe(true);
});

const apart: [string, Likeness, Likeness][] = [
  ['a name alone', person('John Smith'), person('John Smith')],
  [
    'a name and the company',
    person('John Smith', ['john@corp.example']),
    person('John Smith', ['smithj@corp.example']),
  ],
  [
    'a name and a level',
    person('John Smith', [], having('level', 'Gold')),
    person('John Smith', [], having('level', 'Gold')),
  ],
  ['an office mailbox', person('Lea', ['info@a.example']), person('Lea', ['info@b.example'])],
  [
    'a name like it and a mailbox',
    person('Jon Smith', ['jsmith@a.example']),
    person('John Smith', ['jsmith@b.example']),
  ],
  ['nothing at all', person(null), person(null)],
];
test.each(apart)('%s is not enough', (_, one, other) => {
  expect(compareCustomers(one, other, attributes)).toBeNull();
});
