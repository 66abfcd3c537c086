/** All modifiers of an update as one tree of paths: conflicts show while it is built, and each container is copied once. */
import { identicalValues } from './compare.ts';
import type { Doc, Value } from './document.ts';
import { badValue, conflictingUpdate, pathNotViable, StoreError } from './errors.ts';
import { getField, omitField, setField } from './field.ts';
import { formatField } from './format.ts';
import { isDoc } from './kind.ts';
import { parsePath, toIndex } from './path.ts';
import type { Modifier, UpdateContext } from './update-modifiers.ts';

export interface UpdateTree {
  kind: 'tree';
  /** In the order MongoDB adds new fields: by name (JS objects order integer-like names themselves). */
  children: [string, UpdateNode][];
}
export type UpdateNode = UpdateTree | { kind: 'leaf'; path: string; modifier: Modifier };

/** MongoDB's limit on filling an array up to an index that `$set` names. */
const MAX_PADDING = 1_500_000;
const DOLLAR = 36;

export function newTree(): UpdateTree {
  return { kind: 'tree', children: [] };
}

/** @throws StoreError 40 when another modifier has this path, one above or one below */
export function insertModifier(root: UpdateTree, whole: string, modifier: Modifier): void {
  if (whole === '') throw new StoreError(56, 'An empty update path is not valid.');
  const path = parsePath(whole);
  const last = path.length - 1;
  let tree = root;
  for (let i = 0; i <= last; i++) {
    const part = path[i] as string;
    checkPart(part, i, whole);
    const existing = findChild(tree, part);
    if (existing !== undefined && (existing.kind === 'leaf' || i === last)) {
      throw conflictingUpdate(whole, path.slice(0, i + 1).join('.'));
    }
    if (i === last) {
      addChild(tree, part, { kind: 'leaf', path: whole, modifier });
    } else if (existing?.kind === 'tree') {
      tree = existing;
    } else {
      const next = newTree();
      addChild(tree, part, next);
      tree = next;
    }
  }
}

function findChild(tree: UpdateTree, name: string): UpdateNode | undefined {
  for (const child of tree.children) if (child[0] === name) return child[1];
  return undefined;
}

function checkPart(part: string, index: number, whole: string): void {
  if (part === '') {
    throw new StoreError(56, `The update path '${whole}' contains an empty field name, which is not allowed.`);
  }
  if (part.charCodeAt(0) !== DOLLAR) return;
  if (!isArrayPart(part)) {
    throw new StoreError(52, `The dollar ($) prefixed field '${part}' in '${whole}' is not valid for storage.`);
  }
  if (index > 0) return;
  const kind = part === '$' ? 'positional' : 'array filter';
  throw badValue(`Cannot have ${kind} (i.e. '${part}') element in the first position in path '${whole}'`);
}

function isArrayPart(part: string): boolean {
  return part.charCodeAt(0) === DOLLAR && (part === '$' || /^\$\[.*\]$/.test(part));
}

function addChild(tree: UpdateTree, name: string, node: UpdateNode): void {
  const { children } = tree;
  let at = children.length;
  while (at > 0 && (children[at - 1] as [string, UpdateNode])[0] > name) at--;
  children.splice(at, 0, [name, node]);
}

/** @returns the same value when nothing changed, undefined when it is to be removed or stays missing */
export function applyNode(
  node: UpdateNode,
  value: Value | undefined,
  context: UpdateContext,
  at: string,
): Value | undefined {
  if (node.kind === 'leaf') return applyLeaf(node.modifier, value, context);
  if (value === undefined) return createDoc(node, context, at);
  if (Array.isArray(value)) return applyToArray(node, value, context, at);
  if (isDoc(value)) return applyToDoc(node, value, context, at);
  checkViable(node, value, context, at);
  return value;
}

function applyLeaf(modifier: Modifier, value: Value | undefined, context: UpdateContext): Value | undefined {
  if (modifier.skip?.(context) === true) return value;
  const result = modifier.apply(value, context);
  return identicalValues(value, result) ? value : result;
}

function join(at: string, part: string): string {
  return at === '' ? part : `${at}.${part}`;
}

function createDoc(tree: UpdateTree, context: UpdateContext, at: string): Doc | undefined {
  const created: Doc = {};
  let isUsed = false;
  for (const [name, child] of tree.children) {
    if (isArrayPart(name)) {
      if (!creates(child, context)) continue;
      throw badValue(`The path '${at}' must exist in the document in order to apply array updates.`);
    }
    const value = applyNode(child, undefined, context, join(at, name));
    if (value === undefined) continue;
    setField(created, name, value);
    isUsed = true;
  }
  return isUsed ? created : undefined;
}

function applyToDoc(tree: UpdateTree, doc: Doc, context: UpdateContext, at: string): Doc {
  let result = doc;
  for (const [name, child] of tree.children) {
    if (isArrayPart(name)) throw notAnArray(at, doc);
    const old = getField(doc, name);
    const value = applyNode(child, old, context, at === '' ? name : `${at}.${name}`);
    if (value === old) continue;
    if (value === undefined) {
      result = omitField(result, name);
    } else {
      if (result === doc) result = { ...doc };
      setField(result, name, value);
    }
  }
  return result;
}

function applyToArray(tree: UpdateTree, items: Value[], context: UpdateContext, at: string): Value[] {
  let result = items;
  for (const [index, child] of chooseElements(tree, items, context, at)) {
    const old = items[index];
    const value = applyNode(child, old, context, join(at, String(index)));
    // Removing an element would move the others, so `$unset` leaves null.
    if (value === old || (value === undefined && old === null)) continue;
    if (result === items) result = items.slice();
    if (index - result.length > MAX_PADDING) {
      throw badValue(`can't backfill more than ${MAX_PADDING} elements`);
    }
    while (result.length < index) result.push(null);
    result[index] = value ?? null;
  }
  return result;
}

/** Which subtree applies to which element; several (`$[]` and `0`) are merged. */
function chooseElements(tree: UpdateTree, items: Value[], context: UpdateContext, at: string): Map<number, UpdateNode> {
  const chosen = new Map<number, UpdateNode>();
  const choose = (index: number, node: UpdateNode): void => {
    const existing = chosen.get(index);
    chosen.set(index, existing === undefined ? node : mergeNodes(existing, node, join(at, String(index))));
  };
  for (const [name, child] of tree.children) {
    const index = name === '$' ? context.matchedIndex : toIndex(name);
    if (index === undefined) {
      throw badValue('The positional operator did not find the match needed from the query.');
    }
    if (index >= 0) choose(index, child);
    else if (name.startsWith('$[')) chooseFiltered(name, items, context, (i) => choose(i, child));
    else if (creates(child, context)) throw notViable(name, at, items);
  }
  return chosen;
}

function chooseFiltered(name: string, items: Value[], context: UpdateContext, choose: (index: number) => void): void {
  const test = name === '$[]' ? undefined : context.filters.get(name.slice(2, -1));
  items.forEach((item, i) => {
    if (test === undefined || test(item)) choose(i);
  });
}

function mergeNodes(a: UpdateNode, b: UpdateNode, at: string): UpdateNode {
  if (a.kind === 'leaf' || b.kind === 'leaf') throw new StoreError(40, `Update created a conflict at '${at}'`);
  const merged = newTree();
  for (const [name, node] of a.children) addChild(merged, name, node);
  for (const [name, node] of b.children) {
    const entry = merged.children.find(([other]) => other === name);
    if (entry === undefined) addChild(merged, name, node);
    else entry[1] = mergeNodes(entry[1], node, join(at, name));
  }
  return merged;
}

/** Whether anything below wants to bring a missing path into being (as `$unset` does not). */
function creates(node: UpdateNode, context: UpdateContext): boolean {
  if (node.kind === 'leaf') return node.modifier.creates && node.modifier.skip?.(context) !== true;
  return node.children.some(([, child]) => creates(child, context));
}

function checkViable(tree: UpdateTree, value: Value, context: UpdateContext, at: string): void {
  for (const [name, child] of tree.children) {
    if (isArrayPart(name)) throw notAnArray(at, value);
    if (creates(child, context)) throw notViable(name, at, value);
  }
}

function lastPart(at: string): string {
  return at.slice(at.lastIndexOf('.') + 1);
}

function notAnArray(at: string, value: Value): StoreError {
  return badValue(`Cannot apply array updates to non-array element ${formatField(lastPart(at), value)}`);
}

function notViable(name: string, at: string, value: Value): StoreError {
  return pathNotViable(`Cannot create field '${name}' in element {${formatField(lastPart(at), value)}}`);
}
