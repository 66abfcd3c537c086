import fc from 'fast-check';
import type { Command } from '../../app/commands.ts';
import { findMarks, rankCommands } from './rank.ts';

const command = (label: string, rest: Partial<Command> = {}): Command => ({
  ...{ id: label, label, group: 'go', run: () => undefined },
  ...rest,
});
const commands = [
  command('Show Waiting'),
  command('Close the conversation', { group: 'here', effect: 'a reply reopens it' }),
  command('Write a reply'),
  command('Reply to all', { isOn: false }),
  command('Send', { isOwnKey: true }),
];
const labels = (typed: string) => rankCommands(commands, typed).map((match) => match.command.label);

test('nothing typed shows everything that can be done now', () => {
  expect(labels('')).toEqual(['Show Waiting', 'Close the conversation', 'Write a reply']);
});

test('the label counts more than the effect, its beginning most', () => {
  expect(labels('reply')).toEqual(['Write a reply', 'Close the conversation']);
  expect(labels('wri')).toEqual(['Write a reply']);
  expect(labels('conv close')).toEqual(['Close the conversation']);
  expect(labels('close xyz')).toEqual([]);
});

test('marks stand where the words are', () => {
  expect(findMarks('Write a reply', ['rep', 'wri'])).toEqual([
    [0, 3],
    [8, 11],
  ]);
});

test('marks never overlap and always hold what was typed', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 4 }), (text, typed) => {
      const words = typed.map((word) => word.toLowerCase());
      let last = 0;
      for (const [start, end] of findMarks(text, words)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(words).toContain(text.slice(start, end).toLowerCase());
        last = end;
      }
    }),
  );
});
