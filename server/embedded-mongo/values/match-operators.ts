/** The tests behind query operators: each compiles its argument into a function over one value. */
import { BSONRegExp, Long, MaxKey, MinKey } from 'bson';
import { compareValues } from './compare.ts';
import type { Doc, NumberValue, Value } from './document.ts';
import { badValue, notImplemented, StoreError } from './errors.ts';
import { formatField } from './format.ts';
import { isNumber, Kind, kindOf, TYPE_NUMBERS, typeNameOf } from './kind.ts';
import { compileIn } from './match-in.ts';
import { compileRegExp } from './match-regex.ts';
import { toExactNumber, toNumber } from './number.ts';

/** Sees one value on the path; `undefined` stands for a missing one. */
export type Test = (value: Value | undefined) => boolean;

/** Operators MongoDB has and Parley does not need. */
const LEFT_OUT = new Set([
  '$geoWithin',
  '$geoIntersects',
  '$near',
  '$nearSphere',
  '$within',
  '$bitsAllSet',
  '$bitsAllClear',
  '$bitsAnySet',
  '$bitsAnyClear',
  '$jsonSchema',
  '$where',
  '$expr',
  '$text',
]);

/** @param siblings all operators of the field, as `$regex` has its options beside it */
export function compileLeaf(field: string, operator: string, value: Value, siblings: Doc): Test {
  switch (operator) {
    case '$eq':
      return compileEqual(value);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return compileOrder(field, operator, value);
    case '$in':
      return compileIn(value);
    case '$exists': {
      const wanted = isTruthy(value);
      return () => wanted;
    }
    case '$type':
      return compileType(field, value);
    case '$size':
      return compileSize(value);
    case '$mod':
      return compileMod(value);
    case '$regex':
      return compileRegExp(value, siblings.$options);
    default:
      if (LEFT_OUT.has(operator)) throw notImplemented(`The query operator ${operator}`);
      throw badValue(`unknown operator: ${operator}`);
  }
}

function isTruthy(value: Value): boolean {
  if (isNumber(value)) return toNumber(value) !== 0;
  return value !== false && value !== null;
}

export function compileEqual(wanted: Value): Test {
  switch (typeof wanted) {
    case 'string':
    case 'boolean':
      // A symbol equals the string of its name, so objects still go through the full comparison.
      return (value) => value === wanted || (typeof value === 'object' && compareValues(value, wanted) === 0);
    case 'number':
      if (Number.isNaN(wanted)) return (value) => isNumber(value) && compareValues(value, wanted) === 0;
      return (value) =>
        typeof value === 'number' ? value === wanted : typeof value === 'object' && compareValues(value, wanted) === 0;
    default:
      if (wanted === null) return (value) => value === null || value === undefined;
      return (value) =>
        typeof value === 'object' && value !== null
          ? compareValues(value, wanted) === 0
          : (typeof value === 'number' || typeof value === 'string') && compareValues(value, wanted) === 0;
  }
}

type OrderOperator = '$gt' | '$gte' | '$lt' | '$lte';

// Type bracketing as ComparisonMatchExpression::matchesSingleElement: other types never match, except MinKey/MaxKey.
function compileOrder(field: string, operator: OrderOperator, bound: Value): Test {
  if (bound instanceof BSONRegExp) throw badValue(`Can't have RegEx as arg to predicate over field '${field}'.`);
  const inclusive = operator === '$gte' || operator === '$lte';
  if (bound === null) return inclusive ? (value) => value === null || value === undefined : () => false;
  const upward = operator === '$gt' || operator === '$gte';
  if (bound instanceof MinKey || bound instanceof MaxKey) return compileExtreme(bound, upward, inclusive);
  if (isNumber(bound)) return compileNumberOrder(bound, upward, inclusive);
  const kind = kindOf(bound);
  return (value) => {
    if (value === undefined || kindOf(value) !== kind) return false;
    const order = compareValues(value, bound);
    return order === 0 ? inclusive : order > 0 === upward;
  };
}

function compileExtreme(bound: MinKey | MaxKey, upward: boolean, inclusive: boolean): Test {
  const kind = bound instanceof MinKey ? Kind.minKey : Kind.maxKey;
  return (value) => (kindOf(value) === kind ? inclusive : upward === (kind === Kind.minKey));
}

// NaN equals itself and is neither above nor below anything.
function compileNumberOrder(bound: NumberValue, upward: boolean, inclusive: boolean): Test {
  const exact = toExactNumber(bound);
  if (Number.isNaN(exact)) return (value) => inclusive && isNumber(value) && Number.isNaN(toExactNumber(value));
  return (value) => {
    if (typeof value === 'number' && exact !== undefined) {
      return value === exact ? inclusive : upward ? value > exact : value < exact;
    }
    if (!isNumber(value) || Number.isNaN(toExactNumber(value))) return false;
    const order = compareValues(value, bound);
    return order === 0 ? inclusive : order > 0 === upward;
  };
}

const TYPE_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(TYPE_NUMBERS).map(([name, code]) => [code, name]),
);
const NUMBER_TYPES = ['int', 'long', 'double', 'decimal'];

function compileType(field: string, argument: Value): Test {
  const names = new Set((Array.isArray(argument) ? argument : [argument]).flatMap((item) => readTypeName(item)));
  if (names.size === 0) throw new StoreError(9, `${field} must match at least one type`);
  return (value) => value !== undefined && names.has(typeNameOf(value));
}

function readTypeName(value: Value): string[] {
  if (value === 'number') return NUMBER_TYPES;
  if (typeof value === 'string') {
    if (Object.hasOwn(TYPE_NUMBERS, value)) return [value];
    throw badValue(`Unknown type name alias: ${value}`);
  }
  if (!isNumber(value)) throw new StoreError(14, 'type must be represented as a number or a string');
  const name = TYPE_NAMES.get(toNumber(value));
  if (name === undefined) throw badValue(`Invalid numerical type code: ${toNumber(value)}`);
  return [name];
}

function compileSize(argument: Value): Test {
  const shown = formatField('$size', argument);
  if (!isNumber(argument)) throw new StoreError(9, `Failed to parse $size. Expected a number in: ${shown}`);
  const size = toNumber(argument);
  if (!Number.isInteger(size)) throw new StoreError(9, `Failed to parse $size. Expected an integer: ${shown}`);
  if (size < 0) throw new StoreError(9, `Failed to parse $size. Expected a non-negative number in: ${shown}`);
  return (value) => Array.isArray(value) && value.length === size;
}

function compileMod(argument: Value): Test {
  if (!Array.isArray(argument)) throw badValue('malformed mod, needs to be an array');
  const [divisor, remainder] = argument;
  if (divisor === undefined || remainder === undefined) throw badValue('malformed mod, not enough elements');
  if (argument.length > 2) throw badValue('malformed mod, too many elements');
  if (!isNumber(divisor)) throw badValue('malformed mod, divisor not a number');
  if (!isNumber(remainder)) throw badValue('malformed mod, remainder not a number');
  const by = toInteger(divisor);
  if (by === undefined)
    throw badValue('malformed mod, divisor value is invalid :: caused by :: NaN is an invalid argument');
  const rest = toInteger(remainder);
  if (rest === undefined)
    throw badValue('malformed mod, remainder value is invalid :: caused by :: NaN is an invalid argument');
  if (by === 0n) throw badValue('divisor cannot be 0');
  return (value) => {
    const dividend = isNumber(value) ? toInteger(value) : undefined;
    return dividend !== undefined && dividend % by === rest;
  };
}

function toInteger(value: NumberValue): bigint | undefined {
  if (value instanceof Long) return value.toBigInt();
  const number = Math.trunc(toNumber(value));
  return Number.isFinite(number) ? BigInt(number) : undefined;
}
