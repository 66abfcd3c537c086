/** How words are compared in searches: without case and accents, by their beginnings; of Chinese, by any part. Pure. */

const LONGEST_KEY = 40;
const MOST_KEYS = 40;
/** of a phone number: fewer digits mean nobody */
const FEWEST_DIGITS = 5;
const LONGEST_NUMBER = 18;
/** Scripts without spaces between words: any part of a name may be what somebody types. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** "Élodie MÜLLER" and "elodie muller" are the same; a full-width letter is its plain one. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('ς', 'σ')
    .normalize('NFC');
}

/** What somebody typed, as the beginnings that must all be found. */
export function wordsOf(text: string): string[] {
  const words = fold(text.slice(0, 200)).split(/[^\p{L}\p{N}@._+-]+/u);
  return [
    ...new Set(words.map((word) => word.replace(/^[._+-]+/u, '').slice(0, LONGEST_KEY)).filter((word) => word !== '')),
  ].slice(0, 6);
}

/** Everything a name or an address is found by: each of its words, an address as a whole and in its parts. */
export function searchKeysOf(texts: readonly (string | null | undefined)[]): string[] {
  const keys = new Set<string>();
  for (const text of texts) {
    if (!text) continue;
    for (const word of wordsOf(text)) {
      keys.add(word);
      for (const part of word.split(/[@._+-]+/u)) if (part !== '') addParts(keys, part);
    }
  }
  return [...keys].slice(0, MOST_KEYS);
}

/** What an address is found by: as a name is, and a phone number by its end, five digits and longer. */
export function searchKeysOfAddress(kind: string, value: string): string[] {
  // What a website calls somebody is kept behind the inbox it belongs to.
  const own = kind === 'external' ? value.slice(value.indexOf(':') + 1) : value;
  const keys = kind === 'visitor' ? [] : searchKeysOf([own]);
  if (kind !== 'phone') return keys;
  const digits = value.replace(/\D/g, '').slice(0, LONGEST_NUMBER);
  for (let at = 0; digits.length - at >= FEWEST_DIGITS; at += 1) keys.push(digits.slice(at));
  return [...new Set(keys)];
}

/** A number as people write it, with spaces and from home or abroad: what its keys may begin with. Empty for what is no number. */
export function readPhone(text: string): string[] {
  if (!/^\s*\+?[\d\s()./-]+$/u.test(text)) return [];
  const digits = text.replace(/\D/g, '').replace(/^00/, '');
  const home = digits.replace(/^0/, '');
  return [...new Set([digits, home])].filter((one) => one.length >= FEWEST_DIGITS && one.length <= LONGEST_NUMBER);
}

function addParts(keys: Set<string>, part: string): void {
  keys.add(part);
  const letters = [...part];
  for (let at = 1; at < letters.length; at += 1) {
    if (unspaced.test(letters[at] ?? '')) keys.add(letters.slice(at).join(''));
  }
}

/** Where in a text what was typed is found, as [from, to) of its characters, so that it can be shown. */
export function findMatches(text: string, typed: string): [number, number][] {
  const found: [number, number][] = [];
  const { folded, places } = foldWithPlaces(text);
  for (const word of wordsOf(typed)) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
      if (!startsPart(folded, at)) continue;
      found.push([places[at] ?? 0, places[at + word.length] ?? text.length]);
      break;
    }
  }
  return found
    .sort((a, b) => a[0] - b[0])
    .filter(([from], index, all) => index === 0 || from >= (all[index - 1]?.[1] ?? 0));
}

function startsPart(folded: string, at: number): boolean {
  const before = folded[at - 1];
  return before === undefined || !/[\p{L}\p{N}]/u.test(before) || unspaced.test(folded[at] ?? '');
}

/** Folding may make two letters of one: each knows where it came from. */
function foldWithPlaces(text: string): { folded: string; places: number[] } {
  let folded = '';
  const places: number[] = [];
  let at = 0;
  for (const letter of text) {
    const plain = fold(letter);
    for (let index = 0; index < plain.length; index += 1) places.push(at);
    folded += plain;
    at += letter.length;
  }
  places.push(at);
  return { folded, places };
}
