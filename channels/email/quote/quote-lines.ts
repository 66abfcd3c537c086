/**
 * Which lines of a plain text the writer only repeated. Nothing is ever taken away: lines are sorted into segments that, put together
 * again, are the text. Where it is not sure, a line counts as the writer's own, for losing a customer's words is the worse error.
 */
import {
  ADDRESS,
  attributionAt,
  attributionIsSure,
  ENDS_INTRO,
  isAttributionLine,
  MARK,
  startsAttribution,
} from './attribution.ts';
import { beginsLater, headerBlockAt, startWithRule } from './header-lines.ts';
import { ownLines } from './own-lines.ts';
import { DATED, FORWARDED, INLINE, labelsOf, ORIGINAL, SENT_FROM, WROTE } from './quote-words.ts';

export interface Segment {
  text: string;
  quoted: boolean;
}

export interface TrimOptions {
  /** the text of the message of ours that it may answer */
  lastOutgoing?: string | null;
  /** passed on, not answered: all of it is what they want us to read */
  isForward?: boolean;
}

type Kind = 'own' | 'quote' | 'intro' | 'sign';

const MAX_LINES = 20_000;
const SIGNATURE = /^--[ \u00a0]?$/;
const MAX_SIGNATURE_LINES = 20;

export function segmentLines(text: string, { lastOutgoing = null, isForward = false }: TrimOptions = {}): Segment[] {
  const given = text.split('\n');
  if (isForward || given.length > MAX_LINES) return whole(text);
  const { lines, glued } = splitInline(given);
  const kinds = sortLines(lines, lastOutgoing);
  if (kinds === null) return whole(text);
  const own = lines.filter((line, index) => kinds[index] === 'own' && line.trim() !== '');
  // An answer that would be empty is no answer: all of it is shown.
  if (own.length === 0 || !own.some((line) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(line))) return whole(text);
  return join(lines, kinds, glued);
}

/** `Yes please On Mon, 30 Nov 2026 at 10:00 Zoe <zoe@x> wrote:`: the last of what they say, and who wrote what is quoted below. */
const INLINE_INTRO =
  /^(.*[^\s\-–—_])((?:\s+|\s*[-–—_]{2,}\s*)(?:On|Am|Le|El|Il|Op|Den|Em|W dniu|Dne)\s(?=.{0,20}\d).*)$/u;

/** @returns the lines with such ones in two, and after which of them there is no line's end */
function splitInline(given: readonly string[]): { lines: string[]; glued: ReadonlySet<number> } {
  const lines: string[] = [];
  const glued = new Set<number>();
  for (const [index, line] of given.entries()) {
    const parts = line.length > 1_000 || MARK.test(line) ? null : INLINE_INTRO.exec(line);
    const [own = '', intro = ''] = parts?.slice(1) ?? [];
    if (parts !== null && !startsAttribution(own) && isIntroOfMarks([intro, ...given.slice(index + 1, index + 12)])) {
      glued.add(lines.length);
      lines.push(own, intro);
    } else lines.push(line);
  }
  return { lines, glued };
}

function isIntroOfMarks(lines: readonly string[]): boolean {
  const bare = [(lines[0] as string).replace(/^[\s\-–—_]+/u, ''), ...lines.slice(1)];
  const after = attributionAt(bare, 0);
  if (after === null || !ADDRESS.test(bare.slice(0, after).join(' '))) return false;
  const next = nextInk(bare, after);
  return next !== null && MARK.test(bare[next] as string);
}

function whole(text: string): Segment[] {
  return text === '' ? [] : [{ text, quoted: false }];
}

/** @returns null when nothing may be folded */
function sortLines(lines: readonly string[], lastOutgoing: string | null): Kind[] | null {
  const kinds: Kind[] = lines.map(() => 'own');
  const marked = lines.map((line) => MARK.test(line));
  const ours = lastOutgoing === null ? null : ownLines(lines, lastOutgoing);
  const cut = findCut(lines, marked, ours, lastOutgoing);
  if (cut?.isForward) return null;
  const end = cut === null ? lines.length : cut.from;
  foldMarked(lines, marked, kinds, end, ours);
  if (isInterleaved(lines, kinds, marked)) return null;
  if (cut !== null) {
    const after = lines.slice(cut.from);
    if (hasAnswersWithin(after, marked.slice(cut.from), ours?.slice(cut.from) ?? null)) return null;
    for (let index = cut.from; index < lines.length; index += 1) kinds[index] = 'quote';
    const above = lines.filter((_, index) => kinds[index] === 'own').join('\n');
    if (above.length < 600 && INLINE.test(above)) return null;
  }
  foldSignature(lines, kinds);
  return kinds;
}

/** The line from which all the rest is quoted: below a divider, a header block, or an attribution whose quote has no marks. */
function findCut(
  lines: readonly string[],
  marked: readonly boolean[],
  ours: readonly boolean[] | null,
  lastOutgoing: string | null,
  isPage = false,
): { from: number; isForward: boolean } | null {
  for (let index = 0; index < lines.length; index += 1) {
    if (marked[index]) continue;
    const line = lines[index] as string;
    if (line.trim() === '') continue;
    if (FORWARDED.test(line.slice(0, 200))) return { from: index, isForward: true };
    if (ORIGINAL.test(line.slice(0, 200))) return { from: index, isForward: false };
    const block = headerBlockAt(lines, index) && !beginsLater(lines, index);
    if (block) return { from: startWithRule(lines, index), isForward: false };
    const attribution = attributionAt(lines, index, isPage);
    if (attribution === null) continue;
    const next = nextInk(lines, attribution);
    // With marks below it the quote has an end, and what follows it may be an answer.
    if (next !== null && marked[next]) continue;
    const said = lines.slice(index, attribution).join(' ');
    // What names nobody's address is a program's only where it stands by itself, and above words of ours where those are known.
    const stands =
      (index === 0 || (lines[index - 1] as string).trim() === '') && ours?.slice(attribution).some(Boolean) !== false;
    const isSure = attributionIsSure(said) && (stands || ADDRESS.test(said));
    if (isSure || (next !== null && ours?.[next])) return { from: index, isForward: false };
  }
  const first = ours === null ? -1 : firstOwnRun(lines, ours, marked, lastOutgoing ?? '');
  return first < 0 ? null : { from: introOfOurs(lines, first), isForward: false };
}

/** The same cut for lines that have no marks, such as those of a page. */
export function lineCut(
  lines: readonly string[],
  lastOutgoing: string | null,
): { from: number; isForward: boolean } | null {
  return findCut(
    lines,
    lines.map(() => false),
    lastOutgoing === null ? null : ownLines(lines, lastOutgoing),
    lastOutgoing,
    true,
  );
}

/** Quotes with marks: the block, and the attribution above it. */
function foldMarked(
  lines: readonly string[],
  marked: readonly boolean[],
  kinds: Kind[],
  end: number,
  ours: readonly boolean[] | null,
): void {
  for (let index = 0; index < end; index += 1) {
    if (!marked[index]) continue;
    let last = index;
    for (let next = index + 1; next < end; next += 1) {
      if (marked[next]) last = next;
      else if ((lines[next] as string).trim() !== '' && !isWrapped(lines, marked, next)) break;
    }
    const before = introBefore(lines, index);
    // A quote that names its writer within its marks has no need of a line above that does not say who wrote.
    const isNamed = isAttributionLine((lines[index] as string).replace(/^[\s>|]+/, ''));
    const intro = isNamed && !WROTE.test(lines.slice(before, index).join(' ')) ? index : before;
    const size = lines.slice(index, last + 1).filter((_, offset) => marked[index + offset]).length;
    const isOurs = ours?.slice(index, last + 1).some(Boolean) ?? false;
    if (intro < index || isNamed || isOurs || (size >= 2 && looksQuoted(lines, index, last, end))) {
      for (let at = intro; at < index; at += 1) kinds[at] = 'intro';
      for (let at = index; at <= last; at += 1) kinds[at] = 'quote';
    }
    index = last;
  }
}

/** An address of the web that a program wrote in brackets behind a quoted word, or the rest of one. */
function isLinkOnly(before: string, line: string): boolean {
  if (/^[(<[]https?:\/\/\S+[)>\]][\s>]*$/.test(line)) return true;
  return /[(<[]https?:\/\/[^\s)>\]]*$/.test(before) && /^\S+[)>\]][\s>]*$/.test(line);
}

/**
 * Marks without an attribution: a quote above or below everything else, unless the writer leads up to it ("The log says:"). One mark alone
 * may be a list or a sum, and marks in the middle are what the words around them speak of.
 */
function looksQuoted(lines: readonly string[], first: number, last: number, end: number): boolean {
  const hasInk = (from: number, to: number): boolean => lines.slice(from, to).some((line) => line.trim() !== '');
  const above = lines.slice(0, first).findLast((line) => line.trim() !== '');
  return (!hasInk(0, first) || !hasInk(last + 1, end)) && !/[:：]\s*$/u.test(above ?? '');
}

/** A quoted line that was wrapped on the way: a short rest without a mark, between two lines that have one. */
function isWrapped(lines: readonly string[], marked: readonly boolean[], index: number): boolean {
  const before = lines[index - 1] ?? '';
  const line = (lines[index] as string).trim();
  if (isLinkOnly(before, line)) return marked[index - 1] === true && marked[index + 1] === true;
  return (
    marked[index - 1] === true &&
    marked[index + 1] === true &&
    before.length > 65 &&
    line.length < 25 &&
    /^[\p{Ll}\p{N}(]/u.test(line) &&
    !/[.!?]$/.test(line)
  );
}

/** In a sentence of the writer's own: `As my colleague wrote:`. */
const LEADS_UP = /^\W*(?:as|like|because|since|when|what|wie|weil|comme|como|come|zoals|omdat|som|jak|как)\b/iu;

/** @returns where the attribution of a quote starts that begins at `index`, or `index` */
function introBefore(lines: readonly string[], index: number): number {
  let end = index - 1;
  while (end >= 0 && index - end <= 3 && (lines[end] as string).trim() === '') end -= 1;
  if (end < 0 || (lines[end] as string).trim() === '') return index;
  const last = (lines[end] as string).trim();
  if (ORIGINAL.test(last.slice(0, 200))) return end;
  // Right above marks less is enough: no colon, or neither date nor address.
  if (last.length > 400) return index;
  const isOld =
    ADDRESS.test(last) && DATED.test(last) && /^[^.!?]{8,160}>?$/u.test(last.replace(/[\w.+-]+@[\w.-]+|\d[.]/g, ''));
  const isShort = last.length < 100 && ENDS_INTRO.test(last) && WROTE.test(last) && !LEADS_UP.test(last);
  for (let start = end; start > Math.max(-1, end - 4); start -= 1) {
    if ((lines[start] as string).trim() === '') break;
    const after = attributionAt(lines, start);
    if (after !== end + 1) continue;
    // The wrapped form may start higher: the highest start that still reads as one is it.
    let top = start;
    while (
      top > 0 &&
      end - top < 3 &&
      (lines[top - 1] as string).trim() !== '' &&
      attributionAt(lines, top - 1) === end + 1 &&
      startsAttribution(lines[top - 1] as string)
    )
      top -= 1;
    return top;
  }
  return isOld || isShort ? end : index;
}

/** Where our own words begin, whatever line in whatever language tells whose they are: it ends with a colon and has a date or an address. */
function introOfOurs(lines: readonly string[], index: number): number {
  const known = introBefore(lines, index);
  if (known < index) return known;
  let before = index - 1;
  while (before >= 0 && index - before <= 3 && (lines[before] as string).trim() === '') before -= 1;
  const line = (lines[before] ?? '').trim();
  const isIntro = line.length < 300 && /[:：]$/u.test(line) && (DATED.test(line) || /@/.test(line));
  return isIntro ? before : index;
}

/** Own words between two quotes: an answer to each. Folding would tear them from what they answer. */
function isInterleaved(lines: readonly string[], kinds: readonly Kind[], marked: readonly boolean[]): boolean {
  const isQuote = (index: number): boolean => kinds[index] === 'quote' || marked[index] === true;
  let blocks = 0;
  let hasOwn = false;
  for (const [index, kind] of kinds.entries()) {
    if (isQuote(index)) {
      if (index > 0 && isQuote(index - 1)) continue;
      if (blocks > 0 && hasOwn) return true;
      blocks += 1;
      hasOwn = false;
    } else if (kind === 'own' && (lines[index] as string).trim() !== '') hasOwn = true;
  }
  return false;
}

/** Below the cut, where nothing marks the quote: words that are not ours among words that are, or unmarked ones among marked. */
export function hasAnswersWithin(
  after: readonly string[],
  marked: readonly boolean[],
  ours: readonly boolean[] | null,
): boolean {
  if (ours === null) return false;
  const stop = after.findIndex(
    (line, index) => index > 8 && (ORIGINAL.test(line.slice(0, 200)) || headerBlockAt(after, index) || marked[index]),
  );
  const inked = after
    .slice(0, stop < 0 ? after.length : stop)
    .map((line, index) => ({ line: line.trim(), isOurs: ours[index] === true }))
    .filter(({ line }) => line.length >= 12 && labelsOf(line).length === 0 && !WROTE.test(line));
  const first = inked.findIndex(({ isOurs }) => isOurs);
  const last = inked.findLastIndex(({ isOurs }) => isOurs);
  const known = inked.filter(({ isOurs }) => isOurs).length;
  return known >= 2 && known * 2 >= inked.length && inked.slice(first, last).some(({ isOurs }) => !isOurs);
}

function foldSignature(lines: readonly string[], kinds: Kind[]): void {
  const own = kinds.flatMap((kind, index) => (kind === 'own' ? [index] : []));
  // Only the end of the writer's own words, and never all of them.
  for (let place = own.length - 1; place >= Math.max(1, own.length - MAX_SIGNATURE_LINES); place -= 1) {
    const index = own[place] as number;
    const line = lines[index] as string;
    const isRule = SIGNATURE.test(line.trimStart()) && line.trim().length <= 3;
    const isPhone = line.length < 160 && SENT_FROM.test(line) && own.length - place <= 4;
    if (!isRule && !isPhone) continue;
    const signed = own.slice(place + 1).map((at) => (lines[at] as string).trim());
    // Without its space it may as well divide two thoughts.
    const isLong = signed.filter((one) => one !== '').length > 8 || signed.some((one) => one.length > 80);
    if (isRule && line.trimEnd() === line && isLong) continue;
    const before = own.slice(0, place).some((at) => (lines[at] as string).trim() !== '');
    if (!before) continue;
    if (isRule) for (const at of own.slice(place)) kinds[at] = 'sign';
    else kinds[index] = 'sign';
    if (isRule) return;
  }
}

/** Two lines that we wrote, one after another, where nothing else tells where the quote begins. */
function firstOwnRun(
  lines: readonly string[],
  ours: readonly boolean[],
  marked: readonly boolean[],
  outgoing: string,
): number {
  // From each line on: how many are not empty, and how many of those are ours.
  let inked = 0;
  let known = 0;
  const follow = lines.map((line, index) => ({ index, hasInk: line.trim() !== '' })).reverse();
  const rest = follow.map(({ index, hasInk }) => {
    if (hasInk) inked += 1;
    if (hasInk && ours[index]) known += 1;
    return known >= 2 && known * 10 >= inked * 8;
  });
  rest.reverse();
  for (const [index, isOurs] of ours.entries()) {
    if (!isOurs || marked[index] || !rest[index]) continue;
    // Its greeting is too short to be known for sure, but it stands right above.
    let top = index;
    while (top > 0 && index - top < 4 && isOwnEnd(lines[top - 1] as string, outgoing)) top -= 1;
    while (top < index && (lines[top] as string).trim() === '') top += 1;
    return top;
  }
  return -1;
}

function isOwnEnd(line: string, outgoing: string): boolean {
  const text = line.trim();
  return text === '' || (text.length >= 3 && outgoing.slice(0, 100_000).includes(text));
}

function nextInk(lines: readonly string[], from: number): number | null {
  for (let index = from; index < lines.length; index += 1) if ((lines[index] as string).trim() !== '') return index;
  return null;
}

function join(lines: readonly string[], kinds: readonly Kind[], glued: ReadonlySet<number>): Segment[] {
  const segments: Segment[] = [];
  for (const [index, line] of lines.entries()) {
    const quoted = kinds[index] !== 'own';
    const text = index === lines.length - 1 || glued.has(index) ? line : `${line}\n`;
    const last = segments.at(-1);
    if (last?.quoted === quoted) last.text += text;
    else segments.push({ text, quoted });
  }
  return segments.filter(({ text }) => text !== '');
}
