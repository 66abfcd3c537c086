/** Where in a text the words of a query stand, and the stretch of it that shows them. Pure. */

import type { Snippet } from '../../shared/model/search.ts';
import { fold } from '../../shared/search-text.ts';
import { type QueryWord, standsAt } from './terms.ts';

const BEFORE = 40;
const LENGTH = 180;
const MOST_MARKS = 20;

/** Every place where one of these alternatives of a word stands. */
export interface Found {
  /** the text in NFC, which the places count in */
  text: string;
  /** of each word, in the order they were given; empty where it is not in this text */
  places: [number, number][][];
}

/** @param words each as alternatives of which one is enough */
export function findWords(text: string, words: readonly (readonly QueryWord[])[]): Found {
  const composed = text.normalize('NFC');
  const { folded, origins } = foldWithOrigins(composed);
  const places = words.map((alternatives) => {
    const found: [number, number][] = [];
    for (const word of alternatives) {
      for (let at = folded.indexOf(word.text); at >= 0; at = folded.indexOf(word.text, at + 1)) {
        if (!standsAt(folded, at, word)) continue;
        found.push([origins[at] ?? 0, origins[at + word.text.length] ?? composed.length]);
        if (found.length >= MOST_MARKS) break;
      }
    }
    return found;
  });
  return { text: composed, places };
}

/** The stretch around the first of the places; of a short text all of it. */
export function cutSnippet({ text, places }: Found): Snippet {
  const all = places.flat().sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const first = all[0]?.[0] ?? 0;
  const from = text.length <= LENGTH || first <= BEFORE ? 0 : wordStart(text, first - BEFORE, first);
  const to = Math.min(text.length, from + LENGTH);
  const [before, after] = [from > 0 ? '…' : '', to < text.length ? '…' : ''];
  const shown =
    before +
    text
      .slice(from, to)
      .replace(/^\p{Cs}|\p{Cs}$/gu, ' ')
      .replace(/\s/gu, ' ') +
    after;
  const marks: [number, number][] = [];
  for (const [start, end] of all) {
    const last = marks.at(-1);
    const mark: [number, number] = [start - from + before.length, Math.min(end, to) - from + before.length];
    if (start >= to || start < from || (last && mark[0] < last[1])) continue;
    if (marks.push(mark) >= MOST_MARKS) break;
  }
  return { text: shown, marks };
}

function wordStart(text: string, from: number, before: number): number {
  const space = text.slice(from, before).search(/\s/u);
  return space < 0 ? from : from + space + 1;
}

/** Folding may make two letters of one, or none: each knows where it came from. */
function foldWithOrigins(text: string): { folded: string; origins: number[] } {
  const origins: number[] = [];
  let folded = '';
  let at = 0;
  for (const letter of text) {
    const one = fold(letter);
    for (let index = 0; index < one.length; index += 1) origins.push(at);
    folded += one;
    at += letter.length;
  }
  origins.push(at);
  return { folded, origins };
}
