/** BSON's total order over values of all types, and equality in the sense of queries (1 equals 1.0 equals Long 1). */
import { type Binary, type BSONRegExp, BSONSymbol, type Code, type ObjectId, type Timestamp } from 'bson';
import type { Doc, NumberValue, Value } from './document.ts';
import { Kind, kindOf, numberTypeOf } from './kind.ts';
import { compareNumbers } from './number.ts';
import { compareObjectIds } from './object-id.ts';

/** Negative, zero or positive; missing (`undefined`) equals null. */
export function compareValues(a: Value | undefined, b: Value | undefined): number {
  if (typeof a === 'number' && typeof b === 'number' && a === b) return 0;
  const kind = kindOf(a);
  const other = kindOf(b);
  return kind === other ? compareSameKind(kind, a as Value, b as Value) : kind - other;
}

export function equalValues(a: Value | undefined, b: Value | undefined): boolean {
  return compareValues(a, b) === 0;
}

/** Same type and same bytes, so that storing one for the other changes nothing. */
export function identicalValues(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return a !== 0 || Object.is(a, b);
  const kind = kindOf(a);
  if (a === undefined || b === undefined || kind !== kindOf(b)) return false;
  switch (kind) {
    case Kind.array:
      return identicalArrays(a as Value[], b as Value[]);
    case Kind.object:
      return identicalDocs(a as Doc, b as Doc);
    case Kind.number:
      return identicalNumbers(a as NumberValue, b as NumberValue);
    case Kind.string:
      return typeof a === typeof b && compareValues(a, b) === 0;
    default:
      return compareSameKind(kind, a, b) === 0;
  }
}

// Object.is tells -0 from 0, and text the decimals 1.0 and 1.00.
function identicalNumbers(a: NumberValue, b: NumberValue): boolean {
  if (numberTypeOf(a) !== numberTypeOf(b)) return false;
  return Object.is(Number(a), Number(b)) && String(a) === String(b);
}

function identicalArrays(a: Value[], b: Value[]): boolean {
  return a.length === b.length && a.every((item, i) => identicalValues(item, b[i]));
}

function identicalDocs(a: Doc, b: Doc): boolean {
  const left = Object.keys(a);
  const right = Object.keys(b);
  return left.length === right.length && left.every((key, i) => key === right[i] && identicalValues(a[key], b[key]));
}

function compareSameKind(kind: Kind, a: Value, b: Value): number {
  switch (kind) {
    case Kind.minKey:
    case Kind.maxKey:
    case Kind.null:
      return 0;
    case Kind.number:
      return compareNumbers(a as NumberValue, b as NumberValue);
    case Kind.string:
      return compareStrings(toText(a), toText(b));
    case Kind.object:
      return compareDocs(a as Doc, b as Doc);
    case Kind.array:
      return compareArrays(a as Value[], b as Value[]);
    case Kind.binary:
      return compareBinaries(a as Binary, b as Binary);
    case Kind.objectId:
      return compareObjectIds(a as ObjectId, b as ObjectId);
    case Kind.bool:
      return Number(a) - Number(b);
    case Kind.date:
      return (a as Date).getTime() - (b as Date).getTime();
    case Kind.timestamp:
      return compareTimestamps(a as Timestamp, b as Timestamp);
    case Kind.regex:
      return compareRegExps(a as BSONRegExp, b as BSONRegExp);
    case Kind.code:
    case Kind.codeWithScope:
      return compareCode(a as Code, b as Code);
  }
}

/** The text of a string or of the deprecated symbol type, which sorts with strings. */
export function toText(value: Value): string {
  return value instanceof BSONSymbol ? value.value : (value as string);
}

/** By UTF-8 bytes, which is code point order; JS's `<` compares UTF-16 units and differs above U+FFFF. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left === right) continue;
    // Surrogates stand for code points above all other units, so they are moved behind U+E000..U+FFFF.
    return left >= 0xd800 && right >= 0xd800 ? rankUnit(left) - rankUnit(right) : left - right;
  }
  return a.length - b.length;
}

function rankUnit(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

// As BSONObj::woCompare: field by field, first the types, then the names, then the values.
function compareDocs(a: Doc, b: Doc): number {
  const left = Object.keys(a);
  const right = Object.keys(b);
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const leftKey = left[i] as string;
    const rightKey = right[i] as string;
    const leftValue = a[leftKey] as Value;
    const rightValue = b[rightKey] as Value;
    const kind = kindOf(leftValue);
    const order =
      kind - kindOf(rightValue) || compareStrings(leftKey, rightKey) || compareSameKind(kind, leftValue, rightValue);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareArrays(a: Value[], b: Value[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareValues(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareBinaries(a: Binary, b: Binary): number {
  return a.position - b.position || a.sub_type - b.sub_type || compareBytes(a.value(), b.value());
}

export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = (a[i] as number) - (b[i] as number);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareTimestamps(a: Timestamp, b: Timestamp): number {
  return (a.high >>> 0) - (b.high >>> 0) || (a.low >>> 0) - (b.low >>> 0);
}

function compareRegExps(a: BSONRegExp, b: BSONRegExp): number {
  return compareStrings(a.pattern, b.pattern) || compareStrings(a.options, b.options);
}

function compareCode(a: Code, b: Code): number {
  return compareStrings(String(a.code), String(b.code)) || compareDocs((a.scope ?? {}) as Doc, (b.scope ?? {}) as Doc);
}
