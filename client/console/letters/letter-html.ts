/** What the console puts into the HTML of a letter: text, a signature, the letter that is answered. Pure. */
import { forwardedClass, quoteStart, signatureStart } from '../../../shared/letter-parts.ts';
import { escapeHtml } from './escape-html.ts';

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
  return [...html.matchAll(/\ssrc="(?:\/files\/|cid:)([A-Za-z0-9_-]+)"/g)].map((match) => match[1] ?? '');
}
