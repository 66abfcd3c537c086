/** What a filter says about each path in terms of value ranges, as far as an index can use it. */
import { BSONRegExp } from 'bson';
import { compareValues } from '../values/compare.ts';
import type { Doc, Value } from '../values/document.ts';
import { isDoc, isOperatorDoc, Kind, kindOf } from '../values/kind.ts';

/** Values from min to max of one type; a point when both are the same value. */
export interface Interval {
  readonly kind: Kind;
  readonly min?: Value;
  readonly minInclusive: boolean;
  readonly max?: Value;
  readonly maxInclusive: boolean;
}

/** One condition on one path: some value of the path lies in one of the intervals. */
export interface Predicate {
  readonly path: string;
  readonly intervals: readonly Interval[];
  readonly isPoint: boolean;
  /** The intervals say all that the condition says (for documents without arrays on the path). */
  readonly isExact: boolean;
}

export interface Analysis {
  /** All must hold. */
  readonly predicates: readonly Predicate[];
  /** Paths that are asked to exist; implied by each predicate that excludes null, too. */
  readonly existing: ReadonlySet<string>;
  /** The predicates say all that the filter says. */
  readonly isComplete: boolean;
  /** Top-level $or, to be planned branch by branch. */
  readonly branches: readonly (readonly Doc[])[];
}

export function analyzeFilter(filter: Doc): Analysis {
  const found = {
    predicates: [] as Predicate[],
    existing: new Set<string>(),
    isComplete: true,
    branches: [] as Doc[][],
  };
  collect(filter, found);
  for (const predicate of found.predicates) {
    if (predicate.intervals.every((interval) => interval.kind !== Kind.null)) found.existing.add(predicate.path);
  }
  return found;
}

interface Found {
  readonly predicates: Predicate[];
  readonly existing: Set<string>;
  isComplete: boolean;
  readonly branches: Doc[][];
}

function collect(filter: Doc, found: Found): void {
  for (const [path, condition] of Object.entries(filter)) {
    if (condition === undefined || path === '$comment') continue;
    if (path === '$and' && Array.isArray(condition)) {
      for (const part of condition) if (isDoc(part)) collect(part, found);
    } else if (path === '$or' && Array.isArray(condition)) {
      collectBranches(
        condition.filter((branch) => isDoc(branch)),
        found,
      );
    } else if (path.startsWith('$')) {
      found.isComplete = false;
    } else if (isOperatorDoc(condition)) collectOperators(path, condition, found);
    else add(found, path, equality(condition), condition);
  }
}

/**
 * A path that every branch bounds is bounded as a whole: `{ $or: [{ at: { $lt: t } }, { at: t, _id: { $lt: i } }] }`, the
 * next page of a list, begins at t.
 */
function collectBranches(branches: readonly Doc[], found: Found): void {
  found.branches.push([...branches]);
  found.isComplete = false;
  const [first, ...others] = branches.map((branch) => analyzeFilter(branch).predicates);
  for (const { path, intervals } of first ?? []) {
    const parts = others.map((predicates) => predicates.find((predicate) => predicate.path === path)?.intervals);
    const hull = hullOf([intervals, ...parts]);
    if (hull !== undefined) found.predicates.push({ path, intervals: [hull], isPoint: false, isExact: false });
  }
}

/** The least interval that holds all; undefined when one is unknown or they are of several types. */
function hullOf(sets: readonly (readonly Interval[] | undefined)[]): Interval | undefined {
  let hull: Interval | undefined;
  for (const set of sets) {
    if (set === undefined) return undefined;
    for (const interval of set) {
      if (hull !== undefined && hull.kind !== interval.kind) return undefined;
      hull = hull === undefined ? interval : widen(hull, interval);
    }
  }
  return hull;
}

function widen(a: Interval, b: Interval): Interval {
  const lower =
    a.min === undefined || b.min === undefined ? undefined : compareValues(a.min, b.min) <= 0 ? a.min : b.min;
  const upper =
    a.max === undefined || b.max === undefined ? undefined : compareValues(a.max, b.max) >= 0 ? a.max : b.max;
  return { kind: a.kind, min: lower, max: upper, minInclusive: true, maxInclusive: true };
}

function collectOperators(path: string, operators: Doc, found: Found): void {
  for (const [operator, value] of Object.entries(operators)) {
    if (value === undefined || operator === '$comment') continue;
    if (operator === '$exists' && value !== false && value !== 0 && value !== null) {
      found.existing.add(path);
      found.isComplete = false;
    } else if (operator === '$elemMatch' && isDoc(value)) {
      collectElement(path, value, found);
    } else add(found, path, intervalsOf(operator, value, operators), value);
  }
}

/** Some element matches the inner filter, so each inner path has a key in the inner range. */
function collectElement(path: string, inner: Doc, found: Found): void {
  const nested: Found = { predicates: [], existing: new Set(), isComplete: true, branches: [] };
  if (isOperatorDoc(inner)) collectOperators(path, inner, nested);
  else collect(inner, nested);
  const prefix = isOperatorDoc(inner) ? '' : `${path}.`;
  for (const predicate of nested.predicates) {
    found.predicates.push({ ...predicate, path: prefix + predicate.path, isExact: false });
  }
  found.isComplete = false;
}

function add(found: Found, path: string, intervals: readonly Interval[] | undefined, value: Value): void {
  if (intervals === undefined) {
    found.isComplete = false;
    return;
  }
  const isPoint = intervals.every((interval) => interval.min !== undefined && interval.min === interval.max);
  const isExact = intervals.every((interval) => isExactInterval(interval, value));
  found.predicates.push({ path, intervals, isPoint, isExact });
}

function intervalsOf(operator: string, value: Value, siblings: Doc): readonly Interval[] | undefined {
  const kind = kindOf(value);
  switch (operator) {
    case '$eq':
      return equality(value);
    case '$in':
      return Array.isArray(value) ? union(value) : undefined;
    case '$gt':
      return isOrdered(value) ? [{ kind, min: value, minInclusive: false, maxInclusive: true }] : undefined;
    case '$gte':
      return isOrdered(value) ? [{ kind, min: value, minInclusive: true, maxInclusive: true }] : undefined;
    case '$lt':
      return isOrdered(value) ? [{ kind, max: value, minInclusive: true, maxInclusive: false }] : undefined;
    case '$lte':
      return isOrdered(value) ? [{ kind, max: value, minInclusive: true, maxInclusive: true }] : undefined;
    case '$regex':
      return prefixOfRegex(value, siblings.$options);
    default:
      return undefined;
  }
}

function equality(value: Value): readonly Interval[] | undefined {
  const kind = kindOf(value);
  if (kind === Kind.regex) return prefixOfRegex(value, undefined);
  // An array equals the whole field and also an element; MinKey and MaxKey compare across types.
  if (kind === Kind.array || kind === Kind.minKey || kind === Kind.maxKey) return undefined;
  return [point(value)];
}

const point = (value: Value): Interval => ({
  kind: kindOf(value),
  min: value,
  max: value,
  minInclusive: true,
  maxInclusive: true,
});

function union(values: readonly Value[]): readonly Interval[] | undefined {
  if (values.some((value) => kindOf(value) === Kind.regex || equality(value) === undefined)) return undefined;
  const sorted = [...values].sort(compareValues);
  return sorted.filter((value, i) => i === 0 || compareValues(sorted[i - 1], value) !== 0).map((value) => point(value));
}

function isOrdered(value: Value): boolean {
  switch (kindOf(value)) {
    case Kind.number:
      return !Number.isNaN(Number(value));
    case Kind.string:
    case Kind.objectId:
    case Kind.bool:
    case Kind.date:
    case Kind.timestamp:
      return true;
    default:
      return false;
  }
}

// Numbers below a bound include NaN in the order of keys but not in the meaning of $lt. Objects, binaries and null
// (which also means missing, or an empty array) are looked at again in the document.
function isExactInterval(interval: Interval, value: Value): boolean {
  switch (interval.kind) {
    case Kind.number:
      return interval.min !== undefined && !Number.isNaN(Number(interval.min));
    case Kind.string:
      return !(value instanceof BSONRegExp) && (interval.min === undefined || typeof interval.min === 'string');
    case Kind.objectId:
    case Kind.bool:
    case Kind.date:
      return true;
    default:
      return false;
  }
}

/** The strings that begin as an anchored, case-sensitive pattern does; never exact. */
function prefixOfRegex(value: Value, options: Value | undefined): readonly Interval[] | undefined {
  const isRegex = value instanceof BSONRegExp;
  const pattern = isRegex ? value.pattern : typeof value === 'string' ? value : '';
  const flags = isRegex ? value.options : typeof options === 'string' ? options : '';
  if (flags !== '' || pattern.includes('|')) return undefined;
  const literal = /^(?:\^|\\A)([\w \-@/:,#;<>=!%&'"~`\u00a0-\ud7fe\ue000-\ufffd]+)/.exec(pattern);
  if (literal === null) return undefined;
  let prefix = literal[1] ?? '';
  // A quantifier makes the last character optional.
  if (/^[?*{]/.test(pattern.slice(literal[0].length))) prefix = prefix.slice(0, -1);
  const last = prefix.charCodeAt(prefix.length - 1);
  if (prefix === '') return undefined;
  const max = prefix.slice(0, -1) + String.fromCharCode(last + 1);
  return [{ kind: Kind.string, min: prefix, max, minInclusive: true, maxInclusive: false }];
}

/** The part that lies in both; empty when there is none. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): readonly Interval[] {
  const both: Interval[] = [];
  for (const left of a) {
    for (const right of b) {
      const overlap = left.kind === right.kind ? overlapOf(left, right) : undefined;
      if (overlap !== undefined) both.push(overlap);
    }
  }
  return both;
}

function overlapOf(a: Interval, b: Interval): Interval | undefined {
  const lower = a.min === undefined ? b : b.min === undefined ? a : pickLower(a, b);
  const upper = a.max === undefined ? b : b.max === undefined ? a : pickUpper(a, b);
  const { min, minInclusive } = lower;
  const { max, maxInclusive } = upper;
  if (min !== undefined && max !== undefined) {
    const order = compareValues(min, max);
    if (order > 0 || (order === 0 && !(minInclusive && maxInclusive))) return undefined;
    if (order === 0) return { kind: a.kind, min, max: min, minInclusive: true, maxInclusive: true };
  }
  return { kind: a.kind, min, minInclusive, max, maxInclusive };
}

function pickLower(a: Interval, b: Interval): Interval {
  const order = compareValues(a.min, b.min);
  return order > 0 || (order === 0 && !a.minInclusive) ? a : b;
}

function pickUpper(a: Interval, b: Interval): Interval {
  const order = compareValues(a.max, b.max);
  return order < 0 || (order === 0 && !a.maxInclusive) ? a : b;
}

/** Whether every value in `inner` lies in `outer`. */
export function isWithin(inner: readonly Interval[], outer: readonly Interval[]): boolean {
  return inner.every((interval) => {
    const [overlap, more] = intersect([interval], outer);
    return overlap !== undefined && more === undefined && isSameInterval(overlap, interval);
  });
}

function isSameInterval(a: Interval, b: Interval): boolean {
  const sameMin = a.min === undefined ? b.min === undefined : b.min !== undefined && compareValues(a.min, b.min) === 0;
  const sameMax = a.max === undefined ? b.max === undefined : b.max !== undefined && compareValues(a.max, b.max) === 0;
  return sameMin && sameMax && a.minInclusive === b.minInclusive && a.maxInclusive === b.maxInclusive;
}
