import { findMatches, fold, searchKeysOf, wordsOf } from './search-text.ts';

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
