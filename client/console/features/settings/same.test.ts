/** Order of keys makes no difference, everything else does. */
import fc from 'fast-check';
import { isSame } from './same.ts';

test('the order of keys makes no difference, at any depth', () => {
  expect(isSame({ a: 1, b: { c: [1, 2], d: null } }, { b: { d: null, c: [1, 2] }, a: 1 })).toBe(true);
  expect(isSame({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  expect(isSame([1, 2], [2, 1])).toBe(false);
  expect(isSame([], {})).toBe(false);
  expect(isSame({ a: null }, {})).toBe(false);
});

test('it agrees with what JSON says of the value and a copy with its keys turned round', () => {
  const turn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turn);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, one]) => [key, turn(one)]),
    );
  };
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(isSame(a, turn(a))).toBe(true);
      if (JSON.stringify(a) === JSON.stringify(b)) expect(isSame(a, b)).toBe(true);
      expect(isSame(a, b)).toBe(isSame(b, a));
    }),
  );
});
