/** Which keys a document has in an index: MongoDB's rules for arrays, missing fields and long values. */
import type { Doc, Value } from '../values/document.ts';
import { StoreError } from '../values/errors.ts';
import { getField } from '../values/field.ts';
import { type Direction, encodeKey } from '../values/key.ts';
import { isDoc } from '../values/kind.ts';

export interface IndexField {
  readonly path: string;
  readonly parts: readonly string[];
  readonly direction: Direction;
}

export interface KeySet {
  /** The encoded values, each once. */
  readonly keys: readonly Uint8Array[];
  /** A bit for each field that entered an array, so that one document may have several keys. */
  readonly arrays: number;
  /** A key was too long and is now its beginning and a hash: equal or not is still right, order is not. */
  readonly isTruncated: boolean;
}

const NO_KEYS: KeySet = { keys: [], arrays: 0, isTruncated: false };

/** A field on its way through the document: the value reached so far and the parts still to go. */
interface Cursor {
  readonly value: Value | undefined;
  readonly rest: number;
}

/** Throws StoreError 171 when two of the fields lie in different arrays. */
export function extractKeys(doc: Doc, fields: readonly IndexField[], isSparse: boolean): KeySet {
  const tuples: (Value | undefined)[][] = [];
  const arrays = expand(
    fields.map(() => ({ value: doc, rest: 0 })),
    fields,
    tuples,
  );
  const directions = fields.map((field) => field.direction);
  if (tuples.length === 1) {
    const tuple = tuples[0] ?? [];
    if (isSparse && tuple.every((value) => value === undefined)) return arrays === 0 ? NO_KEYS : { ...NO_KEYS, arrays };
    const key = encodeTuple(tuple, directions);
    return { keys: [key.bytes], arrays, isTruncated: key.isTruncated };
  }
  const keys = new Map<string, Uint8Array>();
  let isTruncated = false;
  for (const tuple of tuples) {
    if (isSparse && tuple.every((value) => value === undefined)) continue;
    const key = encodeTuple(tuple, directions);
    isTruncated ||= key.isTruncated;
    keys.set(Buffer.from(key.bytes).toString('latin1'), key.bytes);
  }
  return { keys: [...keys.values()], arrays, isTruncated };
}

/** The values behind one of a document's keys, for the message of a duplicate key error. */
export function tupleOfKey(doc: Doc, fields: readonly IndexField[], key: Uint8Array): readonly (Value | undefined)[] {
  const tuples: (Value | undefined)[][] = [];
  expand(
    fields.map(() => ({ value: doc, rest: 0 })),
    fields,
    tuples,
  );
  const directions = fields.map((field) => field.direction);
  return tuples.find((tuple) => Buffer.compare(encodeTuple(tuple, directions).bytes, key) === 0) ?? [];
}

function encodeTuple(
  tuple: readonly (Value | undefined)[],
  directions: readonly Direction[],
): { bytes: Uint8Array; isTruncated: boolean } {
  const { key, exact } = encodeKey(tuple, directions);
  return { bytes: key, isTruncated: !exact };
}

/**
 * Follows every field to its end or to the first array; fields that meet the same array go through it together, element
 * by element, so that { 'a.b': 1, 'a.c': 1 } gets the pairs that occur and not all combinations. Answers a bit for each
 * field that entered an array.
 */
function expand(
  cursors: readonly Cursor[],
  fields: readonly IndexField[],
  tuples: (Value | undefined)[][],
  fixed: readonly boolean[] = [],
): number {
  let array: readonly Value[] | undefined;
  const next: Cursor[] = [];
  for (let i = 0; i < cursors.length; i++) {
    const reached = walk(cursors[i] as Cursor, (fields[i] as IndexField).parts, fixed[i] === true);
    next.push(reached);
    if (fixed[i] !== true && Array.isArray(reached.value)) {
      if (array !== undefined && array !== reached.value) throw parallelArrays(fields);
      array = reached.value;
    }
  }
  if (array === undefined) {
    tuples.push(next.map((cursor) => cursor.value));
    return 0;
  }
  const shared = array;
  let arrays = 0;
  for (let i = 0; i < next.length; i++) if (fixed[i] !== true && next[i]?.value === shared) arrays |= 1 << i;
  const isLeaf = next.map((cursor, i) => cursor.value === shared && cursor.rest === fields[i]?.parts.length);
  if (shared.length === 0) {
    // MongoDB keys an empty array as undefined; here that is null, which the filter tells apart afterwards.
    tuples.push(next.map((cursor, i) => (cursor.value === shared ? (isLeaf[i] ? null : undefined) : cursor.value)));
    return arrays;
  }
  for (const element of shared) {
    const inside = next.map((cursor, i) => {
      if (fixed[i] === true || cursor.value !== shared) return cursor;
      if (isLeaf[i]) return { value: element, rest: cursor.rest };
      return { value: isDoc(element) ? element : undefined, rest: cursor.rest };
    });
    // A leaf is fixed once taken from its array: an array inside an array is a value and not entered.
    arrays |= expand(
      inside,
      fields,
      tuples,
      next.map((_, i) => fixed[i] === true || isLeaf[i] === true),
    );
  }
  return arrays;
}

function walk(cursor: Cursor, parts: readonly string[], isFixed: boolean): Cursor {
  let { value, rest } = cursor;
  if (isFixed) return cursor;
  while (rest < parts.length && !Array.isArray(value)) {
    value = isDoc(value) ? getField(value, parts[rest] as string) : undefined;
    rest++;
  }
  return { value, rest };
}

function parallelArrays(fields: readonly IndexField[]): StoreError {
  const names = fields.map((field) => `[${field.path}]`).join(' ');
  return new StoreError(171, `cannot index parallel arrays ${names}`);
}
