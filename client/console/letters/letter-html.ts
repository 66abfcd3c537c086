/** The HTML of a letter that is being written, in its three parts: words, signature, and the letter that it answers. Pure. */
import { escapeHtml } from './escape-html.ts';

export interface LetterParts {
  words: string;
  signature: string;
  quote: string;
}

/** Marks the part that repeats earlier letters; readers fold it. */
export const quotedClass = 'parley-quoted';
const signatureClass = 'parley-signature';
const forwardedClass = 'parley-forwarded';

const signatureStart = `<div class="${signatureClass}"`;
const quoteStart = `<div class="${quotedClass}`;

export function joinLetter({ words, signature, quote }: LetterParts): string {
  return words + signature + quote;
}

/** The words are made by the editor, which knows neither of the two marks: so the first of each begins its part. */
export function splitLetter(html: string): LetterParts {
  const quoteAt = found(html, quoteStart);
  const signatureAt = Math.min(found(html, signatureStart), quoteAt);
  return {
    words: html.slice(0, signatureAt),
    signature: html.slice(signatureAt, quoteAt),
    quote: html.slice(quoteAt),
  };
}

export function hasForwarded(html: string): boolean {
  return html.includes(`${quoteStart} ${forwardedClass}`);
}

export function wrapSignature(text: string): string {
  return text.trim() === '' ? '' : `${signatureStart}>${textToHtml(`-- \n${text.trim()}`)}</div>`;
}

/** `head`: what is said of the letter, as lines. */
export function wrapQuote(kind: 'answer' | 'forward', head: string, html: string): string {
  const lines = `<p>${escapeHtml(head).replaceAll('\n', '<br>')}</p>`;
  return kind === 'forward'
    ? `${quoteStart} ${forwardedClass}">${lines}${html}</div>`
    : `${quoteStart}">${lines}<blockquote>${html}</blockquote></div>`;
}

/** Blank lines part paragraphs. */
export function textToHtml(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .map((part) => `<p>${escapeHtml(part).replaceAll('\n', '<br>')}</p>`)
    .join('');
}

/** Ids of the files that are shown within the words. */
export function findInline(html: string): string[] {
  return [...html.matchAll(/\ssrc="\/files\/([A-Za-z0-9_-]+)"/g)].map((match) => match[1] ?? '');
}

function found(html: string, start: string): number {
  const at = html.indexOf(start);
  return at < 0 ? html.length : at;
}
