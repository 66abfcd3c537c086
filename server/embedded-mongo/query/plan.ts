/** Chooses how to find the documents of a filter: which index, which ranges of it, and whether it gives the order. */
import type { Collection } from '../storage/collection.ts';
import { findIndex, type IndexDefinition } from '../storage/index-definition.ts';
import { entryRange, type KeyRange } from '../storage/layout.ts';
import type { Doc, Value } from '../values/document.ts';
import { badValue } from '../values/errors.ts';
import { keyPrefixRange } from '../values/key.ts';
import { isDoc, Kind, kindOf } from '../values/kind.ts';
import { type Bounds, boundFields, buildRanges, matchSort, toEntries } from './bounds.ts';
import { type Analysis, analyzeFilter } from './predicates.ts';
import { isGranted, isUsable } from './usable.ts';

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
