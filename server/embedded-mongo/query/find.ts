/** Runs a query: scan, match, sort, skip, limit, project; in steps, keeping its place between batches. */
import { finish, type Slice, type Steps, UNBOUNDED } from '../executor.ts';
import type { Collection } from '../storage/collection.ts';
import type { Kv } from '../storage/kv.ts';
import { type RecordId, recordRange } from '../storage/layout.ts';
import { type Doc, decode, encode, type Value } from '../values/document.ts';
import { StoreError } from '../values/errors.ts';
import { compileFilter, type Matcher } from '../values/match.ts';
import { compileProjection, type Projection } from '../values/project.ts';
import { compileSortKeys, type SortKey } from '../values/sort.ts';
import { choosePlan, type Plan } from './plan.ts';
import { IndexScan, MergeScan, PointScan, RecordScan, type Scan, UnionScan } from './scan.ts';

export interface Query {
  readonly filter: Doc;
  readonly sort?: Doc | undefined;
  readonly skip?: number;
  /** 0 means none. */
  readonly limit?: number;
  readonly projection?: Doc | undefined;
  readonly hint?: Value | undefined;
}

export interface Match {
  readonly record: RecordId;
  readonly bytes: Uint8Array;
  /** Decoded already, when something needed it. */
  readonly doc: Doc | undefined;
}

/** Documents held for a sort may take this much; MongoDB allows the same. */
const MAX_SORT_BYTES = 100 * 1024 * 1024;
const MAX_BATCH_BYTES = 16 * 1024 * 1024 - 64 * 1024;

export class FindRun {
  readonly plan: Plan;
  docsExamined = 0;
  private readonly collection: Collection;
  private readonly scan: Scan;
  private readonly matches: Matcher | undefined;
  private readonly project: Projection | undefined;
  private readonly query: Query;
  private sorted: Match[] | undefined;
  private sortedGiven = 0;
  private skipped = 0;
  private given = 0;
  private held: Uint8Array | undefined;

  constructor(kv: Kv, collection: Collection, query: Query) {
    const sort = query.sort !== undefined && Object.keys(query.sort).length > 0 ? query.sort : undefined;
    this.query = { ...query, sort };
    // Compiled even if the plan makes it needless, so that a bad filter or sort fails whatever the indexes.
    const matches = compileFilter(query.filter);
    const { projection } = query;
    this.project =
      projection === undefined || Object.keys(projection).length === 0 ? undefined : compileProjection(projection);
    this.collection = collection;
    this.plan = choosePlan(collection, {
      filter: query.filter,
      sort,
      hasLimit: (query.limit ?? 0) > 0,
      hint: query.hint,
    });
    const isAll = Object.keys(query.filter).length === 0;
    this.matches = isAll || (this.plan.kind === 'index' && this.plan.isCovering) ? undefined : matches;
    this.scan = openScan(kv, collection, this.plan);
  }

  get keysExamined(): number {
    return this.scan.keysExamined;
  }

  /** The next documents, as they go to the client. */
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
    this.scan.pause();
    return { batch, isDone: this.held === undefined && this.isExhausted() };
  }

  /** The next document that matches, in order, after skip and within limit. */
  *nextMatch(slice: Slice): Steps<Match | undefined> {
    if (this.isExhausted()) return undefined;
    const needsSort = this.query.sort !== undefined && !this.givesOrder();
    if (needsSort && this.sorted === undefined) this.sorted = yield* this.sortAll(slice);
    for (;;) {
      const match = this.sorted === undefined ? yield* this.scanMatch(slice) : this.takeSorted();
      if (match === undefined) return undefined;
      if (this.skipped < (this.query.skip ?? 0)) {
        this.skipped++;
        continue;
      }
      this.given++;
      return match;
    }
  }

  /** Lets go of LMDB's cursors until the next document is asked for. */
  pause(): void {
    this.scan.pause();
  }

  close(): void {
    this.scan.pause();
    this.sorted = undefined;
  }

  private takeSorted(): Match | undefined {
    return this.sorted?.[this.sortedGiven++];
  }

  private *nextOutput(slice: Slice): Steps<Uint8Array | undefined> {
    const match = yield* this.nextMatch(slice);
    if (match === undefined) {
      this.scan.pause();
      return undefined;
    }
    if (this.project === undefined) return match.bytes;
    return encode(this.project(match.doc ?? decode(match.bytes)));
  }

  private isExhausted(): boolean {
    const limit = this.query.limit ?? 0;
    return (limit > 0 && this.given >= limit) || this.sortedGiven === this.sorted?.length;
  }

  private givesOrder(): boolean {
    return this.plan.kind !== 'union' && this.plan.givesOrder;
  }

  private *scanMatch(slice: Slice): Steps<Match | undefined> {
    for (;;) {
      if (slice.isOver()) {
        this.scan.pause();
        yield;
      }
      const match = this.tryNext();
      if (match !== 'other') return match;
    }
  }

  /** The next document of the scan, or 'other' when it does not match. */
  private tryNext(): Match | 'other' | undefined {
    try {
      const hit = this.scan.next();
      if (hit === undefined) return undefined;
      const bytes = hit.bytes ?? this.collection.read(hit.record);
      if (bytes === undefined) return 'other';
      this.docsExamined++;
      if (this.matches === undefined) return { record: hit.record, bytes, doc: undefined };
      const doc = decode(bytes);
      return this.matches(doc) ? { record: hit.record, bytes, doc } : 'other';
    } catch (error) {
      // A cursor left open would outlive its transaction.
      this.scan.pause();
      throw error;
    }
  }

  private *sortAll(slice: Slice): Steps<Match[]> {
    const { extract, compare } = compileSortKeys(this.query.sort ?? {});
    const limit = this.query.limit ?? 0;
    const wanted = limit > 0 ? limit + (this.query.skip ?? 0) : Number.POSITIVE_INFINITY;
    const threshold = Math.max(2 * wanted, 1000);
    let found: { key: SortKey; match: Match }[] = [];
    let size = 0;
    const order = (): void => {
      found.sort((a, b) => compare(a.key, b.key));
    };
    for (let match = yield* this.scanMatch(slice); match !== undefined; match = yield* this.scanMatch(slice)) {
      const key = extract(match.doc ?? decode(match.bytes));
      found.push({ key, match: { record: match.record, bytes: match.bytes, doc: undefined } });
      size += match.bytes.length;
      if (found.length > threshold) {
        order();
        found = found.slice(0, wanted);
        size = found.reduce((sum, one) => sum + one.match.bytes.length, 0);
      }
      if (size > MAX_SORT_BYTES) {
        throw new StoreError(292, `Sort exceeded memory limit of ${MAX_SORT_BYTES} bytes`);
      }
    }
    order();
    return found.slice(0, wanted).map(({ match }) => match);
  }
}

function openScan(kv: Kv, collection: Collection, plan: Plan): Scan {
  switch (plan.kind) {
    case 'records':
      return new RecordScan(kv, recordRange(collection.id), plan.isReverse);
    case 'union':
      return new UnionScan(plan.plans.map((part) => openScan(kv, collection, part)));
    case 'index':
      if (plan.points !== undefined) return new PointScan(kv, plan.points, plan.isReverse);
      return plan.isMerge
        ? new MergeScan(kv, plan.index, plan.ranges, plan.prefixes, plan.isReverse)
        : new IndexScan(kv, plan.index, plan.ranges, plan.isReverse);
  }
}

/** The first `limit` matches (0: all), at once: for commands that change what they find. */
export function collectMatches(kv: Kv, collection: Collection, query: Query): Match[] {
  const run = new FindRun(kv, collection, query);
  const matches: Match[] = [];
  try {
    for (let match = finish(run.nextMatch(UNBOUNDED)); match !== undefined; match = finish(run.nextMatch(UNBOUNDED))) {
      matches.push(match);
    }
  } finally {
    run.close();
  }
  return matches;
}

/** How many documents match. */
export function* countMatches(kv: Kv, collection: Collection, query: Query, slice: Slice): Steps<number> {
  const { skip = 0, limit = 0 } = query;
  const clip = (total: number): number => {
    const rest = Math.max(0, total - skip);
    return limit > 0 ? Math.min(limit, rest) : rest;
  };
  if (Object.keys(query.filter).length === 0) return clip(collection.count());
  const run = new FindRun(kv, collection, { filter: query.filter, hint: query.hint });
  const { plan } = run;
  if (plan.kind === 'index' && plan.isCovering) {
    return clip(plan.ranges.reduce((sum, range) => sum + kv.count(range), 0));
  }
  const enough = limit > 0 ? skip + limit : Number.POSITIVE_INFINITY;
  let total = 0;
  while (total < enough && (yield* run.nextMatch(slice)) !== undefined) total++;
  run.close();
  return clip(total);
}
