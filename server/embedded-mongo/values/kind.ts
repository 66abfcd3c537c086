/** Which BSON type a decoded value has, and MongoDB's canonical order of types. */
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from 'bson';
import type { Doc, NumberValue, Value } from './document.ts';

/** MongoDB's canonical type numbers, used as the first byte of an index key; 0 is kept for "end". */
export const Kind = {
  minKey: 1,
  null: 5,
  number: 10,
  string: 15,
  object: 20,
  array: 25,
  binary: 30,
  objectId: 35,
  bool: 40,
  date: 45,
  timestamp: 47,
  regex: 50,
  code: 60,
  codeWithScope: 65,
  maxKey: 127,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** The canonical kind; a missing value counts as null. */
export function kindOf(value: Value | undefined): Kind {
  switch (typeof value) {
    case 'string':
      return Kind.string;
    case 'number':
      return Kind.number;
    case 'boolean':
      return Kind.bool;
    case 'object':
      return value === null ? Kind.null : kindOfObject(value);
    default:
      return Kind.null;
  }
}

// Prototypes are compared and not `_bsontype`: a stored document may have a field of that name.
function kindOfObject(value: object): Kind {
  const prototype: unknown = Object.getPrototypeOf(value);
  switch (prototype) {
    case Object.prototype:
    case null:
      return Kind.object;
    case ObjectId.prototype:
      return Kind.objectId;
    case Date.prototype:
      return Kind.date;
    case Array.prototype:
      return Kind.array;
    case Double.prototype:
    case Long.prototype:
    case Decimal128.prototype:
    case Int32.prototype:
      return Kind.number;
    case Binary.prototype:
    case UUID.prototype:
      return Kind.binary;
    case BSONRegExp.prototype:
      return Kind.regex;
    case Timestamp.prototype:
      return Kind.timestamp;
    case BSONSymbol.prototype:
      return Kind.string;
    case MinKey.prototype:
      return Kind.minKey;
    case MaxKey.prototype:
      return Kind.maxKey;
    case Code.prototype:
      return (value as Code).scope ? Kind.codeWithScope : Kind.code;
    default:
      return Array.isArray(value) ? Kind.array : Kind.object;
  }
}

export function isDoc(value: Value | undefined): value is Doc {
  return typeof value === 'object' && value !== null && kindOfObject(value) === Kind.object;
}

/** Whether a document is a set of operators (`{ $gt: 1 }`) and not a value; a DBRef is a value. */
export function isOperatorDoc(value: Value): value is Doc {
  if (!isDoc(value)) return false;
  for (const field in value) return field.startsWith('$') && field !== '$ref' && field !== '$id' && field !== '$db';
  return false;
}

export function isNumber(value: Value | undefined): value is NumberValue {
  return typeof value === 'number' || (typeof value === 'object' && kindOf(value) === Kind.number);
}

export type NumberType = 'int' | 'long' | 'double' | 'decimal';

/** Whether a plain JS number is stored as Int32 (else it is stored as Double). */
export function isInt32(value: number): boolean {
  return (value | 0) === value && !Object.is(value, -0);
}

export function numberTypeOf(value: NumberValue): NumberType {
  if (typeof value === 'number') return isInt32(value) ? 'int' : 'double';
  if (value instanceof Double) return 'double';
  if (value instanceof Long) return 'long';
  return value instanceof Decimal128 ? 'decimal' : 'int';
}

/** BSON type numbers by the alias that `$type` and error messages use. */
export const TYPE_NUMBERS: Readonly<Record<string, number>> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
};

/** The alias of a value's BSON type, e.g. `int`, `binData`; `missing` when there is none. */
export function typeNameOf(value: Value | undefined): string {
  if (value === undefined) return 'missing';
  switch (kindOf(value)) {
    case Kind.minKey:
      return 'minKey';
    case Kind.null:
      return 'null';
    case Kind.number:
      return numberTypeOf(value as NumberValue);
    case Kind.string:
      return typeof value === 'string' ? 'string' : 'symbol';
    case Kind.object:
      return 'object';
    case Kind.array:
      return 'array';
    case Kind.binary:
      return 'binData';
    case Kind.objectId:
      return 'objectId';
    case Kind.bool:
      return 'bool';
    case Kind.date:
      return 'date';
    case Kind.timestamp:
      return 'timestamp';
    case Kind.regex:
      return 'regex';
    case Kind.code:
      return 'javascript';
    case Kind.codeWithScope:
      return 'javascriptWithScope';
    case Kind.maxKey:
      return 'maxKey';
  }
}
