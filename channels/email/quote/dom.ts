/** Small helpers over the DOM of htmlparser2: its lines as a reader sees them, each with the node where it starts. */
import { DomUtils, parseDocument } from 'htmlparser2';

export type DomNode = ReturnType<typeof parseDocument> | ReturnType<typeof parseDocument>['children'][number];
export type DomElement = Extract<DomNode, { attribs: unknown }>;
type DomText = Extract<DomNode, { data: string }>;

export interface PageLine {
  text: string;
  node: DomNode;
  /** within a blockquote */
  isInQuote: boolean;
}

const BLOCK = new Set(
  'address article aside blockquote body center dd details dl dt div fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
const UNSEEN = new Set(['style', 'script', 'title', 'head', 'template', 'textarea', 'select', 'object']);
const MAX_LINES = 20_000;

export function isElement(node: DomNode): node is DomElement {
  return node.type === 'tag' || node.type === 'script' || node.type === 'style';
}

export function isText(node: DomNode): node is DomText {
  return node.type === 'text';
}

export function textOf(node: DomNode, length: number): string {
  let text = '';
  const visit = (one: DomNode): void => {
    if (text.length >= length) return;
    if (isText(one)) text += one.data;
    else if (isElement(one) ? !UNSEEN.has(one.name) : 'children' in one) {
      if (isElement(one) && (one.name === 'br' || BLOCK.has(one.name))) text += '\n';
      for (const child of (one as DomElement).children) visit(child as DomNode);
    }
  };
  visit(node);
  return text.slice(0, length);
}

/** @param without nodes that are passed over, with all they hold */
export function pageLines(root: DomNode, without: ReadonlySet<DomNode> = new Set()): PageLine[] {
  const lines: PageLine[] = [];
  let open: PageLine | null = null;
  let quotes = 0;
  const close = (): void => {
    if (open !== null && lines.length < MAX_LINES)
      lines.push({ ...open, text: open.text.replace(/[\s\u00a0]+/g, ' ').trim() });
    open = null;
  };
  const visit = (node: DomNode): void => {
    if (without.has(node) || lines.length >= MAX_LINES) return;
    if (isText(node)) {
      if (open === null && node.data.trim() === '') return;
      if (open === null) open = { text: '', node: lineStart(node), isInQuote: quotes > 0 };
      open.text += node.data;
      return;
    }
    const name = isElement(node) ? node.name : '';
    if (UNSEEN.has(name)) return;
    const breaks = name === 'br' || BLOCK.has(name);
    if (breaks) close();
    if (name === 'blockquote') quotes += 1;
    if ('children' in node) for (const child of node.children) visit(child as DomNode);
    if (name === 'blockquote') quotes -= 1;
    if (breaks) close();
  };
  visit(root);
  close();
  return lines;
}

/** The outermost inline element that the line begins with: it is marked as one. */
function lineStart(node: DomNode): DomNode {
  let at = node;
  for (;;) {
    const parent = at.parent as DomNode | null;
    if (parent === null || !isElement(parent) || BLOCK.has(parent.name) || firstInk(parent) !== at) break;
    at = parent;
  }
  // A block that is only this line goes with it.
  const parent = at.parent as DomNode | null;
  return parent !== null &&
    isElement(parent) &&
    /^(?:p|div)$/.test(parent.name) &&
    firstInk(parent) === at &&
    !hasBlockOrBreak(parent)
    ? parent
    : at;
}

function firstInk(element: DomElement): DomNode | undefined {
  return (element.children as DomNode[]).find((child) => !isText(child) || child.data.trim() !== '');
}

function hasBlockOrBreak(element: DomElement): boolean {
  return DomUtils.existsOne((one) => one.name === 'br' || BLOCK.has(one.name), element.children);
}

export function wrapText(node: DomText): DomElement {
  const span = parseDocument('<span></span>').children[0] as DomElement;
  DomUtils.replaceElement(node, span);
  DomUtils.appendChild(span, node);
  return span;
}
