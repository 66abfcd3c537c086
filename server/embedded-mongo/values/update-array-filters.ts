/** Reads `arrayFilters`: one test of array elements for each identifier that `$[identifier]` may name. */
import type { Doc, Value } from './document.ts';
import { badValue, failedToParse, typeMismatch } from './errors.ts';
import { formatDoc } from './format.ts';
import { isDoc, typeNameOf } from './kind.ts';
import { compileFilter } from './match.ts';
import type { UpdateNode, UpdateTree } from './update-tree.ts';

export interface ArrayFilters {
  tests: ReadonlyMap<string, (item: Value) => boolean>;
  /** @throws StoreError 2 for an identifier without filter, 9 for a filter without use */
  checkUse: (tree: UpdateTree, update: Doc) => void;
}

export function compileArrayFilters(filters: readonly Value[]): ArrayFilters {
  const tests = new Map<string, (item: Value) => boolean>();
  for (const filter of filters) {
    if (!isDoc(filter)) {
      throw typeMismatch(
        `BSON field 'update.updates.arrayFilters.0' is the wrong type '${typeNameOf(filter)}', expected type 'object'`,
      );
    }
    const identifier = readIdentifier(filter);
    if (tests.has(identifier))
      throw failedToParse(`Found multiple array filters with the same top-level field name ${identifier}`);
    const match = compileFilter(filter);
    tests.set(identifier, (item) => match({ [identifier]: item }));
  }
  return { tests, checkUse: (tree, update) => checkUse(tests, tree, update) };
}

function readIdentifier(filter: Doc): string {
  const names = new Set(topLevelNames(filter));
  const [name, other] = names;
  if (name === undefined)
    throw failedToParse('Cannot use an expression without a top-level field name in arrayFilters');
  if (other !== undefined) {
    throw failedToParse(
      `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${name}' and '${other}'`,
    );
  }
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
    throw badValue(
      `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
    );
  }
  return name;
}

function topLevelNames(filter: Doc): string[] {
  return Object.entries(filter).flatMap(([field, value]) => {
    if (!field.startsWith('$')) return [field.split('.')[0] as string];
    return Array.isArray(value) ? value.flatMap((branch) => (isDoc(branch) ? topLevelNames(branch) : [])) : [];
  });
}

function checkUse(tests: ReadonlyMap<string, unknown>, tree: UpdateTree, update: Doc): void {
  const used = new Set<string>();
  collectIdentifiers(tree, '', (identifier, path) => {
    if (!tests.has(identifier))
      throw badValue(`No array filter found for identifier '${identifier}' in path '${path}'`);
    used.add(identifier);
  });
  for (const identifier of tests.keys()) {
    if (!used.has(identifier)) {
      throw failedToParse(
        `The array filter for identifier '${identifier}' was not used in the update ${formatDoc(update)}`,
      );
    }
  }
}

function collectIdentifiers(node: UpdateNode, at: string, report: (identifier: string, path: string) => void): void {
  if (node.kind === 'leaf') return;
  for (const [name, child] of node.children) {
    const path = at === '' ? name : `${at}.${name}`;
    const identifier = /^\$\[(.+)\]$/.exec(name)?.[1];
    if (identifier !== undefined) report(identifier, firstLeaf(child) ?? path);
    collectIdentifiers(child, path, report);
  }
}

function firstLeaf(node: UpdateNode): string | undefined {
  if (node.kind === 'leaf') return node.path;
  return node.children.map(([, child]) => firstLeaf(child)).find((path) => path !== undefined);
}
