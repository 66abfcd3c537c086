/** Walks records in index order or in storage order, and can stop anywhere and go on later. */
import type { IndexDefinition } from '../storage/index-definition.ts';
import type { Kv } from '../storage/kv.ts';
import {
  ENTRY_HEAD,
  type KeyRange,
  type RecordId,
  readLastRecordId,
  readRecordId,
  recordIdOfKey,
} from '../storage/layout.ts';

export interface Hit {
  readonly record: RecordId;
  /** The document, when the scan has it at hand. */
  readonly bytes?: Uint8Array;
}

export interface Scan {
  next(): Hit | undefined;
  /** Lets go of LMDB's cursor, so that nothing pins old pages or breaks when data changes; `next` goes on after it. */
  pause(): void;
  readonly keysExamined: number;
}

type Step = { key: Uint8Array; value: Uint8Array | undefined };

/** Keys of one range, forwards or backwards. */
class RangeWalk {
  private readonly kv: Kv;
  private readonly withValues: boolean;
  private readonly isReverse: boolean;
  private start: Uint8Array;
  private readonly end: Uint8Array;
  private skipsStart: boolean;
  private keys: Iterator<Uint8Array> | undefined;
  private entries: Iterator<{ key: Uint8Array; value: Uint8Array }> | undefined;

  constructor(kv: Kv, range: KeyRange, isReverse: boolean, withValues: boolean) {
    this.kv = kv;
    this.isReverse = isReverse;
    this.withValues = withValues;
    this.start = isReverse ? range.end : range.start;
    this.end = isReverse ? range.start : range.end;
    this.skipsStart = isReverse;
  }

  next(): Step | undefined {
    const options = {
      start: this.start,
      end: this.end,
      reverse: this.isReverse,
      exclusiveStart: this.skipsStart,
      inclusiveEnd: this.isReverse,
    };
    if (this.withValues) {
      this.entries ??= this.kv.entries(options);
      const step = this.entries.next();
      if (step.done) return undefined;
      this.remember(step.value.key);
      return step.value;
    }
    this.keys ??= this.kv.keys(options);
    const step = this.keys.next();
    if (step.done) return undefined;
    this.remember(step.value);
    return { key: step.value, value: undefined };
  }

  /** Makes `next` give this key again. */
  rewind(key: Uint8Array): void {
    this.start = key;
    this.skipsStart = false;
  }

  pause(): void {
    this.keys?.return?.();
    this.entries?.return?.();
    this.keys = undefined;
    this.entries = undefined;
  }

  private remember(key: Uint8Array): void {
    this.start = key;
    this.skipsStart = true;
  }
}

/** All records of a collection in the order of their insertion. */
export class RecordScan implements Scan {
  readonly keysExamined = 0;
  private readonly walk: RangeWalk;

  constructor(kv: Kv, range: KeyRange, isReverse: boolean) {
    this.walk = new RangeWalk(kv, range, isReverse, true);
  }

  next(): Hit | undefined {
    const step = this.walk.next();
    return step === undefined ? undefined : { record: recordIdOfKey(step.key), bytes: step.value };
  }

  pause(): void {
    this.walk.pause();
  }
}

/** Ranges of one index one after the other. */
export class IndexScan implements Scan {
  keysExamined = 0;
  private readonly walks: RangeWalk[];
  private readonly isUnique: boolean;
  private readonly seen: Set<RecordId> | undefined;
  private current = 0;

  constructor(kv: Kv, index: IndexDefinition, ranges: readonly KeyRange[], isReverse: boolean) {
    const ordered = isReverse ? [...ranges].reverse() : ranges;
    this.walks = ordered.map((range) => new RangeWalk(kv, range, isReverse, index.isUnique));
    this.isUnique = index.isUnique;
    this.seen = index.isMultikey ? new Set() : undefined;
  }

  next(): Hit | undefined {
    for (let walk = this.walks[this.current]; walk !== undefined; walk = this.walks[++this.current]) {
      for (let step = walk.next(); step !== undefined; step = walk.next()) {
        this.keysExamined++;
        const record = recordOf(step, this.isUnique);
        if (this.seen?.has(record)) continue;
        this.seen?.add(record);
        return { record };
      }
    }
    return undefined;
  }

  pause(): void {
    this.walks[this.current]?.pause();
  }
}

/**
 * Several ranges of one index merged by what follows their common fields: `{ queue: { $in: […] } }` sorted by rank
 * reads each queue in rank order and takes the least each time.
 */
export class MergeScan implements Scan {
  keysExamined = 0;
  private readonly walks: { walk: RangeWalk; skip: number; head: Step | undefined; isFresh: boolean }[];
  private readonly isUnique: boolean;
  private readonly sign: number;

  /** `prefixes[i]`: how many bytes of values the keys of range i share. */
  constructor(
    kv: Kv,
    index: IndexDefinition,
    ranges: readonly KeyRange[],
    prefixes: readonly number[],
    isReverse: boolean,
  ) {
    this.isUnique = index.isUnique;
    this.sign = isReverse ? -1 : 1;
    this.walks = ranges.map((range, i) => ({
      walk: new RangeWalk(kv, range, isReverse, index.isUnique),
      skip: ENTRY_HEAD + (prefixes[i] ?? 0),
      head: undefined,
      isFresh: false,
    }));
  }

  next(): Hit | undefined {
    let best: (typeof this.walks)[number] | undefined;
    for (const candidate of this.walks) {
      if (!candidate.isFresh) {
        candidate.head = candidate.walk.next();
        candidate.isFresh = true;
        if (candidate.head !== undefined) this.keysExamined++;
      }
      if (candidate.head === undefined) continue;
      if (best?.head === undefined || this.compare(candidate.head, candidate.skip, best.head, best.skip) < 0) {
        best = candidate;
      }
    }
    if (best?.head === undefined) return undefined;
    best.isFresh = false;
    return { record: recordOf(best.head, this.isUnique) };
  }

  pause(): void {
    for (const one of this.walks) {
      one.walk.pause();
      // What was read ahead may have changed by the time it is its turn.
      if (one.isFresh && one.head !== undefined) {
        one.walk.rewind(one.head.key);
        one.isFresh = false;
      }
    }
  }

  private compare(a: Step, skipA: number, b: Step, skipB: number): number {
    return this.sign * Buffer.compare(a.key.subarray(skipA), b.key.subarray(skipB));
  }
}

/** Several scans one after the other, each record once. */
export class UnionScan implements Scan {
  private readonly scans: readonly Scan[];
  private readonly seen = new Set<RecordId>();
  private current = 0;

  constructor(scans: readonly Scan[]) {
    this.scans = scans;
  }

  get keysExamined(): number {
    return this.scans.reduce((sum, scan) => sum + scan.keysExamined, 0);
  }

  next(): Hit | undefined {
    for (let scan = this.scans[this.current]; scan !== undefined; scan = this.scans[++this.current]) {
      for (let hit = scan.next(); hit !== undefined; hit = scan.next()) {
        if (this.seen.has(hit.record)) continue;
        this.seen.add(hit.record);
        return hit;
      }
    }
    return undefined;
  }

  pause(): void {
    this.scans[this.current]?.pause();
  }
}

/** Single entries of a unique index, looked up by key; several times faster than a cursor for each. */
export class PointScan implements Scan {
  keysExamined = 0;
  private readonly kv: Kv;
  private readonly keys: readonly Uint8Array[];
  private current = 0;

  constructor(kv: Kv, keys: readonly Uint8Array[], isReverse: boolean) {
    this.kv = kv;
    this.keys = isReverse ? [...keys].reverse() : keys;
  }

  next(): Hit | undefined {
    for (let key = this.keys[this.current++]; key !== undefined; key = this.keys[this.current++]) {
      const found = this.kv.get(key);
      if (found === undefined) continue;
      this.keysExamined++;
      return { record: readRecordId(found) };
    }
    return undefined;
  }

  pause(): void {}
}

function recordOf(step: Step, isUnique: boolean): RecordId {
  return isUnique && step.value !== undefined ? readRecordId(step.value) : readLastRecordId(step.key);
}
