/** Compiles find projections: inclusion, exclusion, `$slice` and `$elemMatch`. */
import type { Doc, Value } from './document.ts';
import { notImplemented, StoreError } from './errors.ts';
import { getField, setField } from './field.ts';
import { isDoc, isNumber } from './kind.ts';
import { compileElement } from './match.ts';
import { toNumber } from './number.ts';

export type Projection = (doc: Doc) => Doc;
type Rule =
  | { kind: 'include' }
  | { kind: 'exclude' }
  | { kind: 'slice'; skip: number | undefined; limit: number }
  | { kind: 'elemMatch'; test: (item: Value) => boolean };
interface Tree {
  kind: 'tree';
  children: Map<string, Rule | Tree>;
}
type Mode = 'inclusion' | 'exclusion';

/**
 * @throws StoreError 31254/31253 when inclusion and exclusion are mixed, 31249 for colliding paths,
 * 238 for expressions and the positional operator
 */
export function compileProjection(spec: Doc): Projection {
  const root: Tree = { kind: 'tree', children: new Map() };
  const state: { mode: Mode | undefined; id: boolean | undefined } = { mode: undefined, id: undefined };
  readFields(spec, '', root, state);
  if (root.children.size === 0 && state.id === undefined) return (doc) => doc;
  // Only `_id: 1` includes, only `_id: 0` or `$slice` excludes.
  const mode = state.mode ?? (state.id === true && !hasSlice(root) ? 'inclusion' : 'exclusion');
  if (mode === 'inclusion' && state.id !== false && !root.children.has('_id'))
    root.children.set('_id', { kind: 'include' });
  if (mode === 'exclusion' && state.id === false) root.children.set('_id', { kind: 'exclude' });
  return mode === 'inclusion' ? (doc) => includeDoc(doc, root) : (doc) => excludeDoc(doc, root);
}

function hasSlice(tree: Tree): boolean {
  return [...tree.children.values()].some((rule) => rule.kind === 'slice' || (rule.kind === 'tree' && hasSlice(rule)));
}

function readFields(
  spec: Doc,
  prefix: string,
  root: Tree,
  state: { mode: Mode | undefined; id: boolean | undefined },
): void {
  for (const [field, value] of Object.entries(spec)) {
    const path = prefix === '' ? field : `${prefix}.${field}`;
    checkPath(path);
    if (isDoc(value) && !Object.keys(value).some((key) => key.startsWith('$'))) {
      if (Object.keys(value).length === 0)
        throw new StoreError(51270, 'An empty sub-projection is not a valid value. Found empty object at path');
      readFields(value, path, root, state);
      continue;
    }
    const rule = readRule(path, value);
    if (path === '_id' && (rule.kind === 'include' || rule.kind === 'exclude')) {
      state.id = rule.kind === 'include';
      continue;
    }
    setMode(path, rule, state);
    insertRule(root, path, rule);
  }
}

function checkPath(path: string): void {
  if (path === '$' || path.endsWith('.$') || path.includes('.$.')) throw notImplemented('The positional projection');
  if (path.split('.').some((part) => part === '')) {
    throw new StoreError(
      path === '' ? 40352 : 40353,
      path === '' ? 'FieldPath cannot be constructed with empty string' : "FieldPath must not end with a '.'.",
    );
  }
  if (path.startsWith('$'))
    throw new StoreError(16410, "FieldPath field names may not start with '$'. Consider using $getField or $setField.");
}

function readRule(path: string, value: Value): Rule {
  if (typeof value === 'boolean') return { kind: value ? 'include' : 'exclude' };
  if (isNumber(value)) return { kind: toNumber(value) === 0 ? 'exclude' : 'include' };
  if (!isDoc(value)) throw notImplemented(`The expression in the projection of '${path}'`);
  const [operator, ...more] = Object.keys(value);
  const argument = value[operator as string] as Value;
  if (more.length > 0)
    throw new StoreError(9, `An object representing an expression must have exactly one field: ${path}`);
  if (operator === '$slice') return readSlice(argument);
  if (operator === '$elemMatch') {
    if (!isDoc(argument))
      throw new StoreError(31274, `elemMatch: Invalid argument, object required, but got ${typeof argument}`);
    if (path.includes('.')) throw new StoreError(31275, 'Cannot use $elemMatch projection on a nested field.');
    return { kind: 'elemMatch', test: compileElement(argument) };
  }
  throw notImplemented(`The projection operator ${operator}`);
}

function readSlice(argument: Value): Rule {
  if (isNumber(argument)) return { kind: 'slice', skip: undefined, limit: Math.trunc(toNumber(argument)) };
  if (!Array.isArray(argument))
    throw new StoreError(28667, 'Invalid $slice syntax. The given syntax did not match the find() syntax');
  const [skip, limit, ...more] = argument;
  if (!isNumber(skip) || !isNumber(limit) || more.length > 0) {
    throw new StoreError(28724, 'First argument to $slice must be an array, and the others numbers');
  }
  if (toNumber(limit) <= 0) throw new StoreError(28724, '$slice limit must be positive');
  return { kind: 'slice', skip: Math.trunc(toNumber(skip)), limit: Math.trunc(toNumber(limit)) };
}

function setMode(path: string, rule: Rule, state: { mode: Mode | undefined }): void {
  if (rule.kind === 'slice') return;
  const wanted: Mode = rule.kind === 'exclude' ? 'exclusion' : 'inclusion';
  if (state.mode !== undefined && state.mode !== wanted) {
    if (wanted === 'exclusion')
      throw new StoreError(31254, `Cannot do exclusion on field ${path} in inclusion projection`);
    throw new StoreError(31253, `Cannot do inclusion on field ${path} in exclusion projection`);
  }
  state.mode = wanted;
}

function insertRule(root: Tree, path: string, rule: Rule): void {
  const parts = path.split('.');
  let tree = root;
  for (const [i, part] of parts.entries()) {
    const existing = tree.children.get(part);
    const isLast = i === parts.length - 1;
    if (isLast) {
      if (existing !== undefined) throw new StoreError(31250, `Path collision at ${path}`);
      tree.children.set(part, rule);
      return;
    }
    if (existing !== undefined && existing.kind !== 'tree') {
      throw new StoreError(31249, `Path collision at ${path} remaining portion ${parts.slice(i + 1).join('.')}`);
    }
    const next: Tree = existing ?? { kind: 'tree', children: new Map() };
    tree.children.set(part, next);
    tree = next;
  }
}

function includeDoc(doc: Doc, tree: Tree): Doc {
  const result: Doc = {};
  if (tree.children.size === 1) {
    for (const [field, rule] of tree.children) includeField(result, doc, field, rule);
    return result;
  }
  for (const field in doc) {
    const rule = tree.children.get(field);
    if (rule !== undefined && rule.kind !== 'elemMatch') includeField(result, doc, field, rule);
  }
  // MongoDB puts computed fields behind the others.
  for (const [field, rule] of tree.children) if (rule.kind === 'elemMatch') includeField(result, doc, field, rule);
  return result;
}

function includeField(result: Doc, doc: Doc, field: string, rule: Rule | Tree): void {
  const value = getField(doc, field);
  if (value === undefined) return;
  const kept = rule.kind === 'tree' ? includeValue(value, rule) : applyRule(value, rule);
  if (kept !== undefined) setField(result, field, kept);
}

// Scalars beside a path that goes deeper vanish, also as array elements.
function includeValue(value: Value, tree: Tree): Value | undefined {
  if (Array.isArray(value)) return value.map((item) => includeValue(item, tree)).filter((item) => item !== undefined);
  return isDoc(value) ? includeDoc(value, tree) : undefined;
}

function excludeDoc(doc: Doc, tree: Tree): Doc {
  const result: Doc = {};
  for (const field in doc) {
    const value = doc[field] as Value;
    const rule = tree.children.get(field);
    const kept = rule === undefined ? value : rule.kind === 'tree' ? excludeValue(value, rule) : applyRule(value, rule);
    if (kept !== undefined) setField(result, field, kept);
  }
  return result;
}

function excludeValue(value: Value, tree: Tree): Value {
  if (Array.isArray(value)) return value.map((item) => excludeValue(item, tree));
  return isDoc(value) ? excludeDoc(value, tree) : value;
}

function applyRule(value: Value, rule: Rule): Value | undefined {
  switch (rule.kind) {
    case 'include':
      return value;
    case 'exclude':
      return undefined;
    case 'slice':
      return Array.isArray(value) ? sliceItems(value, rule.skip, rule.limit) : value;
    case 'elemMatch':
      return findFirst(value, rule.test);
  }
}

function findFirst(value: Value, test: (item: Value) => boolean): Value | undefined {
  const found = Array.isArray(value) ? value.findIndex(test) : -1;
  return found < 0 ? undefined : (value as Value[]).slice(found, found + 1);
}

function sliceItems(items: Value[], skip: number | undefined, limit: number): Value[] {
  if (skip === undefined) return limit < 0 ? items.slice(limit) : items.slice(0, limit);
  const start = skip < 0 ? Math.max(0, items.length + skip) : skip;
  return items.slice(start, start + limit);
}
