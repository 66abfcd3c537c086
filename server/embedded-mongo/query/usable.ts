/** Whether an index that lacks documents, sparse or partial, may serve a filter. */
import type { IndexDefinition } from '../storage/index-definition.ts';
import { identicalValues } from '../values/compare.ts';
import type { Doc, Value } from '../values/document.ts';
import { getField } from '../values/field.ts';
import { isDoc, Kind } from '../values/kind.ts';
import { type Analysis, analyzeFilter, isWithin, type Predicate } from './predicates.ts';

/** A sparse or partial index lacks documents; it serves only filters that ask for none of those. */
export function isUsable(index: IndexDefinition, filter: Doc, analysis: Analysis): boolean {
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

/** The index has only documents that meet this equality. */
export function isGranted(index: IndexDefinition, predicate: Predicate): boolean {
  const [only, other] = predicate.intervals;
  const granted = index.partialFilter === undefined ? undefined : getField(index.partialFilter, predicate.path);
  if (only?.min === undefined || other !== undefined || granted === undefined || isDoc(granted)) return false;
  return predicate.isPoint && predicate.isExact && identicalValues(granted, only.min);
}
