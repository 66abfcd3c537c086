/** Compiles updates – replacement documents and modifiers – into functions from document to document. */
import { identicalValues } from './compare.ts';
import type { Doc, Value } from './document.ts';
import { failedToParse, immutableField, notImplemented, StoreError } from './errors.ts';
import { getField, setField } from './field.ts';
import { formatField, formatValue } from './format.ts';
import { isDoc, typeNameOf } from './kind.ts';
import { compileArrayFilters } from './update-array-filters.ts';
import { compileModifier, compileRename, isModifierName, type UpdateContext } from './update-modifiers.ts';
import { applyNode, insertModifier, newTree, type UpdateTree } from './update-tree.ts';

export { upsertSeed } from './upsert.ts';

export interface ApplyContext {
  now: Date;
  /** True when the document is the seed of an upsert: `$setOnInsert` counts and `_id` may be set. */
  isInsert: boolean;
  /** The element the query matched, for the positional operator `$` (see positional.ts). */
  matchedIndex?: number;
}
export interface UpdateResult {
  doc: Doc;
  modified: boolean;
}
/** Never changes its argument; the result shares unchanged parts with it. */
export type Update = (doc: Doc, context: ApplyContext) => UpdateResult;

/** A replacement has no operators; `{}` is one. */
export function isReplacement(update: Value): update is Doc {
  return isDoc(update) && !Object.keys(update).some((key) => key.startsWith('$'));
}

/**
 * @throws StoreError 9 for unknown modifiers, 40 for conflicting paths, 2/14 for bad arguments, 238 for pipelines;
 * the compiled function throws 2, 14, 28 or 66 when a document does not fit
 */
export function compileUpdate(update: Value, arrayFilters?: readonly Value[]): Update {
  if (Array.isArray(update)) throw notImplemented('An update with an aggregation pipeline');
  if (!isDoc(update)) throw failedToParse('Update argument must be either an object or an array');
  const first = Object.keys(update)[0];
  if (first === undefined || !first.startsWith('$')) return compileReplacement(update, arrayFilters);
  return compileModifiers(update, arrayFilters ?? []);
}

function compileReplacement(replacement: Doc, arrayFilters: readonly Value[] | undefined): Update {
  for (const field of Object.keys(replacement)) {
    if (field.startsWith('$')) {
      throw new StoreError(
        52,
        `The dollar ($) prefixed field '${field}' in '${field}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
      );
    }
  }
  if (arrayFilters !== undefined && arrayFilters.length > 0) {
    throw failedToParse('arrayFilters may not be specified for replacement-style updates');
  }
  const newId = getField(replacement, '_id');
  return (doc) => {
    const oldId = getField(doc, '_id');
    if (oldId === undefined) return { doc: replacement, modified: true };
    if (newId !== undefined && !identicalValues(oldId, newId)) throw alteredId(newId);
    const result: Doc = { _id: oldId };
    for (const field of Object.keys(replacement)) {
      if (field !== '_id') setField(result, field, replacement[field] as Value);
    }
    return { doc: result, modified: !identicalValues(doc, result) };
  };
}

function alteredId(id: Value): StoreError {
  return immutableField(
    `After applying the update, the (immutable) field '_id' was found to have been altered to ${formatField('_id', id)}`,
  );
}

function compileModifiers(update: Doc, arrayFilters: readonly Value[]): Update {
  const tree = newTree();
  const filters = compileArrayFilters(arrayFilters);
  for (const [operator, fields] of Object.entries(update)) {
    if (!isModifierName(operator)) {
      throw failedToParse(
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    if (!isDoc(fields)) {
      throw failedToParse(
        `Modifiers operate on fields but we found type ${typeNameOf(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${formatValue(fields)}}`,
      );
    }
    for (const [field, argument] of Object.entries(fields)) addModifier(tree, operator, field, argument);
  }
  filters.checkUse(tree, update);
  return (doc, context) => {
    const run: UpdateContext = { ...context, root: doc, filters: filters.tests };
    const result = applyNode(tree, doc, run, '') as Doc;
    if (result === doc) return { doc, modified: false };
    checkId(doc, result);
    return { doc: context.isInsert ? moveIdFirst(result) : result, modified: true };
  };
}

function addModifier(tree: UpdateTree, operator: string, field: string, argument: Value): void {
  if (operator !== '$rename') {
    insertModifier(tree, field, compileModifier(operator, field, argument));
    return;
  }
  const { source, target, targetField } = compileRename(field, argument);
  insertModifier(tree, field, source);
  insertModifier(tree, targetField, target);
}

function checkId(before: Doc, after: Doc): void {
  const old = getField(before, '_id');
  if (old !== undefined && !identicalValues(old, getField(after, '_id'))) {
    throw immutableField("Performing an update on the path '_id' would modify the immutable field '_id'");
  }
}

function moveIdFirst(doc: Doc): Doc {
  const id = getField(doc, '_id');
  return id === undefined ? doc : { _id: id, ...doc };
}
