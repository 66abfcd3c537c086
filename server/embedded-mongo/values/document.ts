/**
 * The one representation of documents in the store, to and from BSON bytes.
 *
 * Native: string, boolean, null, Date, arrays, plain objects, Int32 and every Double that cannot be mistaken for an
 * Int32 (as JS number). Wrapped by bson's classes: Double with an int32-integral value, Long, Decimal128 and the rest.
 * So `encode(decode(bytes))` keeps every type, with three exceptions that MongoDB drivers do not produce or that
 * JS objects cannot hold: deprecated `undefined` becomes null, integer-like field names move to the front of their
 * object, and of equal field names the last wins.
 */
import {
  type Binary,
  type BSONRegExp,
  type BSONSymbol,
  type Code,
  type Decimal128,
  Double,
  type Int32,
  type Long,
  type MaxKey,
  type MinKey,
  type ObjectId,
  type Timestamp,
} from 'bson';
import { decodeDocument } from './decode.ts';
import { encodeDocument } from './encode.ts';
import { isInt32 } from './kind.ts';

export type NumberValue = number | Double | Long | Int32 | Decimal128;
export type Value =
  | null
  | boolean
  | string
  | NumberValue
  | Date
  | ObjectId
  | Binary
  | BSONRegExp
  | BSONSymbol
  | Code
  | Timestamp
  | MinKey
  | MaxKey
  | Value[]
  | Doc;
export interface Doc {
  [field: string]: Value;
}

/**
 * @param bytes exactly one BSON document
 * @throws StoreError 22 when the bytes are not valid BSON, 15 when nested too deeply
 */
export function decode(bytes: Uint8Array): Doc {
  return decodeDocument(bytes);
}

/**
 * Fields whose value is `undefined` are left out.
 * @throws StoreError 15 when nested too deeply or circular, 22 for a null byte in a field name
 */
export function encode(doc: Doc): Uint8Array {
  return encodeDocument(doc);
}

/** A value that is stored as BSON Double, whatever its fraction. */
export function toDouble(value: number): number | Double {
  return isInt32(value) ? new Double(value) : value;
}

export { getField, setField } from './field.ts';
export { getPath, parsePath, visitKeys, visitPath } from './path.ts';
