/** The HTML of a letter that is being written, in its three parts: words, signature, and the letter that it answers. Pure. */
import type { LetterDraft } from './model/letter.ts';

export interface LetterParts {
  words: string;
  signature: string;
  quote: string;
}

/** Marks the part that repeats earlier letters, in those that came and in those that are written; readers fold it. */
export const quotedClass = 'parley-quoted';
export const signatureClass = 'parley-signature';
/** Beside the mark above: it is not answered but passed on. */
export const forwardedClass = 'parley-forwarded';

export const signatureStart = `<div class="${signatureClass}"`;
export const quoteStart = `<div class="${quotedClass}`;

export function joinLetter({ words, signature, quote }: LetterParts): string {
  return words + signature + quote;
}

/** The words are made by an editor that knows neither of the two marks: so the first of each begins its part. */
export function splitLetter(html: string): LetterParts {
  const quoteAt = placeOf(html, quoteStart);
  const signatureAt = Math.min(placeOf(html, signatureStart), quoteAt);
  return {
    words: html.slice(0, signatureAt),
    signature: html.slice(signatureAt, quoteAt),
    quote: html.slice(quoteAt),
  };
}

export function hasForwarded(html: string): boolean {
  return html.includes(`${quoteStart} ${forwardedClass}`);
}

/** A letter that comes back to its author: the same again, with what they have written since after its words. */
export function mergeLetters(back: LetterDraft, since: LetterDraft | undefined): LetterDraft {
  if (!since) return back;
  const parts = splitLetter(back.html);
  return { ...back, html: joinLetter({ ...parts, words: parts.words + splitLetter(since.html).words }) };
}

function placeOf(html: string, start: string): number {
  const at = html.indexOf(start);
  return at < 0 ? html.length : at;
}
