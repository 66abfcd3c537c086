/** Runs the aggregation stages the store knows: $match, $sort, $skip, $limit, $project, $unset, $count and $group. */
import type { Slice, Steps } from '../executor.ts';
import type { Collection } from '../storage/collection.ts';
import type { Kv } from '../storage/kv.ts';
import { type Doc, decode, encode, type Value } from '../values/document.ts';
import { badValue, notImplemented, StoreError } from '../values/errors.ts';
import { isDoc, isNumber } from '../values/kind.ts';
import { compileFilter } from '../values/match.ts';
import { compileProjection } from '../values/project.ts';
import { compileSort } from '../values/sort.ts';
import { countMatches, FindRun, type Query } from './find.ts';
import { compileGroup } from './group.ts';

const MAX_BATCH_BYTES = 16 * 1024 * 1024 - 64 * 1024;

/** A stream of documents: gives the next, or undefined at the end. */
type Source = (slice: Slice) => Steps<Doc | undefined>;
type Stage = (source: Source) => Source;

interface Pipeline {
  /** What the first stages ask for, done by the query engine with its indexes. */
  readonly query: Query;
  readonly stages: readonly Stage[];
  /** The names of the stages after the query's. */
  readonly rest: readonly Doc[];
}

/** @throws StoreError 238 for stages and expressions the store leaves out */
export function compilePipeline(stages: readonly Value[], hint: Value | undefined): Pipeline {
  const docs = stages.map(checkStage);
  const filters: Doc[] = [];
  const query: { sort?: Doc; skip?: number; limit?: number } = {};
  let at = 0;
  for (let stage = docs[at]; stage !== undefined && isDoc(stage.$match); stage = docs[++at]) filters.push(stage.$match);
  if (docs[at]?.$sort !== undefined) query.sort = asDoc('$sort', docs[at++]?.$sort);
  if (docs[at]?.$skip !== undefined) query.skip = asCount('$skip', docs[at++]?.$skip);
  if (docs[at]?.$limit !== undefined) query.limit = asCount('$limit', docs[at++]?.$limit);
  const [only] = filters;
  const filter = filters.length === 0 ? {} : filters.length === 1 ? (only ?? {}) : { $and: filters };
  const rest = docs.slice(at);
  return { query: { ...query, filter, hint }, stages: rest.map(compileStage), rest };
}

function checkStage(stage: Value): Doc {
  if (!isDoc(stage)) throw badValue("Each element of the 'pipeline' array must be an object");
  if (Object.keys(stage).length !== 1) {
    throw new StoreError(40323, 'A pipeline stage specification object must contain exactly one field.');
  }
  return stage;
}

function asDoc(name: string, value: Value | undefined): Doc {
  if (!isDoc(value) || Object.keys(value).length === 0) throw badValue(`the ${name} stage needs a non-empty object`);
  return value;
}

function asCount(name: string, value: Value | undefined): number {
  const count = isNumber(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(count) || count < (name === '$limit' ? 1 : 0)) {
    throw new StoreError(15958, `invalid argument to ${name} stage: ${String(value)}`);
  }
  return count;
}

function compileStage(stage: Doc): Stage {
  const [name = ''] = Object.keys(stage);
  const argument = stage[name] as Value;
  switch (name) {
    case '$match':
      return filterBy(compileFilter(isDoc(argument) ? argument : asDoc(name, argument)));
    case '$sort':
      return sortBy(compileSort(asDoc(name, argument)));
    case '$skip':
      return skip(asCount(name, argument));
    case '$limit':
      return limit(asCount(name, argument));
    case '$project':
      return mapBy(compileProjection(plainProjection(asDoc(name, argument))));
    case '$unset':
      return mapBy(compileProjection(unsetProjection(argument)));
    case '$count':
      return countAs(argument);
    case '$group': {
      const group = compileGroup(asDoc(name, argument));
      return (source) => collect(source, group);
    }
    default:
      throw notImplemented(`The aggregation stage ${name}`);
  }
}

function plainProjection(spec: Doc): Doc {
  for (const [field, value] of Object.entries(spec)) {
    if (isDoc(value) && !field.startsWith('$')) plainProjection(value);
    else if (field.startsWith('$') || !(isNumber(value) || typeof value === 'boolean')) {
      throw notImplemented(`An expression in $project (${field})`);
    }
  }
  return spec;
}

function unsetProjection(argument: Value): Doc {
  const fields = Array.isArray(argument) ? argument : [argument];
  return Object.fromEntries(fields.map((field) => [String(field), 0]));
}

const filterBy =
  (matches: (doc: Doc) => boolean): Stage =>
  (source) =>
    function* (slice) {
      for (;;) {
        const doc = yield* source(slice);
        if (doc === undefined || matches(doc)) return doc;
      }
    };

const mapBy =
  (change: (doc: Doc) => Doc): Stage =>
  (source) =>
    function* (slice) {
      const doc = yield* source(slice);
      return doc === undefined ? undefined : change(doc);
    };

const skip =
  (count: number): Stage =>
  (source) => {
    let left = count;
    return function* (slice) {
      for (; left > 0; left--) if ((yield* source(slice)) === undefined) return undefined;
      return yield* source(slice);
    };
  };

const limit =
  (count: number): Stage =>
  (source) => {
    let left = count;
    return function* (slice) {
      return left-- > 0 ? yield* source(slice) : undefined;
    };
  };

const sortBy =
  (compare: (a: Doc, b: Doc) => number): Stage =>
  (source) =>
    collect(source, () => {
      const docs: Doc[] = [];
      return { add: (doc) => docs.push(doc), results: () => docs.sort(compare) };
    });

function countAs(field: Value): Stage {
  if (typeof field !== 'string' || field === '' || field.includes('.') || field.startsWith('$')) {
    throw new StoreError(40156, 'the count field must be a non-empty string without . and leading $');
  }
  return (source) =>
    collect(source, () => {
      let count = 0;
      return { add: () => count++, results: () => (count === 0 ? [] : [{ [field]: count }]) };
    });
}

/** A stage that needs all its input before it gives anything. */
export interface Collector {
  add(doc: Doc): void;
  results(): Doc[];
}

function collect(source: Source, start: () => Collector): Source {
  let results: Doc[] | undefined;
  let at = 0;
  return function* (slice) {
    if (results === undefined) {
      const collector = start();
      for (let doc = yield* source(slice); doc !== undefined; doc = yield* source(slice)) collector.add(doc);
      results = collector.results();
    }
    return results[at++];
  };
}

/** A pipeline under way; gives batches like a find does. */
export class AggregateRun {
  private readonly run: FindRun;
  private readonly source: Source;
  private held: Uint8Array | undefined;

  constructor(kv: Kv, collection: Collection, pipeline: Pipeline) {
    const run = new FindRun(kv, collection, pipeline.query);
    this.run = run;
    const first: Source = function* (slice) {
      const match = yield* run.nextMatch(slice);
      return match === undefined ? undefined : (match.doc ?? decode(match.bytes));
    };
    this.source = pipeline.stages.reduce((source, stage) => stage(source), first);
  }

  *nextBatch(limit: number, slice: Slice): Steps<{ batch: Uint8Array[]; isDone: boolean }> {
    const batch: Uint8Array[] = [];
    let size = 0;
    while (batch.length < limit) {
      const bytes = this.held ?? (yield* this.nextOutput(slice));
      this.held = undefined;
      if (bytes === undefined) return { batch, isDone: true };
      size += bytes.length;
      if (size > MAX_BATCH_BYTES && batch.length > 0) {
        this.held = bytes;
        break;
      }
      batch.push(bytes);
    }
    this.run.pause();
    return { batch, isDone: false };
  }

  close(): void {
    this.run.close();
  }

  private *nextOutput(slice: Slice): Steps<Uint8Array | undefined> {
    const doc = yield* this.source(slice);
    if (doc === undefined) this.run.pause();
    return doc === undefined ? undefined : encode(doc);
  }
}

/** countDocuments is `$match`, then `$group: { _id: <constant>, n: { $sum: 1 } }`: no document needs to be read for it. */
export function* countPipeline(
  kv: Kv,
  collection: Collection,
  pipeline: Pipeline,
  slice: Slice,
): Steps<Uint8Array[] | undefined> {
  const [stage] = pipeline.rest;
  const group = stage?.$group;
  if (pipeline.rest.length !== 1 || !isDoc(group) || Object.keys(group).length !== 2) return undefined;
  const { _id, n } = group;
  if (!(isNumber(_id) || _id === null) || !isDoc(n) || n.$sum !== 1 || Object.keys(n).length !== 1) return undefined;
  const total = yield* countMatches(kv, collection, pipeline.query, slice);
  return total === 0 ? [] : [encode({ _id, n: total })];
}
