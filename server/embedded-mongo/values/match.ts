/** Compiles a query filter into a function over documents, with MongoDB's semantics for arrays, null and types. */
import { BSONRegExp } from 'bson';
import type { Doc, Value } from './document.ts';
import { badValue, notImplemented } from './errors.ts';
import { getField } from './field.ts';
import { isDoc, isOperatorDoc } from './kind.ts';
import { compileLeaf, type Test } from './match-operators.ts';
import { type MatchDetails, type Path, parsePath, visitPath } from './path.ts';

export type Matcher = (doc: Doc) => boolean;
export type DetailedMatcher = (doc: Doc, details?: MatchDetails) => boolean;

/**
 * One operator of a field, before it is bound to a path: `test` sees each value on the path (or the single array
 * element inside `$elemMatch`), `negate` asks that no value passes.
 */
type Clause =
  | { kind: 'leaf'; test: Test; negate: boolean; expandLeaf: boolean; detail: ElementTest | undefined }
  | { kind: 'all'; clauses: Clause[] }
  | { kind: 'not'; clauses: Clause[] };

/** For `$elemMatch`: which element of this array passes, or -1. */
type ElementTest = (items: Value[]) => number;

/**
 * @throws StoreError 2 for malformed filters, 238 for operators the store leaves out
 */
export function compileFilter(filter: Doc): Matcher {
  const match = compileDetailedFilter(filter);
  return (doc) => match(doc);
}

/** As compileFilter, and records the matched index of the last array that decided, for the positional operator `$`. */
export function compileDetailedFilter(filter: Doc): DetailedMatcher {
  const parts: DetailedMatcher[] = [];
  for (const [field, value] of Object.entries(filter)) {
    if (value === undefined) continue;
    const part = field.startsWith('$') ? compileTopLevel(field, value) : compileField(field, value);
    if (part !== undefined) parts.push(part);
  }
  return everyPart(parts);
}

function everyPart(parts: DetailedMatcher[]): DetailedMatcher {
  const [first, second] = parts;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  return (doc, details) => {
    for (const part of parts) {
      if (!part(doc, details)) {
        if (details !== undefined) details.index = undefined;
        return false;
      }
    }
    return true;
  };
}

function compileTopLevel(operator: string, value: Value): DetailedMatcher | undefined {
  switch (operator) {
    case '$and':
      return everyPart(compileBranches(operator, value));
    case '$or': {
      const branches = compileBranches(operator, value);
      return (doc, details) => branches.some((branch) => branch(doc, details));
    }
    case '$nor': {
      const branches = compileBranches(operator, value);
      return (doc) => !branches.some((branch) => branch(doc));
    }
    case '$comment':
      return undefined;
    case '$expr':
    case '$where':
    case '$text':
    case '$jsonSchema':
    case '$alwaysTrue':
    case '$alwaysFalse':
    case '$sampleRate':
      throw notImplemented(`The query operator ${operator}`);
    default:
      throw badValue(
        `unknown top level operator: ${operator}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
  }
}

function compileBranches(operator: string, value: Value): DetailedMatcher[] {
  if (!Array.isArray(value)) throw badValue(`${operator} must be an array`);
  if (value.length === 0) throw badValue('$and/$or/$nor must be a nonempty array');
  return value.map((branch) => {
    if (!isDoc(branch)) throw badValue('$or/$and/$nor entries need to be full objects');
    return compileDetailedFilter(branch);
  });
}

function compileField(field: string, value: Value): DetailedMatcher {
  const path = parsePath(field);
  const clauses = isOperatorDoc(value) ? compileOperators(field, value) : [compileImplicit(field, value)];
  return everyPart(clauses.map((clause) => bindClause(path, clause)));
}

function leaf(test: Test, negate = false, expandLeaf = true, detail?: ElementTest): Clause {
  return { kind: 'leaf', test, negate, expandLeaf, detail };
}

function compileImplicit(field: string, value: Value): Clause {
  return value instanceof BSONRegExp
    ? leaf(compileLeaf(field, '$regex', value, {}))
    : leaf(compileLeaf(field, '$eq', value, {}));
}

function compileOperators(field: string, operators: Doc): Clause[] {
  const clauses: Clause[] = [];
  for (const [operator, value] of Object.entries(operators)) {
    if (value === undefined) continue;
    const clause = compileOperator(field, operator, value, operators);
    if (clause !== undefined) clauses.push(clause);
  }
  return clauses;
}

function compileOperator(field: string, operator: string, value: Value, siblings: Doc): Clause | undefined {
  switch (operator) {
    case '$ne':
      if (value instanceof BSONRegExp) throw badValue("Can't have regex as arg to $ne.");
      return leaf(compileLeaf(field, '$eq', value, siblings), true);
    case '$nin':
      return leaf(compileLeaf(field, '$in', value, siblings), true);
    case '$not':
      return { kind: 'not', clauses: compileNot(field, value) };
    case '$all':
      return { kind: 'all', clauses: compileAll(field, value) };
    case '$elemMatch':
      return compileElemMatch(value);
    case '$size':
      return leaf(compileLeaf(field, operator, value, siblings), false, false);
    case '$options':
      if (siblings.$regex === undefined) throw badValue('$options needs a $regex');
      return undefined;
    case '$comment':
      return undefined;
    case '$exists': {
      const wanted = compileLeaf(field, operator, value, siblings)(null);
      return leaf((found) => found !== undefined, !wanted, false);
    }
    default:
      if (!operator.startsWith('$')) throw badValue(`unknown operator: ${operator}`);
      return leaf(compileLeaf(field, operator, value, siblings));
  }
}

function compileNot(field: string, value: Value): Clause[] {
  if (value instanceof BSONRegExp) return [compileImplicit(field, value)];
  if (!isDoc(value)) throw badValue('$not needs a regex or a document');
  if (Object.keys(value).length === 0) throw badValue('$not cannot be empty');
  return compileOperators(field, value);
}

function compileAll(field: string, value: Value): Clause[] {
  if (!Array.isArray(value)) throw badValue('$all needs an array');
  if (value.length === 0) return [leaf(() => false)];
  const withElemMatch = value.filter((item) => isDoc(item) && Object.keys(item)[0] === '$elemMatch').length;
  if (withElemMatch > 0 && withElemMatch < value.length) {
    throw badValue('$all/$elemMatch has to be consistent');
  }
  return value.map((item) => {
    if (withElemMatch > 0) return compileElemMatch(getField(item as Doc, '$elemMatch') as Value);
    if (isOperatorDoc(item)) throw badValue('no $ expressions in $all');
    return compileImplicit(field, item);
  });
}

const LOGICAL = new Set(['$and', '$or', '$nor', '$where', '$expr', '$text', '$jsonSchema']);

function compileElemMatch(value: Value): Clause {
  if (!isDoc(value)) throw badValue('$elemMatch needs an Object');
  const test = compileElement(value);
  const find: ElementTest = (items) => items.findIndex(test);
  return leaf((found) => Array.isArray(found) && find(found) >= 0, false, false, find);
}

/** A test for single array elements from the argument of `$elemMatch` (also used by projections). */
export function compileElement(value: Doc): (item: Value) => boolean {
  if (isElementOperatorDoc(value)) {
    const tests = compileOperators('', value).map(toSingleTest);
    return (item) => tests.every((test) => test(item));
  }
  const match = compileDetailedFilter(value);
  return (item) => {
    if (isDoc(item)) return match(item);
    // An inner array counts as a document with its indexes as fields.
    return Array.isArray(item) && match({ ...item } as unknown as Doc);
  };
}

/** Whether `$pull` and `$elemMatch` apply a document to elements themselves (`{ $gt: 1 }`, not `{ $or: [...] }`). */
export function isElementOperatorDoc(value: Value): value is Doc {
  return isOperatorDoc(value) && !LOGICAL.has(Object.keys(value)[0] as string);
}

function toSingleTest(clause: Clause): Test {
  if (clause.kind === 'leaf') {
    const { test, negate } = clause;
    return negate ? (value) => !test(value) : test;
  }
  const tests = clause.clauses.map(toSingleTest);
  return clause.kind === 'all'
    ? (value) => tests.every((test) => test(value))
    : (value) => !tests.every((test) => test(value));
}

function bindClause(path: Path, clause: Clause): DetailedMatcher {
  if (clause.kind === 'leaf') return bindLeaf(path, clause);
  const parts = everyPart(clause.clauses.map((inner) => bindClause(path, inner)));
  return clause.kind === 'all' ? parts : (doc) => !parts(doc);
}

function bindLeaf(path: Path, clause: Extract<Clause, { kind: 'leaf' }>): DetailedMatcher {
  const { test, negate, expandLeaf, detail } = clause;
  if (negate) return (doc) => !visitPath(doc, path, expandLeaf, test);
  if (detail !== undefined) return bindElement(path, test, detail);
  const [field] = path;
  if (path.length > 1 || field === undefined) return (doc, details) => visitPath(doc, path, expandLeaf, test, details);
  return (doc, details) => {
    const value = getField(doc, field);
    if (!Array.isArray(value)) return test(value);
    return visitPath(doc, path, expandLeaf, test, details);
  };
}

function bindElement(path: Path, test: Test, find: ElementTest): DetailedMatcher {
  return (doc, details) => {
    if (details === undefined) return visitPath(doc, path, false, test);
    let index = -1;
    const outer: MatchDetails = {};
    const matched = visitPath(
      doc,
      path,
      false,
      (value) => {
        index = Array.isArray(value) ? find(value) : -1;
        return index >= 0;
      },
      outer,
    );
    if (matched) details.index = outer.index ?? index;
    return matched;
  };
}
