/** Which commands match what was typed, best first, and where they match. Pure. */
import type { Command } from '../../app/commands.ts';

export interface Match {
  command: Command;
  /** what to mark in the label: [start, end) */
  marks: [number, number][];
}

/** Every word typed must begin a word of the label or effect, or stand somewhere in them. */
export function rankCommands(commands: readonly Command[], typed: string): Match[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const usable = commands.filter((command) => command.isOn !== false && !command.isOwnKey);
  if (words.length === 0) return usable.map((command) => ({ command, marks: [] }));
  return usable
    .flatMap((command) => {
      const scored = score(command, words);
      return scored === null ? [] : [{ match: { command, marks: findMarks(command.label, words) }, scored }];
    })
    .sort((a, b) => b.scored - a.scored)
    .map(({ match }) => match);
}

function score({ label, effect = '', also = [] }: Command, words: readonly string[]): number | null {
  const [name, more] = [label.toLowerCase(), [effect, ...also].join(' ').toLowerCase()];
  let sum = name.startsWith(words[0] ?? '') ? 4 : 0;
  for (const word of words) {
    if (beginsWord(name, word)) sum += 3;
    else if (name.includes(word)) sum += 2;
    else if (more.includes(word)) sum += 1;
    else return null;
  }
  return sum;
}

const beginsWord = (text: string, word: string): boolean => text.startsWith(word) || text.includes(` ${word}`);

/** Places of the words in a text, in order and without overlaps. */
export function findMarks(text: string, words: readonly string[]): [number, number][] {
  const lower = text.toLowerCase();
  // Some letters change their length when lowered; then nothing is marked rather than the wrong place.
  if (lower.length !== text.length) return [];
  const found: [number, number][] = [];
  for (const word of words) {
    const at = lower.indexOf(word);
    if (at >= 0) found.push([at, at + word.length]);
  }
  found.sort((a, b) => a[0] - b[0]);
  return found.filter(([start], at) => start >= Math.max(0, ...found.slice(0, at).map(([, end]) => end)));
}
