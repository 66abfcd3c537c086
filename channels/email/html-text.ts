/**
 * HTML to the text a person would read: for the text alternative of what we send, for search, and for mails without a text part.
 * One pass, linear in the input; html-to-text took 10 s for a 3 MB table and lost what was nested deeper than its limit.
 */
import { Parser } from 'htmlparser2';
import { boundHtml } from './html/bound-html.ts';

export interface TextOptions {
  /** write the address behind a link's words */
  links?: boolean;
  /** characters kept */
  length?: number;
}

const SKIPPED = new Set(
  'script style title head template select option textarea object applet svg math noframes datalist audio video'.split(
    ' ',
  ),
);
/** Elements that stand on lines of their own, with the empty lines around them. */
const BLOCKS: Record<string, number> = {
  ...Object.fromEntries('p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre hr'.split(' ').map((tag) => [tag, 1])),
  ...Object.fromEntries(
    'div tr li dt dd section article header footer main nav aside address center form fieldset figure figcaption details summary caption tbody thead tfoot body html'
      .split(' ')
      .map((tag) => [tag, 0]),
  ),
};
const MAX_QUOTE_DEPTH = 12;

export function htmlToText(html: string, { links = true, length = 500_000 }: TextOptions = {}): string {
  const page = new Page(length);
  const skipped: string[] = [];
  const lists: { next: number | null }[] = [];
  const quotes: boolean[] = [];
  const anchors: { href: string; from: number }[] = [];
  let pre = 0;

  const open = (tag: string, attribs: Record<string, string>): void => {
    if (skipped.length > 0 || SKIPPED.has(tag)) {
      skipped.push(tag);
      return;
    }
    const gap = Object.hasOwn(BLOCKS, tag) ? BLOCKS[tag] : undefined;
    if (gap !== undefined) page.block(lists.length > 0 && (tag === 'ul' || tag === 'ol' || tag === 'p') ? 0 : gap);
    switch (tag) {
      case 'br':
        page.newLine();
        break;
      case 'hr':
        page.text('---');
        page.block(1);
        break;
      case 'td':
      case 'th':
        page.cell();
        break;
      case 'pre':
        pre += 1;
        break;
      case 'ul':
      case 'ol':
        lists.push({ next: tag === 'ol' ? Number.parseInt(attribs.start ?? '1', 10) || 1 : null });
        break;
      case 'li':
        page.text(`${'  '.repeat(Math.max(0, Math.min(lists.length, 8) - 1))}${marker(lists.at(-1))}`, true);
        break;
      case 'blockquote': {
        const isQuote = !/border\s*:\s*(?:none|0)/i.test(attribs.style ?? '') || attribs.type === 'cite';
        quotes.push(isQuote);
        if (isQuote) page.depth += 1;
        break;
      }
      case 'a':
        anchors.push({ href: attribs.href ?? '', from: page.mark() });
        break;
      case 'img':
        if ((attribs.alt ?? '').trim() !== '') page.text(`[${(attribs.alt ?? '').trim().slice(0, 200)}]`);
        break;
    }
  };

  const close = (tag: string): void => {
    if (skipped.length > 0) {
      skipped.length = Math.max(0, skipped.lastIndexOf(tag));
      return;
    }
    if (tag === 'pre') pre = Math.max(0, pre - 1);
    if (tag === 'ul' || tag === 'ol') lists.pop();
    if (tag === 'a') {
      const anchor = anchors.pop();
      const shown = anchor && links ? linkText(anchor.href, page.since(anchor.from)) : '';
      if (shown !== '') page.text(shown);
    }
    const gap = Object.hasOwn(BLOCKS, tag) ? BLOCKS[tag] : undefined;
    if (gap !== undefined) page.block(lists.length > 0 && (tag === 'ul' || tag === 'ol' || tag === 'p') ? 0 : gap);
    if (tag === 'blockquote' && quotes.pop() === true) page.depth -= 1;
  };

  const parser = new Parser(
    {
      onopentag: open,
      onclosetag: close,
      ontext: (text) => {
        if (skipped.length > 0 || page.isFull) return;
        if (pre > 0) page.verbatim(text);
        else page.text(text.slice(0, length).replace(/[ \t\r\n\f\u200b]+/g, ' '));
      },
    },
    { decodeEntities: true },
  );
  parser.write(boundHtml(html, 1_500_000).html);
  parser.end();
  return page.finish();
}

function marker(list: { next: number | null } | undefined): string {
  if (list === undefined || list.next === null) return '- ';
  list.next += 1;
  return `${list.next - 1}. `;
}

/** What to write behind the words of a link: nothing where they say it already. */
function linkText(href: string, words: string): string {
  const url = href.trim();
  if (!/^(https?:|mailto:|tel:)/i.test(url) || url.length > 500 || /\s/.test(url)) return '';
  const bare = (text: string): string =>
    text
      .trim()
      .toLowerCase()
      .replace(/^(https?:\/\/|mailto:|tel:)/, '')
      .replace(/\/$/, '');
  const said = bare(words);
  if (said === '' || said === bare(url) || said === bare(url.replace(/\?.*$/, ''))) return '';
  return ` <${url.replace(/^(mailto|tel):/i, '')}>`;
}

/** Lines as they fill up, with the marks of quotes before them. Grows by pieces: looking back into a long line would flatten it every time. */
class Page {
  depth = 0;
  isFull = false;
  private readonly lines: string[] = [];
  private pieces: string[] = [];
  private hasInk = false;
  private endsBlank = true;
  private lineDepth = 0;
  private lastDepth = 0;
  private gap = 0;
  private blanks = 1;
  private size = 0;

  constructor(private readonly length: number) {}

  text(text: string, keepsSpace = false): void {
    const shown = this.endsBlank && !keepsSpace && text.startsWith(' ') ? text.trimStart() : text;
    if (shown !== '') this.add(shown);
  }

  verbatim(text: string): void {
    text.split(/\r?\n/).forEach((part, index) => {
      if (index > 0) this.newLine();
      if (part !== '') this.add(part);
    });
  }

  cell(): void {
    if (this.hasInk) this.add('\t');
  }

  newLine(): void {
    if (this.pieces.length === 0) this.startLine();
    this.endLine();
  }

  /** ends the line and asks for `gap` empty ones before the next */
  block(gap: number): void {
    if (this.hasInk) this.endLine();
    else this.pieces = [];
    this.endsBlank = true;
    this.gap = Math.max(this.gap, gap);
  }

  mark(): number {
    return this.pieces.length;
  }

  since(mark: number): string {
    return this.pieces.slice(mark).join('');
  }

  finish(): string {
    if (this.hasInk) this.endLine();
    return this.lines.join('\n').trimEnd();
  }

  private add(text: string): void {
    if (this.isFull) return;
    if (this.pieces.length === 0) this.startLine();
    this.pieces.push(text);
    this.size += text.length;
    if (this.size > this.length) this.isFull = true;
    this.endsBlank = text.endsWith(' ') || text.endsWith('\t');
    this.hasInk ||= text.trim() !== '';
  }

  private startLine(): void {
    this.lineDepth = Math.min(this.depth, MAX_QUOTE_DEPTH);
    for (let count = 0; count < this.gap; count += 1) this.push('', Math.min(this.lineDepth, this.lastDepth));
    this.gap = 0;
  }

  private endLine(): void {
    this.push(
      this.pieces
        .join('')
        .replace(/\u00a0/g, ' ')
        .trimEnd(),
      this.lineDepth,
    );
    this.pieces = [];
    this.hasInk = false;
    this.endsBlank = true;
  }

  /** at most one empty line after another */
  private push(text: string, depth: number): void {
    if (text === '' && this.blanks > 0) return;
    this.blanks = text === '' ? this.blanks + 1 : 0;
    if (this.size > this.length + 1 && text === '') return;
    this.lines.push(depth > 0 ? `${'> '.repeat(depth)}${text}`.trimEnd() : text);
    this.lastDepth = depth;
    this.size += 1;
    if (this.size > this.length) this.isFull = true;
  }
}
