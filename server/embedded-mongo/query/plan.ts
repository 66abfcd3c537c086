/** Chooses how to find the documents of a filter: which index, which ranges of it, and whether it gives the order. */
import type { Collection } from '../storage/collection.ts';
import { findIndex, type IndexDefinition } from '../storage/index-definition.ts';
import { entryKey, entryRange, type KeyRange } from '../storage/layout.ts';
import { identicalValues } from '../values/compare.ts';
import type { Doc, Value } from '../values/document.ts';
import { badValue } from '../values/errors.ts';
import { getField } from '../values/field.ts';
import { keyPrefixRange, keyValueRange } from '../values/key.ts';
import { isDoc, Kind, kindOf } from '../values/kind.ts';
import { type Analysis, analyzeFilter, type Interval, intersect, isWithin, type Predicate } from './predicates.ts';

export interface IndexPlan {
  readonly kind: 'index';
  readonly index: IndexDefinition;
  readonly ranges: readonly KeyRange[];
  /** When each range can only be one entry of a unique index: their keys, to be looked up and not walked. */
  readonly points: readonly Uint8Array[] | undefined;
  /** For a merge: the bytes of values that the keys of each range share. */
  readonly prefixes: readonly number[];
  readonly isReverse: boolean;
  readonly isMerge: boolean;
  /** The ranges hold exactly the documents of the filter. */
  readonly isCovering: boolean;
  readonly givesOrder: boolean;
  readonly score: number;
}

export type Plan =
  | { readonly kind: 'records'; readonly isReverse: boolean; readonly givesOrder: boolean }
  | { readonly kind: 'union'; readonly plans: readonly IndexPlan[] }
  | IndexPlan;

export interface PlanRequest {
  readonly filter: Doc;
  readonly sort: Doc | undefined;
  readonly hasLimit: boolean;
  readonly hint: Value | undefined;
}

const MAX_RANGES = 1000;
const MAX_MERGED = 64;

export function choosePlan(collection: Collection, request: PlanRequest): Plan {
  const sort = Object.entries(request.sort ?? {});
  if (sort[0]?.[0] === '$natural') return { kind: 'records', isReverse: Number(sort[0][1]) < 0, givesOrder: true };
  const hinted = resolveHint(collection, request.hint);
  if (hinted === 'natural') return { kind: 'records', isReverse: false, givesOrder: sort.length === 0 };
  const byId = hinted === undefined ? planById(collection, request.filter) : undefined;
  if (byId !== undefined) return byId;
  const analysis = analyzeFilter(request.filter);
  const indexes = hinted === undefined ? collection.indexes : [hinted];
  let best: IndexPlan | undefined;
  for (const index of indexes) {
    if (!isUsable(index, request.filter, analysis)) continue;
    const plan = planIndex(index, analysis, sort, request.hasLimit);
    if (plan !== undefined && (best === undefined || plan.score > best.score)) best = plan;
  }
  if (best !== undefined && (best.score >= SCORE_SELECTIVE || hinted !== undefined)) return best;
  const union = hinted === undefined ? planUnion(collection, analysis) : undefined;
  if (union !== undefined) return union;
  if (best !== undefined && best.score > 0) return best;
  if (hinted !== undefined) {
    if (best !== undefined) return best;
    const whole = planWhole(hinted);
    if (isUsable(hinted, request.filter, analysis)) return whole;
    throw badValue('error processing query: planner returned error: bad hint');
  }
  return { kind: 'records', isReverse: false, givesOrder: sort.length === 0 };
}

/** The shortest way for the most frequent filters, `{ _id: value }` with or without more conditions. */
function planById(collection: Collection, filter: Doc): IndexPlan | undefined {
  const id = filter._id;
  if (id === undefined) return undefined;
  const kind = kindOf(id);
  const isPlain = kind === Kind.objectId || kind === Kind.string || (kind === Kind.number && !Number.isNaN(Number(id)));
  const index = collection.indexes.find((one) => one.isId);
  if (!isPlain || index === undefined || index.isTruncated) return undefined;
  const isCovering = Object.keys(filter).length === 1;
  const range = toEntries(index, keyPrefixRange([id], [1]));
  return { ...planWhole(index), ranges: [range], points: [range.start], isCovering, givesOrder: true };
}

function resolveHint(collection: Collection, hint: Value | undefined): IndexDefinition | 'natural' | undefined {
  if (hint === undefined || (isDoc(hint) && Object.keys(hint).length === 0)) return undefined;
  if (isDoc(hint) && '$natural' in hint) return 'natural';
  const index = findIndex(collection.indexes, hint);
  if (index === undefined) {
    throw badValue(
      'error processing query: planner returned error: hint provided does not correspond to an existing index',
    );
  }
  return index;
}

/** A sparse or partial index lacks documents; it serves only filters that ask for none of those. */
function isUsable(index: IndexDefinition, filter: Doc, analysis: Analysis): boolean {
  if (index.isSparse && !index.fields.some((field) => analysis.existing.has(field.path))) return false;
  return index.partialFilter === undefined || implies(filter, analysis, index.partialFilter);
}

/** Whether every document of the filter is one of the partial index. Says no when in doubt. */
function implies(filter: Doc, analysis: Analysis, partial: Doc): boolean {
  const wanted = analyzeFilter(partial);
  if (wanted.branches.length > 0) return false;
  for (const [path, condition] of Object.entries(partial)) {
    if (path === '$and' && Array.isArray(condition)) {
      if (!condition.every((part) => isDoc(part) && implies(filter, analysis, part))) return false;
      continue;
    }
    if (path.startsWith('$')) return false;
    const stated = getField(filter, path);
    if (stated !== undefined && identicalValues(stated, condition)) continue;
    if (isDoc(condition) && Object.keys(condition).some((key) => key.startsWith('$'))) {
      if (!Object.entries(condition).every(([operator, value]) => impliesOperator(analysis, path, operator, value))) {
        return false;
      }
    } else if (!impliesOperator(analysis, path, '$eq', condition)) return false;
  }
  return true;
}

/** The types of which a range of keys holds nothing else. */
const KIND_OF_TYPE = new Map<Value, Kind>([
  ['string', Kind.string],
  [2, Kind.string],
  ['objectId', Kind.objectId],
  [7, Kind.objectId],
  ['bool', Kind.bool],
  [8, Kind.bool],
  ['date', Kind.date],
  [9, Kind.date],
  ['number', Kind.number],
]);

function impliesOperator(analysis: Analysis, path: string, operator: string, value: Value): boolean {
  if (operator === '$exists') return value !== false && value !== 0 && analysis.existing.has(path);
  if (operator === '$type') {
    const kind = KIND_OF_TYPE.get(value);
    return analysis.predicates.some(
      (inner) => inner.path === path && inner.intervals.every((one) => one.kind === kind),
    );
  }
  const [outer] = analyzeFilter({ [path]: { [operator]: value } }).predicates;
  if (outer === undefined) return false;
  return analysis.predicates.some((inner) => inner.path === path && isWithin(inner.intervals, outer.intervals));
}

const SCORE_POINT = 100;
const SCORE_RANGE = 50;
const SCORE_UNIQUE = 10_000;
/** From here on a plan is taken without looking for a union. */
const SCORE_SELECTIVE = 40;

function planIndex(
  index: IndexDefinition,
  analysis: Analysis,
  sort: readonly (readonly [string, Value])[],
  hasLimit: boolean,
): IndexPlan | undefined {
  const bounds = boundFields(index, analysis);
  const order = sort.length === 0 ? undefined : matchSort(index, bounds, sort);
  if (bounds.points.length === 0 && bounds.range === undefined && order === undefined) return undefined;
  const givesOrder = sort.length === 0 || order !== undefined;
  const isMerge = order?.isMerge === true;
  const { ranges, prefixes } = buildRanges(index, bounds, isMerge ? order.fieldsBefore : undefined);
  const arePoints =
    index.isUnique &&
    bounds.points.length === index.fields.length &&
    !isMerge &&
    !index.isMultikey &&
    !index.isTruncated;
  const score =
    (arePoints && ranges.length === 1 ? SCORE_UNIQUE : 0) +
    bounds.points.length * SCORE_POINT +
    (bounds.range === undefined ? 0 : SCORE_RANGE) +
    (sort.length > 0 && order !== undefined ? (hasLimit ? SCORE_RANGE + 10 : 20) : 0) -
    (isMerge ? 1 : 0) -
    index.fields.length * 0.1;
  return {
    kind: 'index',
    index,
    ranges,
    points: arePoints ? ranges.map((range) => range.start) : undefined,
    prefixes,
    isReverse: order?.isReverse ?? false,
    isMerge,
    isCovering: isCovering(index, analysis, bounds) && (!isMerge || isWholeMerge(bounds, order.fieldsBefore)),
    givesOrder,
    score,
  };
}

/** A merge leaves out bounds that would split its stretches of keys. */
function isWholeMerge(bounds: Bounds, fieldsBefore: number): boolean {
  return fieldsBefore === bounds.points.length && (bounds.range === undefined || bounds.range.length === 1);
}

function planWhole(index: IndexDefinition): IndexPlan {
  return {
    kind: 'index',
    index,
    ranges: [entryRange(index.id)],
    points: undefined,
    prefixes: [],
    isReverse: false,
    isMerge: false,
    isCovering: false,
    givesOrder: false,
    score: 0,
  };
}

interface Bounds {
  /** For each leading field bound to single values: which. */
  readonly points: readonly (readonly Value[])[];
  /** What the field after them is bound to. */
  readonly range: readonly Interval[] | undefined;
  readonly used: ReadonlySet<Predicate>;
}

function boundFields(index: IndexDefinition, analysis: Analysis): Bounds {
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

function isCovering(index: IndexDefinition, analysis: Analysis, bounds: Bounds): boolean {
  return (
    !index.isMultikey &&
    !index.isTruncated &&
    analysis.isComplete &&
    analysis.predicates.every(
      (predicate) => (predicate.isExact && bounds.used.has(predicate)) || isGranted(index, predicate),
    )
  );
}

/** The index has only documents that meet this equality. */
function isGranted(index: IndexDefinition, predicate: Predicate): boolean {
  const [only, other] = predicate.intervals;
  const granted = index.partialFilter === undefined ? undefined : getField(index.partialFilter, predicate.path);
  if (only?.min === undefined || other !== undefined || granted === undefined || isDoc(granted)) return false;
  return predicate.isPoint && predicate.isExact && identicalValues(granted, only.min);
}

interface Order {
  readonly isReverse: boolean;
  readonly isMerge: boolean;
  readonly fieldsBefore: number;
}

/** Whether the index gives the order that is asked for, skipping fields with a single value. */
function matchSort(
  index: IndexDefinition,
  bounds: Bounds,
  sort: readonly (readonly [string, Value])[],
): Order | undefined {
  if (index.isMultikey || index.isTruncated) return undefined;
  const isFixed = (i: number): boolean => bounds.points[i]?.length === 1;
  const fixedPaths = new Set(index.fields.filter((_, i) => isFixed(i)).map((field) => field.path));
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
    if (field === undefined || field.path !== path) return undefined;
    const isOpposite = Number(direction) !== field.direction;
    if (reverse !== undefined && reverse !== isOpposite) return undefined;
    reverse = isOpposite;
    at++;
  }
  return { isReverse: reverse ?? false, isMerge, fieldsBefore };
}

/** `mergeAt`: build one range per combination of the points before that field, for a merge. */
function buildRanges(
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

function toEntries(index: IndexDefinition, range: KeyRange): KeyRange {
  return { start: entryKey(index.id, range.start, undefined), end: entryKey(index.id, range.end, undefined) };
}

/** For a top-level $or each of whose branches can use an index. */
function planUnion(collection: Collection, analysis: Analysis): Plan | undefined {
  for (const branches of analysis.branches) {
    const plans: IndexPlan[] = [];
    for (const branch of branches) {
      const plan = choosePlan(collection, { filter: branch, sort: undefined, hasLimit: false, hint: undefined });
      if (plan.kind === 'index') plans.push(plan);
      else if (plan.kind === 'union') plans.push(...plan.plans);
      else break;
      if (branch === branches[branches.length - 1]) return { kind: 'union', plans };
    }
  }
  return undefined;
}
