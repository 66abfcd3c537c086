import { findMatches, fold, readPhone, searchKeysOf, searchKeysOfAddress, wordsOf } from './search-text.ts';

const finds = (name: string, typed: string): boolean => {
  const keys = searchKeysOf([name]);
  return wordsOf(typed).every((word) => keys.some((key) => key.startsWith(word)));
};

test.each([
  ['Élodie Müller', 'elod', true],
  ['Elodie Muller', 'MÜL', true],
  ['Paweł Żółć', 'zolc', true],
  ['Søren Straße', 'soren strasse', true],
  ['Jonas Weber', 'web jon', true],
  ['Jonas Weber', 'onas', false],
  ['王小明', '王', true],
  ['王小明', '小明', true],
  ['王小明', '大', false],
  ['欧阳 娜娜', '娜', true],
  ['jonas.weber@example.com', 'jonas.weber@ex', true],
  ['jonas.weber@example.com', 'weber', true],
  ['jonas.weber@example.com', 'example.com', false],
  ['Ｔｏｋｙｏ', 'tokyo', true],
  ["O'Brien-Smith", 'brien', true],
])('%s is found by %s: %s', (name, typed, is) => {
  expect(finds(name, typed)).toBe(is);
});

test('keys are few and short, whatever somebody calls themselves', () => {
  const keys = searchKeysOf(['字'.repeat(500), 'x '.repeat(500), 'y'.repeat(500)]);
  expect(keys.length).toBeLessThanOrEqual(40);
  expect(Math.max(...keys.map((key) => key.length))).toBeLessThanOrEqual(40);
});

test('what matched is marked where it stands in the text as it is written', () => {
  const marked = (text: string, typed: string) => findMatches(text, typed).map(([from, to]) => text.slice(from, to));
  expect(marked('Élodie Müller', 'mul elo')).toEqual(['Élo', 'Mül']);
  expect(marked('王小明', '小')).toEqual(['小']);
  expect(marked('Jonas', 'nas')).toEqual([]);
  expect(marked('Weiß', 'weiss')).toEqual(['Weiß']);
});

test('folding twice is folding once', () => {
  for (const text of ['Ångström', 'ﬁne', 'İstanbul', '한국']) expect(fold(fold(text))).toBe(fold(text));
});

test.each([
  ['+39 051 555 0142', true],
  ['0039 051 5550142', true],
  ['051/555-0142', true],
  ['0142', false],
  ['(051)', false],
  ['5550142 please', false],
  ['999 9999', false],
])('a phone number is found by “%s”: %s', (typed, isFound) => {
  const keys = searchKeysOfAddress('phone', '+390515550142');
  expect(readPhone(typed).some((digits) => keys.some((key) => key.startsWith(digits)))).toBe(isFound);
});

test('a home number is found without its zero, a website’s own name for somebody without its inbox', () => {
  const keys = searchKeysOfAddress('phone', '+493055570148');
  expect(readPhone('030 5557 0148').some((digits) => keys.some((key) => key.startsWith(digits)))).toBe(true);
  expect(searchKeysOfAddress('external', '01KINBOX:cust-77')).toEqual(['cust-77', 'cust', '77']);
  expect(searchKeysOfAddress('visitor', '01KVISITOR')).toEqual([]);
});
