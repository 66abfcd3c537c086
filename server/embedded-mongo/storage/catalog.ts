/** Which collections and indexes there are; kept in the key space, held in memory. */
import { type Doc, decode, encode, type Value } from '../values/document.ts';
import { badValue, invalidNamespace, namespaceExists } from '../values/errors.ts';
import { isDoc } from '../values/kind.ts';
import { Collection } from './collection.ts';
import { checkIndexSpec, IndexDefinition } from './index-definition.ts';
import type { Kv } from './kv.ts';
import {
  catalogKey,
  catalogRange,
  entryRange,
  type KeyRange,
  purgeKey,
  purgeRange,
  readPurgeKey,
  recordRange,
} from './layout.ts';

const EMPTY = Buffer.alloc(0);
const MAX_NAMESPACE_BYTES = 255;

export class Catalog {
  private readonly kv: Kv;
  private collections = new Map<string, Collection>();
  private nextId = 1;

  constructor(kv: Kv) {
    this.kv = kv;
    this.reload();
  }

  /** Forgets what memory says and reads what is stored. */
  reload(): void {
    this.collections = new Map();
    let highest = this.purgeable().reduce((max, id) => Math.max(max, id), 0);
    const entries = this.kv.entries(catalogRange());
    for (let step = entries.next(); !step.done; step = entries.next()) {
      const namespace = Buffer.from(step.value.key).toString('utf8', 1);
      const about = decode(step.value.value);
      const indexes = (about.indexes as Doc[]).map((index) => new IndexDefinition(index.id as number, index));
      const options = isDoc(about.options) ? about.options : {};
      const id = about.id as number;
      highest = indexes.reduce((max, index) => Math.max(max, index.id), Math.max(highest, id));
      this.collections.set(namespace, this.make(namespace, id, options, indexes));
    }
    // Never below what was given out before: an undone transaction may have left cursors that know an id.
    this.nextId = Math.max(this.nextId, highest + 1);
  }

  find(namespace: string): Collection | undefined {
    return this.collections.get(namespace);
  }

  list(database?: string): Collection[] {
    const all = [...this.collections.values()];
    if (database === undefined) return all;
    return all.filter((collection) => collection.namespace.startsWith(`${database}.`));
  }

  databases(): string[] {
    return [...new Set(this.list().map(({ namespace }) => namespace.slice(0, namespace.indexOf('.'))))].sort();
  }

  /** The collection, created if need be, as the first insert does. */
  obtain(namespace: string): Collection {
    return this.find(namespace) ?? this.create(namespace, {});
  }

  /** An empty stand-in for a collection that does not exist, so that a query on it can be checked all the same. */
  placeholder(namespace: string): Collection {
    const idIndex = new IndexDefinition(0, checkIndexSpec({ key: { _id: 1 }, name: '_id_' }));
    return this.make(namespace, 0, {}, [idIndex]);
  }

  create(namespace: string, options: Doc): Collection {
    checkNamespace(namespace);
    if (this.collections.has(namespace)) throw namespaceExists(namespace);
    const id = this.nextId++;
    const idIndex = new IndexDefinition(this.nextId++, checkIndexSpec({ key: { _id: 1 }, name: '_id_' }));
    const collection = this.make(namespace, id, options, [idIndex]);
    this.collections.set(namespace, collection);
    this.save(collection);
    return collection;
  }

  drop(collection: Collection): void {
    this.collections.delete(collection.namespace);
    this.kv.remove(catalogKey(collection.namespace));
    for (const id of [collection.id, ...collection.indexes.map((index) => index.id)]) this.kv.put(purgeKey(id), EMPTY);
  }

  /** Gives a collection another name in place; the target must not exist. */
  rename(collection: Collection, namespace: string): void {
    checkNamespace(namespace);
    this.collections.delete(collection.namespace);
    this.kv.remove(catalogKey(collection.namespace));
    const renamed = this.make(namespace, collection.id, collection.options, collection.indexes);
    this.collections.set(namespace, renamed);
    this.save(renamed);
  }

  /** Adds an index and fills it. Throws StoreError 11000 when the documents do not allow it. */
  addIndex(collection: Collection, spec: Doc): void {
    const index = new IndexDefinition(this.nextId++, spec);
    try {
      collection.fillIndex(index);
    } catch (error) {
      this.kv.put(purgeKey(index.id), EMPTY);
      throw error;
    }
    collection.indexes = [...collection.indexes, index];
    this.save(collection);
  }

  dropIndex(collection: Collection, index: IndexDefinition): void {
    collection.indexes = collection.indexes.filter((other) => other !== index);
    this.save(collection);
    this.kv.put(purgeKey(index.id), EMPTY);
  }

  /** Removes up to `limit` keys of dropped collections and indexes. Returns whether more is left. */
  purge(limit: number): boolean {
    const [id] = this.purgeable();
    if (id === undefined) return false;
    let left = limit;
    for (const range of [recordRange(id), entryRange(id)]) left -= this.removeRange(range, left);
    if (left > 0) this.kv.remove(purgeKey(id));
    return left === 0 || this.purgeable().length > 0;
  }

  hasPurgeable(): boolean {
    return this.purgeable(1).length > 0;
  }

  private purgeable(limit?: number): number[] {
    const keys = this.kv.keys({ ...purgeRange(), ...(limit === undefined ? {} : { limit }) });
    const ids: number[] = [];
    for (let step = keys.next(); !step.done; step = keys.next()) ids.push(readPurgeKey(step.value));
    return ids;
  }

  private removeRange(range: KeyRange, limit: number): number {
    if (limit <= 0) return 0;
    const found: Uint8Array[] = [];
    const keys = this.kv.keys({ ...range, limit });
    for (let step = keys.next(); !step.done; step = keys.next()) found.push(step.value);
    for (const key of found) this.kv.remove(key);
    return found.length;
  }

  private make(namespace: string, id: number, options: Doc, indexes: IndexDefinition[]): Collection {
    return new Collection(this.kv, { namespace, id, options, indexes }, (collection) => this.save(collection));
  }

  private save(collection: Collection): void {
    const indexes = collection.indexes.map((index) => index.toCatalog());
    const about: Doc = { id: collection.id, options: collection.options, indexes: indexes as Value[] };
    this.kv.put(catalogKey(collection.namespace), encode(about));
  }
}

function checkNamespace(namespace: string): void {
  const dot = namespace.indexOf('.');
  const name = namespace.slice(dot + 1);
  if (dot <= 0 || name === '' || name.startsWith('.') || name.endsWith('.') || namespace.includes('\0')) {
    throw invalidNamespace(namespace);
  }
  if (name.includes('$')) throw badValue(`Invalid collection name: ${name}`);
  if (name.startsWith('system.')) throw invalidNamespace(namespace);
  if (Buffer.byteLength(namespace) > MAX_NAMESPACE_BYTES) throw invalidNamespace(namespace);
}
