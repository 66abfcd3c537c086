/** One collection: its records, and the index entries that must always agree with them. */
import { type Doc, decode, type Value } from '../values/document.ts';
import { duplicateKey } from '../values/errors.ts';
import type { IndexDefinition } from './index-definition.ts';
import { extractKeys, type KeySet, tupleOfKey } from './index-keys.ts';
import type { Kv } from './kv.ts';
import {
  encodeRecordId,
  entryKey,
  type RecordId,
  readRecordId,
  recordIdOfKey,
  recordKey,
  recordRange,
  type StoreId,
} from './layout.ts';

const EMPTY = Buffer.alloc(0);
const NO_ENTRIES: KeySet = { keys: [], arrays: 0, isTruncated: false };

export class Collection {
  readonly namespace: string;
  readonly id: StoreId;
  readonly options: Doc;
  indexes: IndexDefinition[];
  private readonly kv: Kv;
  private readonly save: (collection: Collection) => void;
  private nextRecord: RecordId | undefined;
  private documents: number | undefined;

  /** `save` writes the collection's catalog entry; it is called inside the transaction of the change. */
  constructor(
    kv: Kv,
    about: { namespace: string; id: StoreId; options: Doc; indexes: IndexDefinition[] },
    save: (collection: Collection) => void,
  ) {
    this.kv = kv;
    this.namespace = about.namespace;
    this.id = about.id;
    this.options = about.options;
    this.indexes = about.indexes;
    this.save = save;
  }

  /** How many documents there are; counted once, then kept. */
  count(): number {
    this.documents ??= this.kv.count(recordRange(this.id));
    return this.documents;
  }

  read(record: RecordId): Uint8Array | undefined {
    return this.kv.get(recordKey(this.id, record));
  }

  /** Adds a document with its BSON. Throws StoreError 11000 before anything is written. */
  insert(doc: Doc, bytes: Uint8Array): RecordId {
    this.kv.reserve(bytes.length);
    const record = this.takeRecordId();
    const keys = this.indexes.map((index) => this.keysOf(index, doc));
    this.indexes.forEach((index, i) => {
      this.checkUnique(index, keys[i] ?? NO_ENTRIES, doc, record);
    });
    this.kv.put(recordKey(this.id, record), bytes);
    this.indexes.forEach((index, i) => {
      this.addEntries(index, keys[i] ?? NO_ENTRIES, record);
    });
    if (this.documents !== undefined) this.documents++;
    return record;
  }

  /** Replaces a record whose BSON has `size` bytes; only the entries that differ are touched. Throws StoreError 11000 before anything is written. */
  replace(record: RecordId, before: Doc, size: number, after: Doc, bytes: Uint8Array): void {
    this.kv.reserve(Math.max(0, bytes.length - size));
    const changes: { index: IndexDefinition; added: KeySet; removed: Uint8Array[] }[] = [];
    for (const index of this.indexes) {
      // An update shares what it leaves alone with the document it started from.
      if (index.roots?.every((root) => before[root] === after[root])) continue;
      const from = this.keysOf(index, before);
      const to = this.keysOf(index, after);
      if (from.keys.length === 1 && to.keys.length === 1 && isSame(from.keys[0], to.keys[0])) continue;
      const added = { ...to, keys: to.keys.filter((key) => !from.keys.some((other) => isSame(key, other))) };
      const removed = from.keys.filter((key) => !to.keys.some((other) => isSame(key, other)));
      this.checkUnique(index, added, after, record);
      changes.push({ index, added, removed });
    }
    this.kv.put(recordKey(this.id, record), bytes);
    for (const { index, added, removed } of changes) {
      for (const key of removed) this.removeEntry(index, key, record);
      this.addEntries(index, added, record);
    }
  }

  remove(record: RecordId, doc: Doc, size: number): void {
    this.kv.release(size);
    this.kv.remove(recordKey(this.id, record));
    for (const index of this.indexes) {
      for (const key of this.keysOf(index, doc).keys) this.removeEntry(index, key, record);
    }
    if (this.documents !== undefined) this.documents--;
  }

  /** The record that has this key in a unique index. */
  findUnique(index: IndexDefinition, key: Uint8Array): RecordId | undefined {
    const found = this.kv.get(entryKey(index.id, key, undefined));
    return found === undefined ? undefined : readRecordId(found);
  }

  /** Adds the entries of the records that exist already. Throws StoreError 11000. */
  fillIndex(index: IndexDefinition): void {
    const range = recordRange(this.id);
    const keys = this.kv.keys(range);
    const records: RecordId[] = [];
    for (let step = keys.next(); !step.done; step = keys.next()) records.push(recordIdOfKey(step.value));
    for (const record of records) {
      const bytes = this.read(record);
      if (bytes === undefined) continue;
      const doc = decode(bytes);
      const set = this.keysOf(index, doc);
      this.checkUnique(index, set, doc, record);
      this.addEntries(index, set, record);
    }
  }

  keysOf(index: IndexDefinition, doc: Doc): KeySet {
    return index.includes(doc) ? extractKeys(doc, index.fields, index.isSparse) : NO_ENTRIES;
  }

  private takeRecordId(): RecordId {
    if (this.nextRecord === undefined) {
      const { start, end } = recordRange(this.id);
      const last = this.kv.keys({ start: end, end: start, reverse: true, limit: 1 }).next();
      this.nextRecord = last.done ? 1 : recordIdOfKey(last.value) + 1;
    }
    return this.nextRecord++;
  }

  private checkUnique(index: IndexDefinition, set: KeySet, doc: Doc, record: RecordId): void {
    if (!index.isUnique) return;
    for (const key of set.keys) {
      const holder = this.findUnique(index, key);
      if (holder === undefined || holder === record) continue;
      const tuple = tupleOfKey(doc, index.fields, key);
      const keyValue: Doc = {};
      index.fields.forEach((field, i) => {
        keyValue[field.path] = (tuple[i] ?? null) as Value;
      });
      throw duplicateKey(this.namespace, index.name, index.key, keyValue);
    }
  }

  private addEntries(index: IndexDefinition, set: KeySet, record: RecordId): void {
    for (const key of set.keys) {
      if (index.isUnique) this.kv.put(entryKey(index.id, key, undefined), encodeRecordId(record));
      else this.kv.put(entryKey(index.id, key, record), EMPTY);
    }
    if ((set.arrays & ~index.arrays) !== 0 || (set.isTruncated && !index.isTruncated)) {
      index.arrays |= set.arrays;
      index.isTruncated ||= set.isTruncated;
      this.save(this);
    }
  }

  private removeEntry(index: IndexDefinition, key: Uint8Array, record: RecordId): void {
    this.kv.remove(entryKey(index.id, key, index.isUnique ? undefined : record));
  }
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && a.length === b.length && Buffer.compare(a, b) === 0;
}
