import type { Command } from './commands.ts';
import { describeKeys, isBare, isStroke, type Keystroke } from './keys.ts';
import { createKeyReader } from './use-keys.ts';

const stroke = (key: string, rest: Partial<Keystroke> = {}): Keystroke => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  ...rest,
});

test.each<[string, Keystroke, string, boolean]>([
  ['a letter', stroke('e'), 'e', true],
  ['the same with caps lock', stroke('E'), 'e', true],
  ['not with Shift held', stroke('E', { shiftKey: true }), 'e', false],
  ['not with Ctrl', stroke('e', { ctrlKey: true }), 'e', false],
  ['not while composing', stroke('e', { isComposing: true }), 'e', false],
  ['a sign that needs Shift here', stroke('?', { shiftKey: true }), '?', true],
  ['a sign that does not', stroke('?'), '?', true],
  ['Ctrl K', stroke('k', { ctrlKey: true }), 'mod+k', true],
  ['Cmd K', stroke('k', { metaKey: true }), 'mod+k', true],
  ['Alt A where it writes another letter', stroke('å', { altKey: true, code: 'KeyA' }), 'alt+a', true],
  ['Alt 3', stroke('3', { altKey: true, code: 'Digit3' }), 'alt+3', true],
  ['a Cyrillic keyboard, by place', stroke('у', { code: 'KeyE' }), 'e', true],
])('%s', (_name, pressed, keys, expected) => {
  expect(isStroke(pressed, keys)).toBe(expected);
});

test('keys in words', () => {
  expect(describeKeys('mod+k', false)).toEqual([['Ctrl', 'K']]);
  expect(describeKeys('mod+k', true)).toEqual([['⌘', 'K']]);
  expect(describeKeys('g f', false)).toEqual([['G'], ['F']]);
  expect([isBare('e'), isBare('g f'), isBare('alt+a'), isBare('mod+shift+d')]).toEqual([true, true, false, false]);
});

const command = (id: string, keys: string, rest: Partial<Command> = {}): Command => ({
  ...{ id, keys, label: id, group: 'go', run: () => undefined },
  ...rest,
});
const commands = [
  command('close', 'e'),
  command('floor', 'g f'),
  command('menu', 'mod+k'),
  command('off', 'o', { isOn: false }),
  command('own', 'enter', { isOwnKey: true }),
];
const idOf = (found: Command | 'begun' | null) => (found === null || found === 'begun' ? found : found.id);

test('one key, and two after one another but not long after', () => {
  const reader = createKeyReader(
    () => commands,
    () => true,
  );
  const read = (key: string, at: number) => idOf(reader.read(stroke(key), at, false));
  expect([read('e', 0), read('g', 10), read('f', 500)]).toEqual(['close', 'begun', 'floor']);
  expect([read('f', 510), read('g', 520), read('f', 5_000)]).toEqual([null, 'begun', null]);
  expect([read('g', 6_000), read('e', 6_100), read('f', 6_200)]).toEqual(['begun', 'close', null]);
});

test('single keys rest while somebody writes, and when they are switched off; what is off or somebody else’s never runs', () => {
  const menu = stroke('k', { ctrlKey: true });
  const on = createKeyReader(
    () => commands,
    () => true,
  );
  expect([idOf(on.read(stroke('e'), 0, true)), idOf(on.read(menu, 0, true))]).toEqual([null, 'menu']);
  expect([idOf(on.read(stroke('o'), 0, false)), idOf(on.read(stroke('Enter'), 0, false))]).toEqual([null, null]);
  const off = createKeyReader(
    () => commands,
    () => false,
  );
  expect([idOf(off.read(stroke('e'), 0, false)), idOf(off.read(menu, 0, false))]).toEqual([null, 'menu']);
});
