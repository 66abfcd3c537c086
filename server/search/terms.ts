/** What a text is found by: its folded words; of scripts without spaces, each two letters that stand side by side. Pure. */
import { fold } from '../../shared/search-text.ts';

/** A stretch of letters and digits; `from` and `to` count characters of the text in NFC. */
interface Run {
  word: string;
  isUnspaced: boolean;
}

const LONGEST_WORD = 40;
/** characters of one text; a letter may be as long as its sender likes */
const LONGEST_TEXT = 20_000;
const runs =
  /(?<unspaced>(?:(?=[\p{L}\p{N}])[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}])+)|(?<word>(?:(?![\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}])[\p{L}\p{N}])+)/gu;
const plain = /^[\n\r\t -~]*$/;
const plainWords = /[a-z0-9]+/g;

/** Of a folded text. */
function* runsOf(folded: string): Generator<Run> {
  if (plain.test(folded)) {
    for (const [word] of folded.matchAll(plainWords)) yield { word: word.slice(0, LONGEST_WORD), isUnspaced: false };
    return;
  }
  for (const { groups } of folded.matchAll(runs)) {
    const { unspaced, word = '' } = groups ?? {};
    if (unspaced !== undefined) yield { word: unspaced, isUnspaced: true };
    else yield { word: [...word].slice(0, LONGEST_WORD).join(''), isUnspaced: false };
  }
}

const foldText = (text: string): string => (plain.test(text) ? text.toLowerCase() : fold(text));

/** Adds everything the text is found by. */
export function addTerms(terms: Set<string>, text: string, longest = LONGEST_TEXT): void {
  for (const { word, isUnspaced } of runsOf(foldText(text.slice(0, longest)))) {
    if (!isUnspaced) terms.add(word);
    else for (const pair of pairsOf([...word])) terms.add(pair);
  }
}

/** Neighbours, and the last letter alone: so every letter is the beginning of one of them. */
function* pairsOf(letters: readonly string[]): Generator<string> {
  for (const [at, letter] of letters.entries()) yield letter + (letters[at + 1] ?? '');
}

/** One word of what somebody looks for. */
export interface QueryWord {
  text: string;
  /** found inside a stretch of letters, wherever it stands; else it is a whole word, or the beginning of one */
  isUnspaced: boolean;
  /** somebody may still be typing it */
  isPrefix: boolean;
}

const MOST_WORDS = 8;
const segmenters = new Map<string, Intl.Segmenter>();

/** What was typed, as words that must all be found: those of a script without spaces as a dictionary parts them. The last one may be unfinished. */
export function readQuery(typed: string): QueryWord[] {
  const words: QueryWord[] = [];
  for (const { word, isUnspaced } of runsOf(foldText(typed.slice(0, 200)))) {
    if (!isUnspaced) words.push({ text: word, isUnspaced, isPrefix: false });
    else for (const text of partWords(word)) words.push({ text, isUnspaced, isPrefix: false });
  }
  const unique = words.filter(({ text }, at) => words.findLastIndex((other) => other.text === text) === at);
  const kept = unique.slice(-MOST_WORDS);
  return kept.map((word, at) => ({ ...word, isPrefix: at === kept.length - 1 }));
}

function partWords(run: string): string[] {
  const locale = /[\p{scx=Hiragana}\p{scx=Katakana}]/u.test(run) ? 'ja' : 'zh';
  const segmenter = segmenters.get(locale) ?? new Intl.Segmenter(locale, { granularity: 'word' });
  segmenters.set(locale, segmenter);
  return [...segmenter.segment(run)].map(({ segment }) => segment);
}

/** The terms that a text with this word has all of; `isPrefix`: it has one that begins so. */
export function termsOfWord({ text, isUnspaced, isPrefix }: QueryWord): { term: string; isPrefix: boolean }[] {
  if (!isUnspaced) return [{ term: text, isPrefix }];
  const letters = [...text];
  if (letters.length === 1) return [{ term: text, isPrefix: true }];
  return [...pairsOf(letters)].slice(0, -1).map((term) => ({ term, isPrefix: false }));
}

/** Whether a folded stretch has the word at this place. */
export function standsAt(folded: string, at: number, { text, isUnspaced, isPrefix }: QueryWord): boolean {
  if (isUnspaced) return true;
  const before = [...folded.slice(Math.max(0, at - 2), at)].at(-1);
  if (before !== undefined && isOfWord(before)) return false;
  const after = String.fromCodePoint(folded.codePointAt(at + text.length) ?? 32);
  return isPrefix || !isOfWord(after);
}

const spacedLetter =
  /(?![\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}])[\p{L}\p{N}]/u;
const isOfWord = (letter: string): boolean => spacedLetter.test(letter);
