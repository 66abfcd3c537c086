/** Index keys: bytes whose memcmp order is BSON order, per direction, for compound keys. */
import { createHash } from 'node:crypto';
import type { Binary, BSONRegExp, Code, ObjectId, Timestamp } from 'bson';
import { toText } from './compare.ts';
import type { Doc, NumberValue, Value } from './document.ts';
import { KeyWriter } from './key-writer.ts';
import { isNumber, Kind, kindOf } from './kind.ts';
import { toExactNumber } from './number.ts';
import { writeNumber } from './number-key.ts';

/** LMDB's limit for keys in lmdb-js, 1,978 bytes, less room for what the storage puts around the values. */
export const MAX_KEY_BYTES = 1960;
const HASH_BYTES = 16;
/** How much of a long key stays in order; the rest is only told apart by hash. */
export const MAX_ORDERED_BYTES = MAX_KEY_BYTES - HASH_BYTES;

export type Direction = 1 | -1;
export interface EncodedKey {
  key: Uint8Array;
  /** False when cut: equal values still have equal keys, but order is known only for the ordered part. */
  exact: boolean;
}

const writer = new KeyWriter();

/** Missing values (`undefined`) count as null; a missing direction as 1. */
export function encodeKey(values: readonly (Value | undefined)[], directions: readonly Direction[]): EncodedKey {
  writeAll(values, directions);
  if (writer.length <= MAX_KEY_BYTES) return { key: writer.copy(), exact: true };
  const full = writer.view();
  const hash = createHash('sha256').update(full).digest();
  const key = Buffer.allocUnsafe(MAX_KEY_BYTES);
  key.set(full.subarray(0, MAX_ORDERED_BYTES));
  key.set(hash.subarray(0, HASH_BYTES), MAX_ORDERED_BYTES);
  return { key, exact: false };
}

export interface KeyBound {
  /** The full values of the fields before the ranged one. */
  prefix?: readonly (Value | undefined)[];
  directions: readonly Direction[];
}
/** Half-open in bytes: every wanted key is >= start and < end; `exact` says that no unwanted key lies between. */
export interface KeyRange {
  start: Uint8Array;
  end: Uint8Array;
  exact: boolean;
}
export interface ValueRange {
  min?: Value;
  minInclusive?: boolean;
  max?: Value;
  maxInclusive?: boolean;
}

/** All keys that begin with these values. */
export function keyPrefixRange(values: readonly (Value | undefined)[], directions: readonly Direction[]): KeyRange {
  writeAll(values, directions);
  return closeRange(writer.copy(), true, writer.copy(), true);
}

/**
 * All keys whose fields equal `prefix` and whose next field lies in `range`, which is type-bracketed like a query:
 * `{ min: 5 }` reaches to the greatest number and not to strings. An empty range means any value. A bound of NaN only
 * equals itself in queries, so its range is not exact.
 */
export function keyValueRange(bound: KeyBound, range: ValueRange): KeyRange {
  const prefix = bound.prefix ?? [];
  const direction = bound.directions[prefix.length] ?? 1;
  const least = boundBytes(bound, prefix, range, 'min');
  const greatest = boundBytes(bound, prefix, range, 'max');
  const closed =
    direction === 1
      ? closeRange(least.bytes, least.keepEqual, greatest.bytes, greatest.keepEqual)
      : closeRange(greatest.bytes, greatest.keepEqual, least.bytes, least.keepEqual);
  return isNaNValue(range.min) || isNaNValue(range.max) ? { ...closed, exact: false } : closed;
}

function isNaNValue(value: Value | undefined): boolean {
  return isNumber(value) && Number.isNaN(toExactNumber(value));
}

interface Edge {
  bytes: Uint8Array;
  /** Whether keys that begin with these bytes are inside. */
  keepEqual: boolean;
}

function boundBytes(
  bound: KeyBound,
  prefix: readonly (Value | undefined)[],
  range: ValueRange,
  side: 'min' | 'max',
): Edge {
  const own = side === 'min' ? range.min : range.max;
  const other = side === 'min' ? range.max : range.min;
  writeAll(prefix, bound.directions);
  const start = writer.length;
  let keepEqual = (side === 'min' ? range.minInclusive : range.maxInclusive) !== false;
  if (own !== undefined) {
    writeComponent(own);
  } else if (side === 'min' && isNumber(other)) {
    // NaN is the least number, but a query for lesser numbers does not find it.
    writeComponent(Number.NaN);
    keepEqual = false;
  } else {
    if (other !== undefined) writer.byte(kindOf(other));
    keepEqual = true;
  }
  if ((bound.directions[prefix.length] ?? 1) === -1) writer.invert(start);
  return { bytes: writer.copy(), keepEqual };
}

function closeRange(first: Uint8Array, keepFirst: boolean, last: Uint8Array, keepLast: boolean): KeyRange {
  const firstCut = first.length > MAX_ORDERED_BYTES;
  const lastCut = last.length > MAX_ORDERED_BYTES;
  const start = cut(first);
  const end = cut(last);
  return {
    // A cut bound keeps everything with the same ordered part; the caller has to look at the documents.
    start: keepFirst || firstCut ? start : successor(start),
    end: keepLast || lastCut ? successor(end) : end,
    exact: !firstCut && !lastCut,
  };
}

function cut(bytes: Uint8Array): Uint8Array {
  return bytes.length > MAX_ORDERED_BYTES ? bytes.subarray(0, MAX_ORDERED_BYTES) : bytes;
}

/** The least byte string above every string that begins with `bytes`. */
export function successor(bytes: Uint8Array): Uint8Array {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === 255) length--;
  // Above everything: no key starts with so many 255, as type bytes are below 128 and their inverse is below 255.
  if (length === 0) return new Uint8Array(MAX_KEY_BYTES).fill(255);
  const next = Uint8Array.from(bytes.subarray(0, length));
  next[length - 1] = (next[length - 1] as number) + 1;
  return next;
}

function writeAll(values: readonly (Value | undefined)[], directions: readonly Direction[]): void {
  writer.reset();
  for (let i = 0; i < values.length; i++) {
    const start = writer.length;
    writeComponent(values[i]);
    if (directions[i] === -1) writer.invert(start);
  }
}

// Every component is self-delimiting, so that a prefix never runs into the next component.
function writeComponent(value: Value | undefined): void {
  const kind = kindOf(value);
  writer.byte(kind);
  writeContent(kind, value as Value);
}

function writeContent(kind: Kind, value: Value): void {
  switch (kind) {
    case Kind.minKey:
    case Kind.maxKey:
    case Kind.null:
      return;
    case Kind.number:
      writeNumber(writer, value as NumberValue);
      return;
    case Kind.string:
      writer.text(toText(value));
      return;
    case Kind.object:
      writeDoc(value as Doc);
      return;
    case Kind.array:
      for (const item of value as Value[]) writeComponent(item);
      writer.byte(0);
      return;
    case Kind.binary:
      writeBinary(value as Binary);
      return;
    case Kind.objectId:
      writer.objectId(value as ObjectId);
      return;
    case Kind.bool:
      writer.byte(value === true ? 1 : 0);
      return;
    case Kind.date:
      writer.double((value as Date).getTime());
      return;
    case Kind.timestamp:
      writer.uint32((value as Timestamp).high);
      writer.uint32((value as Timestamp).low);
      return;
    case Kind.regex:
      writer.text((value as BSONRegExp).pattern);
      writer.text((value as BSONRegExp).options);
      return;
    case Kind.code:
    case Kind.codeWithScope:
      writer.text(String((value as Code).code));
      writeDoc(((value as Code).scope ?? {}) as Doc);
      return;
  }
}

// Type before name before value, as documents compare.
function writeDoc(doc: Doc): void {
  for (const field of Object.keys(doc)) {
    const value = doc[field];
    const kind = kindOf(value);
    writer.byte(kind);
    writer.text(field);
    writeContent(kind, value as Value);
  }
  writer.byte(0);
}

function writeBinary(value: Binary): void {
  writer.uint32(value.position);
  writer.byte(value.sub_type);
  writer.bytes(value.value());
}
