/** Words one slip of the finger apart: two that are the same once a letter of each is left out. Pure. */

const FEWEST = 4;
const MOST = 20;
const letters = /^\p{L}+$/u;
const unspaced =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;

/** Whether somebody may have meant another word: numbers and short words are meant as they are. */
export function mayBeTypo(word: string): boolean {
  const { length } = word;
  return length >= FEWEST && length <= MOST && letters.test(word) && !unspaced.test(word);
}

/** What a word is looked for by: itself, and itself without each of its letters. */
export function variantsOf(word: string): string[] {
  const all = [...word];
  return [...new Set([word, ...all.map((_, at) => [...all.slice(0, at), ...all.slice(at + 1)].join(''))])];
}

/** One letter more, less or another, or two neighbours in the other order. */
export function isNear(a: string, b: string): boolean {
  if (a === b) return true;
  const [one, other] = [[...a], [...b]];
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [left, right] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
