import { readShortcut } from './read-shortcut.ts';

const stroke = (key: string, rest = {}) => ({
  key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  isComposing: false,
  ...rest,
});

test.each([
  ['j', 'next'],
  ['K', 'previous'],
  ['?', 'sheet'],
  ['x', null],
])('%s means %s', (key, command) => {
  expect(readShortcut(stroke(key), false)).toBe(command);
});

test('nothing is a command while writing, composing or with a modifier', () => {
  expect(readShortcut(stroke('e'), true)).toBeNull();
  expect(readShortcut(stroke('e', { isComposing: true }), false)).toBeNull();
  expect(readShortcut(stroke('r', { ctrlKey: true }), false)).toBeNull();
});
