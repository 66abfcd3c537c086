/** A raw mail as the tree of its parts. Cuts the bytes into slices and decodes nothing; depth and number are bounded. */
import { firstField, type HeaderField, readHead } from './header-block.ts';
import { readParameters, type Structured } from './parameters.ts';

/** Honest mail is some five deep; each level looks through its bytes once. */
const MAX_DEPTH = 30;
const MAX_PARTS = 1_000;

export interface MimePart {
  fields: readonly HeaderField[];
  type: Structured;
  disposition: Structured;
  /** lower case */
  encoding: string;
  cid: string | null;
  /** as it came; a multipart's is only looked at where it could not be divided */
  body: Buffer;
  children: MimePart[];
}

export interface MimeTree {
  root: MimePart;
  /** what of it stayed unread */
  isHeadCut: boolean;
  isTooDeep: boolean;
  /** parts that were not looked at */
  uncounted: number;
}

export function readTree(raw: Buffer): MimeTree {
  const tree = { isHeadCut: false, isTooDeep: false, uncounted: 0, parts: 0 };
  const readPart = (start: number, end: number, depth: number, fallback: string): MimePart => {
    tree.parts += 1;
    const head = readHead(raw, start, end, undefined);
    if (head.isCut) tree.isHeadCut = true;
    const type = readParameters(firstField(head.fields, 'content-type'));
    const value = /^[\w.+-]+\/[\w.+-]+$/.test(type.value) ? type.value : defaultType(type.value, fallback);
    const part: MimePart = {
      fields: head.fields,
      type: { value, params: type.params },
      disposition: readParameters(firstField(head.fields, 'content-disposition')),
      encoding: (
        /[\w-]+/.exec((firstField(head.fields, 'content-transfer-encoding') ?? '').replace(/\([^)]*\)/g, ''))?.[0] ?? ''
      ).toLowerCase(),
      cid: /<?([^<>\s]+)>?/.exec(firstField(head.fields, 'content-id') ?? '')?.[1]?.slice(0, 500) ?? null,
      // Bytes without a single field are no head: all of it is text.
      body: raw.subarray(depth === 0 && head.fields.length === 0 ? start : head.bodyStart, end),
      children: [],
    };
    if (!value.startsWith('multipart/')) return part;
    if (depth >= MAX_DEPTH) {
      tree.isTooDeep = true;
      tree.uncounted += 1;
      return {
        ...part,
        type: { value: 'text/plain', params: new Map() },
        body: part.body.subarray(0, 0),
      };
    }
    const boundary = type.params.get('boundary') || guessBoundary(part.body);
    if (boundary === null || boundary === '') return part;
    const childType = value === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
    const ranges = divide(raw, head.bodyStart, end, boundary);
    if (ranges === null) return part;
    part.body = part.body.subarray(0, 0);
    for (const [from, to] of ranges) {
      if (tree.parts >= MAX_PARTS) tree.uncounted += 1;
      else part.children.push(readPart(from, to, depth + 1, childType));
    }
    return part;
  };
  const root = readPart(0, raw.length, 0, 'text/plain');
  return { root, isHeadCut: tree.isHeadCut, isTooDeep: tree.isTooDeep, uncounted: tree.uncounted };
}

export function* walk(part: MimePart): Generator<MimePart> {
  yield part;
  for (const child of part.children) yield* walk(child);
}

function defaultType(given: string, fallback: string): string {
  // `text`, `html` and `multipart` alone are seen in the wild.
  if (given === 'html') return 'text/html';
  return given === '' || given === 'text' ? fallback : given.startsWith('multipart') ? 'multipart/mixed' : fallback;
}

/** The ranges between the delimiter lines (RFC 2046 §5.1.1); a missing last delimiter is forgiven. Null when there is none at all. */
function divide(raw: Buffer, start: number, end: number, boundary: string): [number, number][] | null {
  const mark = Buffer.from(`--${boundary}`, 'utf8');
  const ranges: [number, number][] = [];
  let open = -1;
  let position = start;
  while (position < end) {
    const found = raw.indexOf(mark, position);
    if (found < 0 || found >= end) break;
    position = found + 1;
    if (found > start && raw[found - 1] !== 0x0a && raw[found - 1] !== 0x0d) continue;
    const after = delimiterEnd(raw, found + mark.length, end);
    if (after === null) continue;
    if (open < 0 && after.isLast) return [];
    if (open >= 0) ranges.push([open, contentEnd(raw, open, found)]);
    open = after.next;
    position = Math.max(position, after.next - 1);
    if (after.isLast) return ranges;
  }
  if (open >= 0 && open < end) ranges.push([open, end]);
  return open < 0 ? null : ranges;
}

/** After a delimiter stand `--`, white space and the end of the line; anything else makes it another boundary or text. */
function delimiterEnd(raw: Buffer, from: number, end: number): { next: number; isLast: boolean } | null {
  const isLast = raw[from] === 0x2d && raw[from + 1] === 0x2d;
  let index = isLast ? from + 2 : from;
  while (index < end && (raw[index] === 0x20 || raw[index] === 0x09)) index += 1;
  if (index >= end) return { next: end, isLast };
  if (raw[index] === 0x0a) return { next: index + 1, isLast };
  if (raw[index] === 0x0d) return { next: raw[index + 1] === 0x0a ? index + 2 : index + 1, isLast };
  return isLast ? { next: index, isLast } : null;
}

/** The line end before a delimiter belongs to it. */
function contentEnd(raw: Buffer, start: number, delimiter: number): number {
  let end = delimiter;
  if (end > start && raw[end - 1] === 0x0a) end -= 1;
  if (end > start && raw[end - 1] === 0x0d) end -= 1;
  return end;
}

/** For a multipart that does not say its boundary: the first line that begins like one and comes again. */
function guessBoundary(body: Buffer): string | null {
  const text = body.subarray(0, 4_000).toString('latin1');
  const line = /^--([^\s-][^\r\n]{3,199})\r?$/m.exec(text)?.[1]?.trimEnd();
  if (line === undefined) return null;
  return body.indexOf(`--${line}`) !== body.lastIndexOf(`--${line}`) ? line : null;
}
