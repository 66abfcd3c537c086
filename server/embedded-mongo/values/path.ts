/** Dotted paths through documents, with MongoDB's rules for arrays on the way and at the end. */
import type { Doc, Value } from './document.ts';
import { getField } from './field.ts';
import { isDoc } from './kind.ts';

export type Path = readonly string[];
/** Called with each value a path reaches, `undefined` for a missing one; returns true to stop. */
export type Visitor = (value: Value | undefined) => boolean;
/** Which element of the outermost array on the path satisfied the visitor (for the positional operator). */
export interface MatchDetails {
  index?: number;
}

export function parsePath(path: string): Path {
  return path.includes('.') ? path.split('.') : [path];
}

/** The array index a path part names, or -1. */
export function toIndex(part: string): number {
  const first = part.charCodeAt(0);
  // Most names are no indexes, so the pattern is tried only on digits.
  if (!(first >= 48 && first <= 57)) return -1;
  if (part === '0') return 0;
  return /^[1-9]\d{0,8}$/.test(part) ? Number(part) : -1;
}

/** The value at a path without entering arrays except by index; undefined when missing. */
export function getPath(doc: Doc, path: Path): Value | undefined {
  let value: Value | undefined = doc;
  for (const part of path) {
    if (Array.isArray(value)) value = value[toIndex(part)];
    else if (isDoc(value)) value = getField(value, part);
    else return undefined;
  }
  return value;
}

/**
 * Shows a visitor every value that a query on this path looks at, as MongoDB's ElementPath does (matcher/path.cpp):
 * arrays on the way are entered (one level, or by index); an array at the end shows its elements and then itself
 * when `expandLeaf`, else only itself; nothing is shown for scalars in an array on the way.
 * @returns whether a visitor call returned true
 */
export function visitPath(
  doc: Doc,
  path: Path,
  expandLeaf: boolean,
  visit: Visitor,
  details?: MatchDetails,
  start = 0,
): boolean {
  let value: Value | undefined = doc;
  let depth = start;
  while (depth < path.length) {
    value = getField(value as Doc, path[depth] as string);
    depth++;
    if (value === undefined) return visit(undefined);
    if (typeof value !== 'object' || value === null) return visit(depth === path.length ? value : undefined);
    if (Array.isArray(value)) return visitArray(value, path, depth, expandLeaf, visit, details);
    if (depth === path.length) return visit(value);
    if (!isDoc(value)) return visit(undefined);
  }
  return visit(value);
}

function visitArray(
  items: Value[],
  path: Path,
  depth: number,
  expandLeaf: boolean,
  visit: Visitor,
  details: MatchDetails | undefined,
): boolean {
  if (depth === path.length) {
    if (expandLeaf) {
      for (let i = 0; i < items.length; i++) if (visit(items[i])) return record(details, i);
    }
    return visit(items);
  }
  const index = toIndex(path[depth] as string);
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Value;
    // An inner array may record its own index first; the outermost one is what `$` means, so it is written last.
    if (isDoc(item) && visitPath(item, path, expandLeaf, visit, details, depth)) return record(details, i);
    if (i === index && visitIndexed(item, path, depth + 1, expandLeaf, visit, details)) return record(details, i);
  }
  return false;
}

function visitIndexed(
  item: Value,
  path: Path,
  depth: number,
  expandLeaf: boolean,
  visit: Visitor,
  details: MatchDetails | undefined,
): boolean {
  if (depth === path.length) return visit(item);
  if (isDoc(item)) return visitPath(item, path, expandLeaf, visit, details, depth);
  return Array.isArray(item) && visitArray(item, path, depth, expandLeaf, visit, details);
}

function record(details: MatchDetails | undefined, index: number): true {
  if (details !== undefined) details.index = index;
  return true;
}

/** Called with each value that an index or a sort sees; `empty` marks an empty array at the end of the path. */
export type KeyVisitor = (value: Value | undefined, empty: boolean) => void;

/**
 * Shows the values that index keys and sorts are made of: like a query, but an array stands for its elements only,
 * and whatever cannot be entered counts as missing (MongoDB's btree_key_generator.cpp).
 */
export function visitKeys(doc: Doc, path: Path, visit: KeyVisitor, start = 0): void {
  let value: Value | undefined = doc;
  for (let depth = start; depth < path.length; depth++) {
    if (!isDoc(value)) {
      visit(undefined, false);
      return;
    }
    value = getField(value, path[depth] as string);
    if (Array.isArray(value)) {
      visitKeyItems(value, path, depth + 1, visit);
      return;
    }
  }
  visit(value, false);
}

function visitKeyItems(items: Value[], path: Path, depth: number, visit: KeyVisitor): void {
  if (depth === path.length) {
    if (items.length === 0) {
      visit(undefined, true);
      return;
    }
    for (const item of items) visit(item, false);
    return;
  }
  const index = toIndex(path[depth] as string);
  if (index >= 0) {
    visitKeyItem(items[index], path, depth + 1, visit);
    return;
  }
  if (items.length === 0) {
    visit(undefined, false);
    return;
  }
  for (const item of items) {
    if (isDoc(item)) visitKeys(item, path, visit, depth);
    else visit(undefined, false);
  }
}

function visitKeyItem(item: Value | undefined, path: Path, depth: number, visit: KeyVisitor): void {
  if (Array.isArray(item)) visitKeyItems(item, path, depth, visit);
  else if (depth === path.length) visit(item, false);
  else if (isDoc(item)) visitKeys(item, path, visit, depth);
  else visit(undefined, false);
}
