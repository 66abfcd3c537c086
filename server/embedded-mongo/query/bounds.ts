/** What a filter and a sort mean for one index: its bound fields, the ranges of its keys, and whether it gives the order. */
import type { IndexDefinition } from '../storage/index-definition.ts';
import { entryKey, entryRange, type KeyRange } from '../storage/layout.ts';
import type { Value } from '../values/document.ts';
import { keyPrefixRange, keyValueRange } from '../values/key.ts';
import { kindOf } from '../values/kind.ts';
import { type Analysis, type Interval, intersect, type Predicate } from './predicates.ts';

const MAX_RANGES = 1000;
const MAX_MERGED = 64;

export interface Bounds {
  /** For each leading field bound to single values: which. */
  readonly points: readonly (readonly Value[])[];
  /** What the field after them is bound to. */
  readonly range: readonly Interval[] | undefined;
  readonly used: ReadonlySet<Predicate>;
}

export function boundFields(index: IndexDefinition, analysis: Analysis): Bounds {
  const points: Value[][] = [];
  const used = new Set<Predicate>();
  const roots = new Set<string>();
  let combinations = 1;
  for (const field of index.fields) {
    const root = field.parts[0] ?? '';
    // Two conditions on one array may be met by different elements, whose values lie in different keys.
    if (index.isMultikey && roots.has(root)) break;
    roots.add(root);
    const matching = analysis.predicates.filter((predicate) => predicate.path === field.path);
    const [first] = [...matching].sort((a, b) => Number(b.isPoint) - Number(a.isPoint));
    if (first === undefined) break;
    let intervals = first.intervals;
    used.add(first);
    if (!index.isMultikey) {
      for (const other of matching) {
        if (other === first) continue;
        intervals = intersect(intervals, other.intervals);
        used.add(other);
      }
    }
    const values = pointsOf(intervals);
    if (values === undefined || combinations * values.length > MAX_RANGES) return { points, range: intervals, used };
    combinations *= values.length;
    points.push(values);
  }
  return { points, range: undefined, used };
}

function pointsOf(intervals: readonly Interval[]): Value[] | undefined {
  const values: Value[] = [];
  for (const { min, max } of intervals) {
    if (min === undefined || min !== max) return undefined;
    values.push(min);
  }
  return values;
}

export interface Order {
  readonly isReverse: boolean;
  readonly isMerge: boolean;
  readonly fieldsBefore: number;
}

/** Whether the index gives the order that is asked for, skipping fields with a single value. */
export function matchSort(
  index: IndexDefinition,
  bounds: Bounds,
  sort: readonly (readonly [string, Value])[],
): Order | undefined {
  if (index.isTruncated) return undefined;
  const isFixed = (i: number): boolean => bounds.points[i]?.length === 1;
  // Of one element that many arrays hold, each document has one key; of anything wider it has several, in more than one place.
  if (index.fields.some((_, i) => index.hasArrays(i) && !isFixed(i))) return undefined;
  // An array is sorted by its least element, whichever it was found by.
  const fixedPaths = new Set(
    index.fields.filter((_, i) => isFixed(i) && !index.hasArrays(i)).map((field) => field.path),
  );
  const wanted = sort.filter(([path]) => !fixedPaths.has(path));
  const { points } = bounds;
  // Points before the order's first field may be many: their ranges are merged.
  const first = wanted[0]?.[0];
  let at = first === undefined ? points.length : index.fields.findIndex((field) => field.path === first);
  if (at < 0 || at > points.length) return undefined;
  const fieldsBefore = at;
  const isMerge = points.slice(0, at).some((values) => values.length !== 1);
  if (isMerge && points.slice(0, at).reduce((product, values) => product * values.length, 1) > MAX_MERGED) {
    return undefined;
  }
  let reverse: boolean | undefined;
  for (const [path, direction] of wanted) {
    while (index.fields[at] !== undefined && index.fields[at]?.path !== path && isFixed(at)) at++;
    const field = index.fields[at];
    if (field === undefined || field.path !== path || index.hasArrays(at)) return undefined;
    const isOpposite = Number(direction) !== field.direction;
    if (reverse !== undefined && reverse !== isOpposite) return undefined;
    reverse = isOpposite;
    at++;
  }
  return { isReverse: reverse ?? false, isMerge, fieldsBefore };
}

/** `mergeAt`: build one range per combination of the points before that field, for a merge. */
export function buildRanges(
  index: IndexDefinition,
  bounds: Bounds,
  mergeAt: number | undefined,
): { ranges: KeyRange[]; prefixes: number[] } {
  const directions = index.fields.map((field) => field.direction);
  const ranges: KeyRange[] = [];
  const prefixes: number[] = [];
  if (bounds.points.length === 0 && bounds.range === undefined)
    return { ranges: [entryRange(index.id)], prefixes: [0] };
  const stop = mergeAt ?? bounds.points.length;
  const rest = mergeAt === undefined ? bounds.range : (bounds.points[mergeAt]?.map(toPoint) ?? bounds.range);
  for (const prefix of combine(bounds.points.slice(0, stop), directions)) {
    // A merge compares what follows the prefix, so each of its ranges must be one stretch of keys.
    const intervals = mergeAt !== undefined && rest !== undefined && rest.length > 1 ? undefined : rest;
    if (intervals === undefined) ranges.push(toEntries(index, keyPrefixRange(prefix, directions)));
    else {
      ranges.push(...intervals.map((interval) => toEntries(index, keyValueRange({ prefix, directions }, interval))));
    }
    if (mergeAt !== undefined) prefixes.push(keyPrefixRange(prefix, directions).start.length);
  }
  if (mergeAt === undefined) ranges.sort((a, b) => Buffer.compare(a.start, b.start));
  return { ranges, prefixes };
}

const toPoint = (value: Value): Interval => ({
  kind: kindOf(value),
  min: value,
  max: value,
  minInclusive: true,
  maxInclusive: true,
});

/** All combinations, in the order of the index. */
function combine(points: readonly (readonly Value[])[], directions: readonly (1 | -1)[]): Value[][] {
  let combinations: Value[][] = [[]];
  points.forEach((values, i) => {
    const ordered = directions[i] === -1 ? [...values].reverse() : values;
    combinations = combinations.flatMap((prefix) => ordered.map((value) => [...prefix, value]));
  });
  return combinations;
}

export function toEntries(index: IndexDefinition, range: KeyRange): KeyRange {
  return { start: entryKey(index.id, range.start, undefined), end: entryKey(index.id, range.end, undefined) };
}
