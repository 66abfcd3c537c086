/**
 * Bounds a stranger's HTML before any parser builds on it: length, and depth, whose cost grows with its square in htmlparser2
 * (200,000 open divs take 50 seconds). Tags beyond the depth are left out, their text stays.
 */
import { Tokenizer } from 'htmlparser2';

const MAX_DEPTH = 150;
/** What every pass over a page costs: an element as much as four pieces of text or attributes. Some 30,000 cells of a table. */
const MAX_STEPS = 240_000;
const ELEMENT_STEPS = 4;
/** The parser closes the former where the latter opens; the same subset here, so that depth is never counted too low. */
const IMPLIED: Record<string, readonly string[]> = {
  p: ['p'],
  li: ['li'],
  tr: ['tr', 'th', 'td'],
  td: ['th', 'td'],
  th: ['th'],
  option: ['option'],
};
const VOID = new Set(
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr'.split(
    ' ',
  ),
);
/** Switch the parser into another language, where other rules hold. */
const FOREIGN = new Set(['svg', 'math']);

/** @returns HTML without comments and declarations, at most `length` characters of the source and so many elements, at most 150 deep */
export function boundHtml(source: string, length = 2_000_000): { html: string; isCut: boolean } {
  const isLong = source.length > length;
  const input = isLong
    ? source.slice(0, source.lastIndexOf('<', length) > length / 2 ? source.lastIndexOf('<', length) : length)
    : source;
  const kept: string[] = [];
  const open: string[] = [];
  let from = 0;
  /** where the tag that is being read starts, and whether it is left out */
  let start = 0;
  let isDropped = false;
  const drop = (first: number, after: number): void => {
    kept.push(input.slice(from, first));
    from = after;
  };
  let steps = 0;
  /** where it becomes too much */
  let end = input.length;
  const step = (count: number, at: number): void => {
    steps += count;
    if (steps <= MAX_STEPS || end < input.length) return;
    end = at;
    tokenizer.pause();
  };
  const opened = (nameStart: number, nameEnd: number): void => {
    start = nameStart - 1;
    const name = input.slice(nameStart, nameEnd).toLowerCase();
    isDropped = FOREIGN.has(name);
    if (VOID.has(name) || isDropped) {
      step(ELEMENT_STEPS, start);
      return;
    }
    const implied = Object.hasOwn(IMPLIED, name) ? IMPLIED[name] : undefined;
    while (implied?.includes(open.at(-1) ?? '')) open.pop();
    if (open.length >= MAX_DEPTH) isDropped = true;
    else open.push(name);
    // What is left out costs nobody anything afterwards.
    step(isDropped ? 1 : ELEMENT_STEPS, start);
  };
  const openEnded = (end: number): void => {
    if (isDropped) drop(start, end + 1);
  };
  const closed = (nameStart: number, nameEnd: number): void => {
    const name = input.slice(nameStart, nameEnd).toLowerCase();
    const place = open.lastIndexOf(name);
    if (place >= 0) open.length = place;
    else if (name !== 'p' && name !== 'br') {
      const end = input.indexOf('>', nameEnd);
      drop(nameStart - 2, end < 0 ? input.length : end + 1);
    }
  };
  const nothing = (): void => {};
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: false },
    {
      onopentagname: opened,
      onopentagend: openEnded,
      onselfclosingtag: openEnded,
      onclosetag: closed,
      oncomment: (first, end) => drop(Math.max(from, input.lastIndexOf('<', first)), Math.min(input.length, end + 1)),
      ondeclaration: (first, end) => drop(Math.max(from, input.lastIndexOf('<', first)), end + 1),
      onprocessinginstruction: (first, end) => drop(Math.max(from, input.lastIndexOf('<', first)), end + 1),
      oncdata: nothing,
      ontext: (first) => step(1, first),
      ontextentity: nothing,
      onattribdata: nothing,
      onattribentity: nothing,
      onattribend: nothing,
      // Within a tag that is not taken in the end.
      onattribname: () => step(1, start),
      onend: nothing,
    },
  );
  tokenizer.write(input);
  if (end === input.length) tokenizer.end();
  return { html: kept.join('') + input.slice(from, Math.max(from, end)), isCut: isLong || end < input.length };
}
