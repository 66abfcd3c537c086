/** `$in` with a lookup that does not grow with the list, as lists of hundreds of ids are usual. */
import { BSONRegExp, ObjectId } from 'bson';
import { compareValues } from './compare.ts';
import type { Value } from './document.ts';
import { badValue } from './errors.ts';
import { isNumber, isOperatorDoc } from './kind.ts';
import type { Test } from './match-operators.ts';
import { compileRegExp } from './match-regex.ts';
import { toCanonicalNumber } from './number.ts';
import { compareObjectIds, hashObjectId } from './object-id.ts';

export function compileIn(argument: Value): Test {
  if (!Array.isArray(argument)) throw badValue('$in needs an array');
  const plain = new Set<string | number | boolean>();
  const ids = new Map<number, ObjectId[]>();
  const others: Value[] = [];
  const patterns: Test[] = [];
  let matchesNull = false;
  for (const item of argument) {
    if (item === null) matchesNull = true;
    else if (item instanceof BSONRegExp) patterns.push(compileRegExp(item, undefined));
    else if (isOperatorDoc(item)) throw badValue('cannot nest $ under $in');
    else if (typeof item === 'string' || typeof item === 'boolean') plain.add(item);
    else if (item instanceof ObjectId) addId(ids, item);
    else {
      const number = isNumber(item) ? toCanonicalNumber(item) : undefined;
      if (number !== undefined) plain.add(number);
      else others.push(item);
    }
  }
  const isOther = (value: Value): boolean =>
    others.some((item) => compareValues(item, value) === 0) || patterns.some((test) => test(value));
  const hasOthers = others.length + patterns.length > 0;
  return (value) => {
    if (value === undefined || value === null) return matchesNull;
    if (typeof value !== 'object') return plain.has(value) || (hasOthers && isOther(value));
    if (value instanceof ObjectId) return hasId(ids, value);
    return hasNumber(plain, value) || (hasOthers && isOther(value));
  };
}

function addId(ids: Map<number, ObjectId[]>, id: ObjectId): void {
  const hash = hashObjectId(id);
  const bucket = ids.get(hash);
  if (bucket === undefined) ids.set(hash, [id]);
  else bucket.push(id);
}

function hasId(ids: Map<number, ObjectId[]>, id: ObjectId): boolean {
  const bucket = ids.get(hashObjectId(id));
  if (bucket === undefined) return false;
  for (const item of bucket) if (compareObjectIds(item, id) === 0) return true;
  return false;
}

// A Set finds NaN and takes -0 for 0, just as queries do.
function hasNumber(plain: Set<string | number | boolean>, value: Value): boolean {
  const number = isNumber(value) ? toCanonicalNumber(value) : undefined;
  return number !== undefined && plain.has(number);
}
