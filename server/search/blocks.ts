/**
 * Blocks: terms in order, each with the rows that have it, packed into a few kilobytes. A term shares its beginning with the one before it; rows
 * are numbers that grow, kept as differences. Pure.
 */

/** Rows ascending. */
export interface Posting {
  term: string;
  rows: readonly number[];
}

export interface Block {
  first: string;
  bytes: Uint8Array;
}

/** A block is full from here on, bytes. One long posting may go beyond it. */
const FULL = 8_192;

export function createBlockWriter(): { add(posting: Posting): Block | null; end(): Block | null } {
  let bytes = Buffer.allocUnsafe(4 * FULL);
  let length = 0;
  let first: string | null = null;
  let last = '';

  function room(size: number): void {
    if (length + size <= bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (length + size));
    bytes.copy(larger, 0, 0, length);
    bytes = larger;
  }

  function number(value: number): void {
    let rest = value;
    while (rest > 127) {
      bytes[length] = (rest & 127) | 128;
      length += 1;
      rest >>>= 7;
    }
    bytes[length] = rest;
    length += 1;
  }

  function take(): Block | null {
    if (first === null) return null;
    const block = { first, bytes: Uint8Array.prototype.slice.call(bytes, 0, length) };
    first = null;
    last = '';
    length = 0;
    return block;
  }

  return {
    add({ term, rows }) {
      const full = length >= FULL ? take() : null;
      first ??= term;
      const shared = sharedLength(last, term);
      const rest = Buffer.from(term.slice(shared));
      room(rest.length + 20 + 5 * rows.length);
      number(shared);
      number(rest.length);
      rest.copy(bytes, length);
      length += rest.length;
      number(rows.length);
      // The size of what follows, so that whoever looks for another term can pass over it: patched in when it is known.
      const at = length;
      length += 4;
      let before = -1;
      for (const row of rows) {
        number(row - before - 1);
        before = row;
      }
      bytes.writeUInt32LE(length - at - 4, at);
      last = term;
      return full;
    },
    end: take,
  };
}

/** Whole code points, so that what is left can be written as UTF-8. */
function sharedLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let shared = 0;
  while (shared < most && a.charCodeAt(shared) === b.charCodeAt(shared)) shared += 1;
  const unit = a.charCodeAt(shared - 1);
  return unit >= 0xd800 && unit <= 0xdbff ? shared - 1 : shared;
}

/** What a block holds, term by term; rows are unpacked when they are asked for. */
export function* readBlock(given: Uint8Array): Generator<{ term: string; count: number; rows(): number[] }> {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  };
  let term = '';
  while (at < bytes.length) {
    const shared = number();
    const rest = number();
    term = term.slice(0, shared) + bytes.toString('utf8', at, at + rest);
    at += rest;
    const count = number();
    const size = bytes.readUInt32LE(at);
    const from = at + 4;
    yield {
      term,
      count,
      rows() {
        const back = at;
        at = from;
        const rows: number[] = [];
        let row = -1;
        for (let index = 0; index < count; index += 1) {
          row += number() + 1;
          rows.push(row);
        }
        at = back;
        return rows;
      },
    };
    at = from + size;
  }
}

/** Numbers of the blocks that may hold this term, or terms that begin so, by the first term of each block. */
export function blocksFor(firsts: readonly string[], term: string, isPrefix: boolean): number[] {
  let [low, high] = [0, firsts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((firsts[middle] ?? '') <= term) low = middle + 1;
    else high = middle;
  }
  const numbers = low > 0 ? [low - 1] : [];
  if (isPrefix) {
    for (let at = low; at < firsts.length && (firsts[at] ?? '').startsWith(term); at += 1) numbers.push(at);
  }
  return numbers;
}
