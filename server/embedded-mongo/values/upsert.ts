/** What a filter says a document equals: the start of the document an upsert inserts. */
import { BSONRegExp } from 'bson';
import type { Doc, Value } from './document.ts';
import { StoreError } from './errors.ts';
import { getField, setField } from './field.ts';
import { isDoc, isOperatorDoc } from './kind.ts';

/** @throws StoreError 54 when the filter gives a path twice */
export function upsertSeed(filter: Doc): Doc {
  const equalities = new Map<string, Value>();
  collect(filter, equalities);
  const seed: Doc = {};
  for (const [path, value] of equalities) {
    checkPath(path, equalities);
    setPath(seed, path.split('.'), value);
  }
  const id = getField(seed, '_id');
  return id === undefined ? seed : { _id: id, ...seed };
}

function collect(filter: Doc, equalities: Map<string, Value>): void {
  for (const [field, value] of Object.entries(filter)) {
    if (field === '$and' || (field === '$or' && Array.isArray(value) && value.length === 1)) {
      for (const branch of value as Value[]) if (isDoc(branch)) collect(branch, equalities);
    } else if (!field.startsWith('$')) {
      const equal = readEquality(value);
      if (equal === undefined) continue;
      if (equalities.has(field)) throw matchedTwice(field);
      equalities.set(field, equal);
    }
  }
}

function readEquality(value: Value): Value | undefined {
  if (value instanceof BSONRegExp) return undefined;
  if (!isOperatorDoc(value)) return value;
  const equal = getField(value, '$eq');
  if (equal !== undefined) return equal;
  for (const operator of ['$in', '$all']) {
    const items = getField(value, operator);
    if (!Array.isArray(items) || items.length !== 1) continue;
    const item = items[0] as Value;
    if (!(item instanceof BSONRegExp) && !isOperatorDoc(item)) return item;
  }
  return undefined;
}

function checkPath(path: string, equalities: ReadonlyMap<string, Value>): void {
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    if (equalities.has(path.slice(0, dot))) throw matchedTwice(path.slice(0, dot));
  }
}

function matchedTwice(path: string): StoreError {
  return new StoreError(54, `cannot infer query fields to set, path '${path}' is matched twice`);
}

function setPath(doc: Doc, path: string[], value: Value): void {
  let target = doc;
  for (const part of path.slice(0, -1)) {
    const existing = getField(target, part);
    const next: Doc = isDoc(existing) ? existing : {};
    setField(target, part, next);
    target = next;
  }
  setField(target, path[path.length - 1] as string, value);
}
