/** What is kept for a while: not too much, not too long. */
import { createShelf } from './shelf.ts';

it('keeps what was used last, within its size and its time', () => {
  let now = 0;
  const shelf = createShelf<string>({ bytes: 10, ms: 100, now: () => now, sizeOf: (text) => text.length });
  shelf.put('a', 'aaaa');
  shelf.put('b', 'bbbb');
  shelf.get('a');
  shelf.put('c', 'cccc');
  expect(['a', 'b', 'c'].map(shelf.get)).toEqual(['aaaa', undefined, 'cccc']);
  shelf.put('a', 'aa');
  shelf.put('d', 'dddd');
  expect(['a', 'c', 'd'].map(shelf.get)).toEqual(['aa', 'cccc', 'dddd']);
  shelf.put('huge', 'x'.repeat(11));
  expect(['a', 'c', 'd', 'huge'].map(shelf.get)).toEqual([undefined, undefined, undefined, undefined]);
  shelf.put('e', 'e');
  now = 100;
  expect(shelf.get('e')).toBeUndefined();
});
