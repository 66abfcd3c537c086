/** The parts of a page that a reply repeats, by the structure that mail programs leave, else by the words of its lines. Marks, never removes. */
import { DomUtils, parseDocument } from 'htmlparser2';
import { boundHtml } from '../html/bound-html.ts';
import { isAttributionLine } from './attribution.ts';
import { type DomElement, type DomNode, isElement, isText, pageLines, textOf, wrapText } from './dom.ts';
import { ownLines } from './own-lines.ts';
import { passedOnAt } from './passed-on.ts';
import { hasAnswersWithin, lineCut, type TrimOptions } from './quote-lines.ts';
import { INLINE, labelsOf } from './quote-words.ts';

export const QUOTED = 'data-quoted';
/** More are a page that is not a reply. */
const MAX_UNITS = 200;

/** `rest`: the element and all that follows it, for programs that put the quote last without enclosing it. */
type Unit = { nodes: DomNode[]; kind: 'block' | 'rest' };

export interface MarkedHtml {
  html: string;
  hasQuote: boolean;
  visibleHtml(): string;
}

export function markQuotes(source: string, { lastOutgoing = null, isForward = false }: TrimOptions): MarkedHtml {
  const { html } = boundHtml(source);
  const whole = (): MarkedHtml => {
    const all = render(root);
    return { html: all, hasQuote: false, visibleHtml: () => all };
  };
  const root = parseDocument(html, { decodeEntities: true });
  const elements = DomUtils.findAll((element) => element.attribs[QUOTED] !== undefined, root.children) as DomElement[];
  for (const element of elements) delete element.attribs[QUOTED];
  if (isForward || isForwardedPage(root)) return whole();
  const units = findUnits(root, lastOutgoing);
  const quoted = new Set<DomNode>(units.flatMap((unit) => unit.nodes));
  if (quoted.size === 0 || isInterleaved(root, quoted) || !keepsWords(root, quoted)) return whole();
  for (const signature of findSignatures(root, quoted))
    if (keepsWords(root, new Set([...quoted, signature]))) quoted.add(signature);
  const marked = [...quoted].map((node) => (isText(node) ? wrapText(node) : node)).filter(isElement);
  for (const element of marked) element.attribs[QUOTED] = '';
  return {
    html: render(root),
    hasQuote: true,
    visibleHtml() {
      for (const element of marked) DomUtils.removeElement(element);
      return render(root);
    },
  };
}

function render(root: DomNode): string {
  return DomUtils.getOuterHTML(root, { decodeEntities: true, encodeEntities: 'utf8' });
}

/** A divider of forwarding above any quote: all of it is what they want us to read. */
function isForwardedPage(root: DomNode): boolean {
  const lines = pageLines(root).slice(0, 400);
  return passedOnAt(lines.filter(({ isInQuote }) => !isInQuote).map(({ text }) => text)) >= 0;
}

function findUnits(root: DomNode, lastOutgoing: string | null): Unit[] {
  const units: Unit[] = [];
  const visit = (node: DomNode): boolean => {
    if (units.length > MAX_UNITS) return false;
    if (!isElement(node)) return true;
    if (startsRest(node)) {
      units.push({ nodes: restFrom(node), kind: 'rest' });
      return false;
    }
    if (isQuoteBlock(node)) {
      units.push({ nodes: [...(opensItself(node) ? [] : introBefore(node)), node], kind: 'block' });
      return true;
    }
    for (const child of [...node.children]) if (!visit(child as DomNode)) return false;
    return true;
  };
  for (const child of [...(root as DomElement).children]) if (!visit(child as DomNode)) break;
  if (units.length > MAX_UNITS) return [];
  const lines = pageLines(root, new Set(units.flatMap((unit) => unit.nodes)));
  const rest = units.find((unit) => unit.kind === 'rest');
  if (rest === undefined) {
    // Below what structure tells, words may tell more: a header block, an attribution without marks, our own lines.
    const cut = lineCut(
      lines.map((line) => line.text),
      lastOutgoing,
    );
    if (cut?.isForward) return [];
    const first = cut === null ? undefined : lines[cut.from]?.node;
    if (first !== undefined) units.push({ nodes: restFrom(first), kind: 'rest' });
  }
  return units.some((unit) => unit.kind === 'rest') && answersWithin(root, units, lastOutgoing) ? [] : units;
}

function answersWithin(root: DomNode, units: readonly Unit[], lastOutgoing: string | null): boolean {
  const rest = new Set(units.filter((unit) => unit.kind === 'rest').flatMap((unit) => unit.nodes));
  const above = pageLines(root, rest)
    .map((line) => line.text)
    .join('\n');
  if (above.trim().length < 600 && INLINE.test(above)) return true;
  if (lastOutgoing === null) return false;
  const inRest = [...rest].flatMap((node) => pageLines(node)).map((line) => line.text);
  return hasAnswersWithin(
    inRest,
    inRest.map(() => false),
    ownLines(inRest, lastOutgoing),
  );
}

const QUOTE_CLASS =
  /(?:^|\s)(?:(?:ydp\w{0,20})?yahoo_quoted|sh-quoted-content|protonmail_quote|tutanota_quote|zmail_extra|front-blockquote|ms-outlook-mobile-reference-message|moz-cite-prefix|gmail_attr|gmail_quote|airmail_ext_on|bloop_original_html|replied-message|wm-quote|js-replied-content)(?:\s|$)/i;
const QUOTE_ID =
  /^(?:(?:ydp\w{0,20})?yahoo_quoted|ymail_quoted|mail-editor-reference-message-container|isReplyContent|OLK_SRC_BODY_SECTION|qt$|reply-intro|oriMsgHtmlSeperator|ntes-pcmail-quote)/i;
const REST_ID = /^(?:x_)*(?:zwchr|divRplyFwdMsg|appendonsend|stopSpelling|divtagdefaultwrapper-reply)/;
const QUOTE_NAME = /^(?:quote|quoted-content|messageReplySection)$/;

function isQuoteBlock(element: DomElement): boolean {
  const { class: classes = '', id = '', name = '', type = '' } = element.attribs;
  if (element.name === 'blockquote')
    return (
      /^cite$/i.test(type) ||
      /quote|cite/i.test(`${classes} ${id}`) ||
      opensItself(element) ||
      introBefore(element).length > 0 ||
      isBarred(element)
    );
  // A program's container may hold answers between its quotes: then only those are quotes.
  if (
    /(?:^|\s)gmail_quote(?:\s|$)/i.test(classes) &&
    DomUtils.existsOne((one) => one.name === 'blockquote', element.children)
  )
    return false;
  return QUOTE_CLASS.test(classes) || QUOTE_ID.test(id) || (element.name === 'div' && QUOTE_NAME.test(name));
}

/** It begins with who wrote it: whatever stands above it is the writer's own. */
function opensItself(element: DomElement): boolean {
  const first = firstLine(textOf(element, 600));
  return isAttributionLine(first) || labelsOf(first).length > 0;
}

const firstLine = (text: string): string => text.split('\n').find((line) => line.trim() !== '') ?? '';

/** Two lines with the bar of a quote, above or below everything else, that no words lead up to. */
function isBarred(element: DomElement): boolean {
  if (!/border(?:-left)?:(?!none|0)[^;]*(?:solid|\d)/i.test((element.attribs.style ?? '').replace(/\s/g, '')))
    return false;
  const ink = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');
  if (ink(textOf(element, 2_000)).length < 2) return false;
  const before = outerInk(element, 'prev');
  if (before !== null && /[:：]\s*$/u.test(ink(textOf(before, 20_000)).at(-1) ?? '')) return false;
  return before === null || outerInk(element, 'next') === null;
}

/** What has words before or after it, anywhere in the page. */
function outerInk(element: DomNode, side: 'prev' | 'next'): DomNode | null {
  for (let at: DomNode | null = element; at !== null; at = at.parent as DomNode | null)
    for (let other = at[side] as DomNode | null; other; other = other[side] as DomNode | null)
      if (textOf(other, 2_000).trim() !== '') return other;
  return null;
}

/** What Outlook leaves: an anchor of its own, or a line above a block of headers. */
function startsRest(element: DomElement): boolean {
  if (REST_ID.test(element.attribs.id ?? '') || /OutlookMessageHeader/i.test(element.attribs.class ?? '')) return true;
  const style = (element.attribs.style ?? '').replace(/\s/g, '').toLowerCase();
  if (
    element.name !== 'div' ||
    !/border-top:(?:solid|[\d.]+p[tx]solid|#)|border-top-style:solid|border-style:solidnonenone/.test(style)
  )
    return false;
  return labelsOf(textOf(element, 200).trimStart()).length > 0;
}

function restFrom(node: DomNode): DomNode[] {
  const nodes: DomNode[] = [];
  // The rule above belongs to it.
  let top = node;
  while (previousInk(top) === null && top.parent !== null && isElement(top.parent as DomNode))
    top = top.parent as DomNode;
  const before = previousInk(top);
  if (before !== null && isElement(before) && before.name === 'hr') nodes.push(before);
  for (let at: DomNode | null = node, isFirst = true; at !== null; at = at.parent as DomNode | null, isFirst = false) {
    if (isFirst) nodes.push(at);
    for (let next = at.next as DomNode | null; next !== null; next = next.next as DomNode | null)
      if (isElement(next) || isText(next)) nodes.push(next);
  }
  return nodes;
}

/** `On … wrote:` right before a quote: a text, an element, or a few that make one line. */
function introBefore(element: DomNode): DomNode[] {
  const nodes: DomNode[] = [];
  let text = '';
  let at: DomNode = element;
  // It may stand before an element whose first thing the quote is.
  while (previousInk(at) === null && at.parent !== null && isElement(at.parent as DomNode)) at = at.parent as DomNode;
  for (
    let before = previousInk(at), count = 0;
    before !== null && count < 8;
    before = previousInk(before), count += 1
  ) {
    const words = textOf(before, 600).replace(/\s+/g, ' ').trim();
    if (isElement(before) && before.name === 'br' && text !== '') break;
    // One line, or one that was broken; never all that they wrote.
    if (
      textOf(before, 600)
        .split('\n')
        .filter((line) => line.trim() !== '').length > 3
    )
      break;
    if (words.length > 500) break;
    nodes.unshift(before);
    text = `${words} ${text}`.trim();
    if (text !== '' && isAttributionLine(text)) return nodes;
    if (text !== '' && !/[:：]\s*$/u.test(text)) break;
  }
  return [];
}

function previousInk(node: DomNode): DomNode | null {
  let before = node.prev as DomNode | null;
  while (before !== null && !isElement(before) && textOf(before, 10).trim() === '')
    before = before.prev as DomNode | null;
  return before;
}

/** Own words between two quotes answer them one by one. */
function isInterleaved(root: DomNode, quoted: ReadonlySet<DomNode>): boolean {
  let blocks = 0;
  let hasOwn = false;
  let result = false;
  const visit = (node: DomNode): void => {
    if (quoted.has(node)) {
      const text = textOf(node, 100);
      if (text.trim() === '' || (isElement(node) && !/blockquote|div|section|table|p|pre|ul|ol/.test(node.name)))
        return;
      if (isAttributionLine(textOf(node, 600))) return;
      if (blocks > 0 && hasOwn) result = true;
      blocks += 1;
      hasOwn = false;
      return;
    }
    if (isText(node)) {
      const text = node.data.trim();
      if (/[\p{L}\p{N}]/u.test(text) && !isAttributionLine(text)) hasOwn = true;
    } else if ('children' in node && !(isElement(node) && /^(style|script|title|head)$/.test(node.name)))
      for (const child of node.children) visit(child as DomNode);
  };
  visit(root);
  return result;
}

function keepsWords(root: DomNode, quoted: ReadonlySet<DomNode>): boolean {
  const hasImage = (nodes: readonly DomNode[]): boolean =>
    nodes.some(
      (node) => !quoted.has(node) && isElement(node) && (node.name === 'img' || hasImage(node.children as DomNode[])),
    );
  return (
    pageLines(root, quoted).some(({ text }) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text)) ||
    hasImage((root as DomElement).children as DomNode[])
  );
}

const SIGNATURE_CLASS = /(?:^|\s)(?:gmail_signature|moz-signature|protonmail_signature_block)(?:\s|$)/;
const SIGNATURE_ID = /^(?:x_)*(?:signature|ms-outlook-mobile-signature|applemailsignature)$/i;

function findSignatures(root: DomNode, quoted: ReadonlySet<DomNode>): DomElement[] {
  const found: DomElement[] = [];
  const visit = (node: DomNode): void => {
    if (quoted.has(node) || !isElement(node)) return;
    if (SIGNATURE_CLASS.test(node.attribs.class ?? '') || SIGNATURE_ID.test(node.attribs.id ?? '')) found.push(node);
    else for (const child of node.children) visit(child as DomNode);
  };
  for (const child of (root as DomElement).children) visit(child as DomNode);
  return found;
}
