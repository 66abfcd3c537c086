/** The $group stage: its key expressions and accumulators. */
import { addNumbers } from '../values/arithmetic.ts';
import { compareValues } from '../values/compare.ts';
import { type Doc, toDouble, type Value } from '../values/document.ts';
import { notImplemented, StoreError } from '../values/errors.ts';
import { getField, setField } from '../values/field.ts';
import { encodeKey } from '../values/key.ts';
import { isDoc, isNumber } from '../values/kind.ts';
import type { Collector } from './aggregate.ts';

/** Gives a value, or undefined for a missing field. */
type Expression = (doc: Doc) => Value | undefined;

interface Accumulator {
  add(doc: Doc): void;
  result(): Value;
}

/** Numbers of documents are bounded by their groups' size in memory, as MongoDB does without disk use. */
const MAX_GROUPS = 1_000_000;

export function compileGroup(spec: Doc): () => Collector {
  if (spec._id === undefined) throw new StoreError(15955, 'a group specification must include an _id');
  const key = compileExpression(spec._id);
  const fields = Object.entries(spec)
    .filter(([field]) => field !== '_id')
    .map(([field, value]) => ({ field, start: compileAccumulator(field, value) }));
  return () => {
    const groups = new Map<string, { id: Value; accumulators: Accumulator[] }>();
    return {
      add(doc) {
        const id = key(doc) ?? null;
        const name = Buffer.from(encodeKey([id], [1]).key).toString('latin1');
        let group = groups.get(name);
        if (group === undefined) {
          if (groups.size >= MAX_GROUPS) throw new StoreError(292, 'Exceeded memory limit for $group');
          group = { id, accumulators: fields.map(({ start }) => start()) };
          groups.set(name, group);
        }
        for (const accumulator of group.accumulators) accumulator.add(doc);
      },
      results: () =>
        [...groups.values()].map(({ id, accumulators }) => {
          const result: Doc = { _id: id };
          fields.forEach(({ field }, i) => {
            setField(result, field, accumulators[i]?.result() ?? null);
          });
          return result;
        }),
    };
  };
}

export function compileExpression(expression: Value): Expression {
  if (typeof expression === 'string' && expression.startsWith('$')) return compilePath(expression);
  if (Array.isArray(expression)) {
    const items = expression.map(compileExpression);
    return (doc) => items.map((item) => item(doc) ?? null);
  }
  if (!isDoc(expression)) return () => expression;
  const [first] = Object.keys(expression);
  if (first === '$literal') return () => expression.$literal as Value;
  if (first?.startsWith('$')) throw notImplemented(`The aggregation expression ${first}`);
  const fields = Object.entries(expression).map(([field, value]) => ({ field, value: compileExpression(value) }));
  return (doc) => {
    const made: Doc = {};
    for (const { field, value } of fields) {
      const found = value(doc);
      if (found !== undefined) setField(made, field, found);
    }
    return made;
  };
}

function compilePath(text: string): Expression {
  if (text === '$$ROOT' || text === '$$CURRENT') return (doc) => doc;
  if (text.startsWith('$$') && !text.startsWith('$$ROOT.')) throw notImplemented(`The variable ${text}`);
  const parts = (text.startsWith('$$ROOT.') ? text.slice(7) : text.slice(1)).split('.');
  if (parts.includes('')) throw new StoreError(40353, 'FieldPath must not be empty or end with a dot');
  return (doc) => follow(doc, parts, 0);
}

/** A path through an array gives the array of what its elements have. */
function follow(value: Value | undefined, parts: readonly string[], at: number): Value | undefined {
  if (at === parts.length) return value;
  if (Array.isArray(value)) {
    return value.map((item) => follow(item, parts, at)).filter((item) => item !== undefined);
  }
  return isDoc(value) ? follow(getField(value, parts[at] as string), parts, at + 1) : undefined;
}

function compileAccumulator(field: string, spec: Value): () => Accumulator {
  const [operator, ...more] = isDoc(spec) ? Object.keys(spec) : [];
  if (!isDoc(spec) || operator === undefined || more.length > 0) {
    throw new StoreError(40234, `The field '${field}' must be an accumulator object`);
  }
  const argument = spec[operator] as Value;
  if (operator === '$count') return () => sum(() => 1);
  const value = compileExpression(argument);
  switch (operator) {
    case '$sum':
      return () => sum(value);
    case '$avg':
      return () => average(value);
    case '$min':
      return () => extreme(value, -1);
    case '$max':
      return () => extreme(value, 1);
    case '$first':
      return () => first(value);
    case '$last':
      return () => last(value);
    case '$push':
      return () => push(value);
    case '$addToSet':
      return () => addToSet(value);
    default:
      throw notImplemented(`The accumulator ${operator}`);
  }
}

function sum(value: Expression): Accumulator {
  let total: Value = 0;
  return {
    add(doc) {
      const found = value(doc);
      if (isNumber(found) && isNumber(total))
        total = addNumbers(total, found) ?? toDouble(Number(total) + Number(found));
    },
    result: () => total,
  };
}

function average(value: Expression): Accumulator {
  let total = 0;
  let count = 0;
  return {
    add(doc) {
      const found = value(doc);
      if (!isNumber(found)) return;
      total += Number(found);
      count++;
    },
    result: () => (count === 0 ? null : toDouble(total / count)),
  };
}

/** The greatest (sign 1) or least (sign -1) value that is neither null nor missing. */
function extreme(value: Expression, sign: 1 | -1): Accumulator {
  let best: Value = null;
  return {
    add(doc) {
      const found = value(doc);
      if (found === undefined || found === null) return;
      if (best === null || compareValues(found, best) * sign > 0) best = found;
    },
    result: () => best,
  };
}

function first(value: Expression): Accumulator {
  let found: Value | undefined;
  return {
    add(doc) {
      if (found === undefined) found = value(doc) ?? null;
    },
    result: () => found ?? null,
  };
}

function last(value: Expression): Accumulator {
  let found: Value = null;
  return {
    add(doc) {
      found = value(doc) ?? null;
    },
    result: () => found,
  };
}

function push(value: Expression): Accumulator {
  const items: Value[] = [];
  return {
    add(doc) {
      const found = value(doc);
      if (found !== undefined) items.push(found);
    },
    result: () => items,
  };
}

function addToSet(value: Expression): Accumulator {
  const items = new Map<string, Value>();
  return {
    add(doc) {
      const found = value(doc);
      if (found !== undefined) items.set(Buffer.from(encodeKey([found], [1]).key).toString('latin1'), found);
    },
    result: () => [...items.values()],
  };
}
