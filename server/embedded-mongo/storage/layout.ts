/** How records, index entries and the catalog are laid out as keys of one ordered key space. */

const CATALOG = 1;
const PURGE = 2;
const RECORD = 3;
const ENTRY = 4;

/** Ids of collections and indexes share one counter and are never used twice. */
export type StoreId = number;
/** A record's place in its collection; increases with every insert. */
export type RecordId = number;

const ID_BYTES = 4;
const RECORD_ID_BYTES = 6;
const HEAD_BYTES = 1 + ID_BYTES;

function prefix(kind: number, id: StoreId, extra: number): Buffer {
  const key = Buffer.allocUnsafe(HEAD_BYTES + extra);
  key[0] = kind;
  key.writeUInt32BE(id, 1);
  return key;
}

export interface KeyRange {
  readonly start: Uint8Array;
  /** Exclusive. */
  readonly end: Uint8Array;
}

export const catalogKey = (namespace: string): Uint8Array => Buffer.from(`${String.fromCharCode(CATALOG)}${namespace}`);
export const catalogRange = (): KeyRange => ({ start: Buffer.from([CATALOG]), end: Buffer.from([CATALOG + 1]) });
export const purgeKey = (id: StoreId): Uint8Array => prefix(PURGE, id, 0);
export const purgeRange = (): KeyRange => ({ start: Buffer.from([PURGE]), end: Buffer.from([PURGE + 1]) });
export const readPurgeKey = (key: Uint8Array): StoreId => Buffer.from(key).readUInt32BE(1);

export function recordKey(collection: StoreId, record: RecordId): Uint8Array {
  const key = prefix(RECORD, collection, RECORD_ID_BYTES);
  key.writeUIntBE(record, HEAD_BYTES, RECORD_ID_BYTES);
  return key;
}

export const recordIdOfKey = (key: Uint8Array): RecordId => readRecordId(key, HEAD_BYTES);

export function recordRange(collection: StoreId): KeyRange {
  return { start: prefix(RECORD, collection, 0), end: prefix(RECORD, collection + 1, 0) };
}

/** Bytes before the values in an index entry's key. */
export const ENTRY_HEAD = HEAD_BYTES;

/**
 * The key of an index entry. A unique index has one entry per key, so the record id is its value; in any other index
 * the record id ends the key and the value is empty.
 */
export function entryKey(index: StoreId, values: Uint8Array, record: RecordId | undefined): Uint8Array {
  const key = prefix(ENTRY, index, values.length + (record === undefined ? 0 : RECORD_ID_BYTES));
  key.set(values, HEAD_BYTES);
  if (record !== undefined) key.writeUIntBE(record, HEAD_BYTES + values.length, RECORD_ID_BYTES);
  return key;
}

/** The part of an entry's key that holds the values. */
export function entryValues(key: Uint8Array, isUnique: boolean): Uint8Array {
  return key.subarray(HEAD_BYTES, isUnique ? key.length : key.length - RECORD_ID_BYTES);
}

export function entryRange(index: StoreId): KeyRange {
  return { start: prefix(ENTRY, index, 0), end: prefix(ENTRY, index + 1, 0) };
}

export function encodeRecordId(record: RecordId): Uint8Array {
  const bytes = Buffer.allocUnsafe(RECORD_ID_BYTES);
  bytes.writeUIntBE(record, 0, RECORD_ID_BYTES);
  return bytes;
}

export function readRecordId(bytes: Uint8Array, at = 0): RecordId {
  let id = 0;
  for (let i = at; i < at + RECORD_ID_BYTES; i++) id = id * 256 + (bytes[i] ?? 0);
  return id;
}

export const readLastRecordId = (key: Uint8Array): RecordId => readRecordId(key, key.length - RECORD_ID_BYTES);
