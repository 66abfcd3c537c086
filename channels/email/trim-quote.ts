/** Folds what a reply repeats, and never deletes: own last message first, then the structure of known programs, then words in many languages. */
import { htmlToText } from './html-text.ts';
import { markQuotes } from './quote/quote-html.ts';
import { type Segment, segmentLines, type TrimOptions } from './quote/quote-lines.ts';

export type { Segment, TrimOptions };

export interface Trimmed {
  /** what the writer wrote now */
  visible: string;
  quoted: string;
  /** in order; put together they are the text */
  segments: Segment[];
}

export function trimQuote(text: string, options: TrimOptions = {}): Trimmed {
  const segments = segmentLines(text, options);
  const pick = (quoted: boolean): string =>
    segments
      .filter((segment) => segment.quoted === quoted)
      .map((segment) => segment.text)
      .join('');
  return { visible: pick(false).trim(), quoted: pick(true).trim(), segments };
}

export interface TrimmedHtml {
  /** the page with `data-quoted` on every element that only repeats; nothing is missing from it */
  html: string;
  hasQuote: boolean;
  /** the text of what is not marked; made when it is asked for */
  visible(): string;
}

export function trimQuoteHtml(html: string, options: TrimOptions = {}): TrimmedHtml {
  const { visibleHtml, ...marked } = markQuotes(html, options);
  return { ...marked, visible: () => htmlToText(visibleHtml()) };
}
