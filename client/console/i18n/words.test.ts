/** Both languages say everything, with the same blanks to fill. */
import { en } from './en.ts';
import { enSettingsWords } from './en-settings-words.ts';
import { zh } from './zh.ts';
import { zhSettingsWords } from './zh-settings-words.ts';

type Tree = { [key: string]: string | Tree | undefined };

function flatten(tree: Tree, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(path + key, value);
    else if (value) for (const [inner, word] of flatten(value, `${path}${key}.`)) found.set(inner, word);
  }
  return found;
}

const words = new Map([...flatten(en), ...flatten(enSettingsWords)]);
const chinese = new Map([...flatten(zh as Tree), ...flatten(zhSettingsWords as Tree)]);
const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

test('Chinese has every key of English, and none that English lacks', () => {
  const needed = [...words.keys()].filter((key) => !key.endsWith('_one'));
  expect([...chinese.keys()].sort()).toEqual(needed.sort());
});

test('every English plural has both forms', () => {
  for (const key of words.keys()) {
    if (key.endsWith('_one')) expect(words.has(key.replace(/_one$/, '_other'))).toBe(true);
  }
});

test('blanks are the same in both languages, and nothing is empty', () => {
  for (const [key, word] of chinese) {
    expect(word).not.toBe('');
    expect([key, blanks(word)]).toEqual([key, blanks(words.get(key) ?? '')]);
  }
});

test('no exclamation marks, no full stop on single words', () => {
  for (const word of words.values()) {
    expect(word).not.toMatch(/!/);
    expect(word).not.toMatch(/^\S+\.$/);
  }
});
