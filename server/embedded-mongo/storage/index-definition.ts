/** What an index is: its fields and options as createIndexes gave them, checked, and as the catalog keeps them. */
import type { Doc, Value } from '../values/document.ts';
import { badValue, cannotCreateIndex, notImplemented, StoreError } from '../values/errors.ts';
import type { Direction } from '../values/key.ts';
import { isDoc } from '../values/kind.ts';
import { compileFilter } from '../values/match.ts';
import type { IndexField } from './index-keys.ts';
import type { StoreId } from './layout.ts';

const KNOWN_OPTIONS = new Set([
  'v',
  'key',
  'name',
  'ns',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'background',
  'hidden',
]);

const ANY_FIELD = -1;

export class IndexDefinition {
  readonly id: StoreId;
  readonly name: string;
  readonly key: Doc;
  readonly fields: readonly IndexField[];
  readonly isUnique: boolean;
  readonly isSparse: boolean;
  readonly partialFilter: Doc | undefined;
  readonly expireAfterSeconds: number | undefined;
  /** A bit for each field in which some document has, or had, an array. */
  arrays: number;
  /** Some key was cut, so that the order of long keys is not theirs. */
  isTruncated: boolean;
  /** The top-level fields that decide about a document's keys; undefined when that is not known. */
  readonly roots: readonly string[] | undefined;
  private readonly matchesPartial: ((doc: Doc) => boolean) | undefined;

  constructor(id: StoreId, about: Doc) {
    this.id = id;
    this.key = about.key as Doc;
    this.name = about.name as string;
    this.fields = Object.entries(this.key).map(([path, direction]) => ({
      path,
      parts: path.split('.'),
      direction: (Number(direction) < 0 ? -1 : 1) as Direction,
    }));
    this.isUnique = isTrue(about.unique) || this.isId;
    this.isSparse = isTrue(about.sparse);
    this.partialFilter = isDoc(about.partialFilterExpression) ? about.partialFilterExpression : undefined;
    this.expireAfterSeconds = about.expireAfterSeconds === undefined ? undefined : Number(about.expireAfterSeconds);
    // Older programs noted only that there are some.
    this.arrays = typeof about.arrays === 'number' ? about.arrays : isTrue(about.multikey) ? ANY_FIELD : 0;
    this.isTruncated = isTrue(about.truncated);
    this.roots = rootsOf([...Object.keys(this.key), ...Object.keys(this.partialFilter ?? {})]);
    this.matchesPartial = this.partialFilter === undefined ? undefined : compileFilter(this.partialFilter);
  }

  /** Some document has, or had, more than one key. */
  get isMultikey(): boolean {
    return this.arrays !== 0;
  }

  hasArrays(field: number): boolean {
    return (this.arrays & (1 << field)) !== 0;
  }

  get isId(): boolean {
    return this.fields.length === 1 && this.fields[0]?.path === '_id';
  }

  /** Whether a document belongs into the index, by its partial filter. */
  includes(doc: Doc): boolean {
    return this.matchesPartial === undefined || this.matchesPartial(doc);
  }

  /** As listIndexes shows it. */
  describe(): Doc {
    const about: Doc = { v: 2, key: this.key, name: this.name };
    if (this.isUnique && !this.isId) about.unique = true;
    if (this.isSparse) about.sparse = true;
    if (this.partialFilter !== undefined) about.partialFilterExpression = this.partialFilter;
    if (this.expireAfterSeconds !== undefined) about.expireAfterSeconds = this.expireAfterSeconds;
    return about;
  }

  /** As the catalog keeps it. */
  toCatalog(): Doc {
    return {
      ...this.describe(),
      id: this.id,
      multikey: this.isMultikey,
      arrays: this.arrays,
      truncated: this.isTruncated,
    };
  }

  /** The same fields and the same partial filter: two such indexes cannot exist side by side. */
  hasSameKeys(other: IndexDefinition): boolean {
    return JSON.stringify(this.signature()) === JSON.stringify(other.signature());
  }

  /** The same options apart from the name. */
  hasSameOptions(other: IndexDefinition): boolean {
    return (
      this.isUnique === other.isUnique &&
      this.isSparse === other.isSparse &&
      this.expireAfterSeconds === other.expireAfterSeconds &&
      JSON.stringify(this.partialFilter) === JSON.stringify(other.partialFilter)
    );
  }

  private signature(): unknown {
    return this.fields.map((field) => [field.path, field.direction]);
  }
}

function rootsOf(paths: readonly string[]): readonly string[] | undefined {
  if (paths.some((path) => path.startsWith('$'))) return undefined;
  return [...new Set(paths.map((path) => path.split('.')[0] ?? ''))];
}

/** Checks one specification of createIndexes and gives it its default name. */
export function checkIndexSpec(spec: Doc): Doc {
  const { key } = spec;
  if (!isDoc(key) || Object.keys(key).length === 0) {
    throw cannotCreateIndex('Index keys cannot be empty.');
  }
  for (const [option, value] of Object.entries(spec)) {
    if (KNOWN_OPTIONS.has(option)) continue;
    if (['collation', 'weights', 'default_language', 'wildcardProjection', 'storageEngine'].includes(option)) {
      throw notImplemented(`the index option ${option}`);
    }
    throw new StoreError(
      197,
      `The field '${option}' is not valid for an index specification. Specification: ${JSON.stringify({ [option]: value })}`,
    );
  }
  if (isTrue(spec.hidden)) throw notImplemented('a hidden index');
  for (const [path, direction] of Object.entries(key)) checkField(path, direction);
  const isId = Object.keys(key).length === 1 && '_id' in key;
  if (isTrue(spec.sparse) && spec.partialFilterExpression !== undefined) {
    throw cannotCreateIndex('cannot mix "partialFilterExpression" and "sparse" options');
  }
  if (isId && (isTrue(spec.sparse) || spec.partialFilterExpression !== undefined)) {
    throw new StoreError(197, 'The field is not valid for an _id index specification.');
  }
  checkExpiry(spec, isId);
  const name = typeof spec.name === 'string' ? spec.name : nameOf(key);
  return { ...spec, key, name: isId ? '_id_' : name };
}

function checkField(path: string, direction: Value): void {
  if (typeof direction === 'string') throw notImplemented(`an index of type ${direction}`);
  const number = Number(direction);
  if (!Number.isFinite(number) || number === 0) {
    throw cannotCreateIndex(`Values in the index key pattern must be non-zero numbers. Got: ${path}`);
  }
  const parts = path.split('.');
  if (parts.some((part) => part === '')) throw cannotCreateIndex('Index keys cannot contain an empty field.');
  if (parts.some((part) => part.startsWith('$'))) {
    throw notImplemented(`the index key ${path} (a field that begins with $)`);
  }
  if (parts.some((part) => /^\d+$/.test(part))) throw notImplemented(`the index key ${path} (an array position)`);
}

function checkExpiry(spec: Doc, isId: boolean): void {
  const { expireAfterSeconds } = spec;
  if (expireAfterSeconds === undefined) return;
  const seconds = Number(expireAfterSeconds);
  if (!Number.isFinite(seconds) || seconds < 0 || seconds > 2 ** 31 - 1) {
    throw cannotCreateIndex('TTL index expireAfterSeconds option must be within an acceptable range.');
  }
  if (isId || Object.keys(spec.key as Doc).length !== 1) {
    throw cannotCreateIndex('TTL indexes are single-field indexes, compound indexes do not support TTL.');
  }
}

export function nameOf(key: Doc): string {
  return Object.entries(key)
    .map(([path, direction]) => `${path}_${Number(direction)}`)
    .join('_');
}

export function isTrue(value: Value | undefined): boolean {
  return value === true || (typeof value === 'number' && value !== 0);
}

/** Reads an index by name or key pattern, as `hint` and `dropIndexes` give it. Returns undefined when there is none. */
export function findIndex(indexes: readonly IndexDefinition[], by: Value): IndexDefinition | undefined {
  if (typeof by === 'string') return indexes.find((index) => index.name === by);
  if (!isDoc(by)) throw badValue('an index is given by its name or its key pattern');
  const wanted = JSON.stringify(Object.entries(by).map(([path, direction]) => [path, Number(direction)]));
  return indexes.find(
    (index) =>
      JSON.stringify(Object.entries(index.key).map(([path, direction]) => [path, Number(direction)])) === wanted,
  );
}
