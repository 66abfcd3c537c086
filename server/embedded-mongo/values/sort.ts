/** Compiles sort specifications into comparators, with MongoDB's rule for arrays: the least or the greatest element. */
import { compareValues } from './compare.ts';
import type { Doc, Value } from './document.ts';
import { badValue, notImplemented, StoreError } from './errors.ts';
import { getField } from './field.ts';
import { formatValue } from './format.ts';
import { isDoc, isNumber } from './kind.ts';
import { toNumber } from './number.ts';
import { type Path, parsePath, visitKeys } from './path.ts';

/** What an empty array sorts as: after MinKey and before null, as BSON's `undefined` does. */
const EMPTY = Symbol('empty array');
export type SortPart = Value | undefined | typeof EMPTY;
/** One part for each field of the specification. */
export type SortKey = SortPart[];

interface SortField {
  path: Path;
  name: string;
  direction: 1 | -1;
}

/** @throws StoreError 2 or 15974/15975 for malformed specifications, 238 for `$meta` */
export function compileSort(spec: Doc): (a: Doc, b: Doc) => number {
  const fields = readSpec(spec);
  return (a, b) => {
    for (const field of fields) {
      const order = compareParts(extractPart(a, field), extractPart(b, field));
      if (order !== 0) return field.direction === 1 ? order : -order;
    }
    return 0;
  };
}

/** For sorts of many documents: extract each key once, then compare keys. */
export function compileSortKeys(spec: Doc): {
  extract: (doc: Doc) => SortKey;
  compare: (a: SortKey, b: SortKey) => number;
} {
  const fields = readSpec(spec);
  return {
    extract: (doc) => fields.map((field) => extractPart(doc, field)),
    compare: (a, b) => {
      for (let i = 0; i < fields.length; i++) {
        const order = compareParts(a[i], b[i]);
        if (order !== 0) return fields[i]?.direction === -1 ? -order : order;
      }
      return 0;
    },
  };
}

function readSpec(spec: Doc): SortField[] {
  return Object.entries(spec).map(([name, value]) => {
    if (name === '') throw new StoreError(40352, 'FieldPath cannot be constructed with empty string');
    if (name.startsWith('$'))
      throw new StoreError(
        16410,
        `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
      );
    return { name, path: parsePath(name), direction: readDirection(name, value) };
  });
}

function readDirection(name: string, value: Value): 1 | -1 {
  if (isDoc(value)) {
    if (getField(value, '$meta') !== undefined) throw notImplemented('Sorting by $meta');
    throw badValue(`Illegal key in $sort specification: ${name}: ${formatValue(value)}`);
  }
  if (!isNumber(value))
    throw new StoreError(15974, `Illegal key in $sort specification: ${name}: ${formatValue(value)}`);
  const direction = toNumber(value);
  if (direction !== 1 && direction !== -1)
    throw new StoreError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  return direction;
}

function compareParts(a: SortPart, b: SortPart): number {
  if (typeof a !== 'symbol' && typeof b !== 'symbol') return compareValues(a, b);
  if (a === b) return 0;
  // Only MinKey lies below an empty array, whose rank is just below null's.
  return a === EMPTY ? (compareValues(b as Value, null) < 0 ? 1 : -1) : compareValues(a as Value, null) < 0 ? -1 : 1;
}

function extractPart(doc: Doc, field: SortField): SortPart {
  if (field.path.length === 1) {
    const value = getField(doc, field.name);
    if (!Array.isArray(value)) return value;
  }
  return extractFromPath(doc, field);
}

function extractFromPath(doc: Doc, field: SortField): SortPart {
  let best: SortPart;
  let seen = false;
  visitKeys(doc, field.path, (value, empty) => {
    const part: SortPart = empty ? EMPTY : value;
    if (!seen || compareParts(part, best) * field.direction < 0) best = part;
    seen = true;
  });
  return best;
}
