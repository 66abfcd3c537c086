/** Reads BSON bytes into the store's representation; about three times as fast as bson's general deserializer. */
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  type ObjectId,
  Timestamp,
} from 'bson';
import type { Doc, Value } from './document.ts';
import { invalidBson, StoreError } from './errors.ts';
import { readObjectId } from './object-id.ts';

/** MongoDB's limit on nesting. */
const MAX_DEPTH = 200;
const CACHE_SIZE = 4096;
const SHORT_TEXT = 16;

interface Utf8Buffer extends Buffer {
  utf8Slice(start: number, end: number): string;
  latin1Slice(start: number, end: number): string;
}

// The reader is a set of module-level variables because decode is the hot path and never re-entered.
let buffer = Buffer.alloc(0) as Utf8Buffer;
let position = 0;
const scratch = new Float64Array(1);
const scratchBytes = new Uint8Array(scratch.buffer);
/** Field names repeat in every document: those read before are found by hash and compared, not decoded again. */
const keyCache: string[] = new Array<string>(CACHE_SIZE).fill('');
const textCache: string[] = new Array<string>(CACHE_SIZE).fill('');

export function decodeDocument(bytes: Uint8Array): Doc {
  buffer = (
    Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  ) as Utf8Buffer;
  position = 0;
  if (buffer.length < 5) throw invalidBson(`BSON of ${buffer.length} bytes is too short`);
  const size = readInt32();
  if (size !== buffer.length) throw invalidBson(`BSON size ${size} differs from the ${buffer.length} bytes given`);
  return readFields(size, 1);
}

function readObject(depth: number): Doc {
  const start = position;
  const size = readInt32();
  return readFields(checkEnd(start, size), depth);
}

function checkEnd(start: number, size: number): number {
  const end = start + size;
  if (size < 5 || end > buffer.length) throw invalidBson(`BSON object of size ${size} at ${start} does not fit`);
  return end;
}

function readFields(end: number, depth: number): Doc {
  if (depth > MAX_DEPTH) throw new StoreError(15, 'BSON is nested too deeply');
  const doc: Doc = {};
  for (;;) {
    const type = buffer[position++];
    if (type === 0) break;
    if (type === undefined) throw invalidBson('BSON ended inside an object');
    const key = readKey();
    if (key === '__proto__') {
      Object.defineProperty(doc, key, {
        value: readValue(type, depth),
        writable: true,
        enumerable: true,
        configurable: true,
      });
    } else {
      doc[key] = readValue(type, depth);
    }
  }
  if (position !== end) throw invalidBson('BSON object does not end where its size says');
  return doc;
}

function readArray(depth: number): Value[] {
  if (depth > MAX_DEPTH) throw new StoreError(15, 'BSON is nested too deeply');
  const start = position;
  const end = checkEnd(start, readInt32());
  const items: Value[] = [];
  for (;;) {
    const type = buffer[position++];
    if (type === 0) break;
    if (type === undefined) throw invalidBson('BSON ended inside an array');
    while (buffer[position] !== 0) {
      if (position++ >= end) throw invalidBson('BSON array index is not terminated');
    }
    position++;
    items.push(readValue(type, depth));
  }
  if (position !== end) throw invalidBson('BSON array does not end where its size says');
  return items;
}

function readKey(): string {
  const start = position;
  let hash = 0;
  let high = 0;
  let byte = buffer[position];
  while (byte !== 0) {
    if (byte === undefined) throw invalidBson('BSON field name is not terminated');
    hash = (Math.imul(hash, 31) + byte) | 0;
    high |= byte;
    byte = buffer[++position];
  }
  const end = position++;
  // Ids used as field names would only push useful names out.
  if (high > 127 || end - start > 40) return buffer.utf8Slice(start, end);
  return recall(keyCache, hash, start, end);
}

/** Statuses, kinds and flags repeat as much as field names do, so short strings have a cache as well. */
function readShortText(start: number, end: number): string {
  let hash = 0;
  let high = 0;
  for (let i = start; i < end; i++) {
    const byte = byteAt(i);
    hash = (Math.imul(hash, 31) + byte) | 0;
    high |= byte;
  }
  return high > 127 ? buffer.utf8Slice(start, end) : recall(textCache, hash, start, end);
}

function recall(cache: string[], hash: number, start: number, end: number): string {
  const slot = (hash ^ (hash >>> 12)) & (CACHE_SIZE - 1);
  const cached = cache[slot] as string;
  if (cached.length === end - start && isSameAscii(cached, start)) return cached;
  const text = buffer.latin1Slice(start, end);
  cache[slot] = text;
  return text;
}

function isSameAscii(text: string, start: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== buffer[start + i]) return false;
  return true;
}

function readValue(type: number, depth: number): Value {
  switch (type) {
    case 0x01:
      return readDouble();
    case 0x02:
      return readString();
    case 0x03:
      return readObject(depth + 1);
    case 0x04:
      return readArray(depth + 1);
    case 0x05:
      return readBinary();
    case 0x06:
    case 0x0a:
      return null;
    case 0x07:
      return readId();
    case 0x08:
      return readByte() === 1;
    case 0x09:
      return readDate();
    case 0x0b:
      return readRegExp();
    case 0x0d:
      return new Code(readString());
    case 0x0e:
      return new BSONSymbol(readString());
    case 0x0f:
      position += 4;
      return new Code(readString(), readObject(depth + 1));
    case 0x10:
      return readInt32();
    case 0x11:
      return new Timestamp(readLong());
    case 0x12:
      return readLong();
    case 0x13:
      return new Decimal128(readBytes(16));
    case 0x7f:
      return new MaxKey();
    case 0xff:
      return new MinKey();
    default:
      return readRare(type);
  }
}

// DBPointer is deprecated since 2009; bson writes it back as a DBRef document, so it is read as one.
function readRare(type: number): Value {
  if (type !== 0x0c) throw invalidBson(`Unknown BSON type 0x${type.toString(16)}`);
  const namespace = readString();
  const ref = new DBRef(namespace, readId());
  return { $ref: ref.collection, $id: ref.oid };
}

function readId(): ObjectId {
  const at = position;
  position += 12;
  if (position > buffer.length) throw invalidBson('BSON ended inside an ObjectId');
  return readObjectId(buffer, at);
}

function readRegExp(): BSONRegExp {
  const pattern = readCString();
  const options = readCString();
  try {
    return new BSONRegExp(pattern, options);
  } catch {
    throw invalidBson(`BSON regular expression has unknown options ${options}`);
  }
}

function readByte(): number {
  const byte = buffer[position++];
  if (byte === undefined) throw invalidBson('BSON ended inside a value');
  return byte;
}

function readInt32(): number {
  const at = position;
  position += 4;
  if (position > buffer.length) throw invalidBson('BSON ended inside a number');
  return byteAt(at) | (byteAt(at + 1) << 8) | (byteAt(at + 2) << 16) | (byteAt(at + 3) << 24);
}

function byteAt(index: number): number {
  return buffer[index] as number;
}

function readDouble(): number | Double {
  if (position + 8 > buffer.length) throw invalidBson('BSON ended inside a number');
  for (let i = 0; i < 8; i++) scratchBytes[i] = byteAt(position + i);
  position += 8;
  const value = scratch[0] as number;
  return (value | 0) === value && !Object.is(value, -0) ? new Double(value) : value;
}

function readLong(): Long {
  const low = readInt32();
  return new Long(low, readInt32());
}

function readDate(): Date {
  const low = readInt32();
  return new Date(readInt32() * 0x1_0000_0000 + (low >>> 0));
}

function readString(): string {
  const length = readInt32();
  const start = position;
  const end = start + length - 1;
  if (length < 1 || end >= buffer.length || buffer[end] !== 0) throw invalidBson('BSON string does not fit');
  position = end + 1;
  return length <= SHORT_TEXT ? readShortText(start, end) : buffer.utf8Slice(start, end);
}

function readCString(): string {
  const end = buffer.indexOf(0, position);
  if (end < 0) throw invalidBson('BSON cstring is not terminated');
  const text = buffer.utf8Slice(position, end);
  position = end + 1;
  return text;
}

// Copies: a value must not keep the whole page or network buffer alive, nor change with it.
function readBytes(length: number): Buffer {
  const end = position + length;
  if (length < 0 || end > buffer.length) throw invalidBson('BSON bytes do not fit');
  const copy = Buffer.allocUnsafe(length);
  buffer.copy(copy, 0, position, end);
  position = end;
  return copy;
}

function readBinary(): Binary {
  const length = readInt32();
  const subtype = readByte();
  if (subtype !== Binary.SUBTYPE_BYTE_ARRAY) return new Binary(readBytes(length), subtype);
  const inner = readInt32();
  if (inner !== length - 4) throw invalidBson('BSON binary of subtype 2 has two lengths');
  return new Binary(readBytes(inner), subtype);
}
