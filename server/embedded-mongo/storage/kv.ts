/** The thin layer over LMDB: binary keys and values, one synchronous write transaction at a time. */
import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import { StoreError } from '../values/errors.ts';

export interface RangeOptions {
  readonly start: Uint8Array;
  readonly end?: Uint8Array;
  readonly reverse?: boolean;
  readonly limit?: number;
  readonly exclusiveStart?: boolean;
  readonly inclusiveEnd?: boolean;
}

export interface Kv {
  /** The stored bytes, safe to keep. */
  get(key: Uint8Array): Uint8Array | undefined;
  has(key: Uint8Array): boolean;
  put(key: Uint8Array, value: Uint8Array): void;
  remove(key: Uint8Array): void;
  keys(options: RangeOptions): Iterator<Uint8Array>;
  entries(options: RangeOptions): Iterator<{ key: Uint8Array; value: Uint8Array }>;
  count(options: RangeOptions): number;
  /** Runs `work` in one transaction; when it returns, the data is on disk (in durable mode). Throws → nothing happened. */
  transaction<T>(work: () => T): T;
  /**
   * To be called before a document grows the store by so many bytes. Throws StoreError 14031 when the data file has
   * reached its limit and no space was released since.
   */
  reserve(bytes: number): void;
  /** Says that a document of so many bytes is gone. */
  release(bytes: number): void;
  /** Bytes of the data file in use. */
  size(): number;
  /** Writes the data file anew without what is gone, whose bytes LMDB leaves where they were. Nothing else may run meanwhile. */
  compact(): Promise<void>;
  close(): void;
}

const LITTLE_SPACE = 4 * 1024 * 1024;

// What the environment wrapper offers but its types leave out.
interface Environment {
  address: number;
  close(): void;
  info(): { lastPageNumber: number };
  stat(): { pageSize: number };
}

/** Opens (or creates) the data file. `maxBytes` (0: none) bounds its growth: LMDB's file never shrinks. */
export function openKv(path: string, options: { durable: boolean; maxBytes?: number }): Kv {
  // What a compaction had not finished when the process died.
  rmSync(path + COMPACTED, { force: true });
  return new LmdbKv(path, options.durable, options.maxBytes ?? 0);
}

const COMPACTED = '.compacted';
const COPIED_AT_ONCE = 5_000;

function openFile(path: string, durable: boolean): RootDatabase<Uint8Array, Uint8Array> {
  return open({
    path,
    encoding: 'binary',
    keyEncoding: 'binary',
    overlappingSync: false,
    noSync: !durable,
    mapSize: 1 << 26,
  });
}

class LmdbKv implements Kv {
  private db: RootDatabase<Uint8Array, Uint8Array>;
  private env: Environment;
  private readonly path: string;
  private readonly durable: boolean;
  private readonly pageSize: number;
  private readonly dir: string;
  private readonly maxBytes: number;
  private closed = false;
  private isAtLimit = false;
  private released = 0;

  constructor(path: string, durable: boolean, maxBytes: number) {
    this.path = path;
    this.durable = durable;
    this.db = openFile(path, durable);
    this.dir = dirname(path);
    this.maxBytes = maxBytes;
    this.env = (this.db as unknown as { env: Environment }).env;
    this.pageSize = this.env.stat().pageSize;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.db.getBinary(key);
  }

  has(key: Uint8Array): boolean {
    return this.db.getBinaryFast(key) !== undefined;
  }

  put(key: Uint8Array, value: Uint8Array): void {
    this.db.put(key, value);
  }

  remove(key: Uint8Array): void {
    this.db.remove(key);
  }

  keys(options: RangeOptions): Iterator<Uint8Array> {
    return this.db.getKeys({ ...options })[Symbol.iterator]();
  }

  entries(options: RangeOptions): Iterator<{ key: Uint8Array; value: Uint8Array }> {
    return this.db.getRange({ ...options })[Symbol.iterator]();
  }

  count(options: RangeOptions): number {
    return this.db.getKeysCount({ ...options });
  }

  transaction<T>(work: () => T): T {
    if (this.maxBytes > 0) this.isAtLimit = this.size() >= this.maxBytes;
    try {
      // The default flags are abortable with synchronous commit: LMDB calls fdatasync on the data file and then writes the
      // meta page through a descriptor opened with O_DSYNC (mdb_txn_commit), unless the environment has NOSYNC.
      return this.db.transactionSync(work);
    } catch (error) {
      throw this.isOutOfSpace(error) ? outOfSpace(error instanceof Error ? error.message : String(error)) : error;
    }
  }

  /** LMDB reports a page that was written in part as an input/output error, so the file system is asked. */
  private isOutOfSpace(error: unknown): boolean {
    if (!(error instanceof Error) || error instanceof StoreError) return false;
    if (/MDB_MAP_FULL|MDB_TXN_FULL|ENOSPC|No space left|Disk quota/i.test(error.message)) return true;
    if (!/Input\/output error/.test(error.message)) return false;
    const { bavail, bsize } = statfsSync(this.dir);
    return bavail * bsize < LITTLE_SPACE;
  }

  reserve(bytes: number): void {
    if (!this.isAtLimit) return;
    if (this.released < bytes) throw outOfSpace(`the data file has reached its limit of ${this.maxBytes} bytes`);
    this.released -= bytes;
  }

  release(bytes: number): void {
    if (this.isAtLimit) this.released += bytes;
  }

  size(): number {
    return (this.env.info().lastPageNumber + 1) * this.pageSize;
  }

  async compact(): Promise<void> {
    const next = this.path + COMPACTED;
    rmSync(next, { force: true });
    const fresh = openFile(next, this.durable);
    // Key by key: LMDB's own compacting copy takes pages as they are, with what was deleted still lying between the entries.
    let batch: { key: Uint8Array; value: Uint8Array }[] = [];
    const put = (): void => {
      const some = batch;
      batch = [];
      fresh.transactionSync(() => {
        for (const { key, value } of some) fresh.putSync(key, value);
      });
    };
    for (const entry of this.db.getRange({})) {
      batch.push(entry);
      if (batch.length >= COPIED_AT_ONCE) put();
    }
    put();
    closeDatabase(fresh);
    chmodSync(next, 0o600);
    flush(next);
    this.closeFile();
    try {
      // From one whole file to the other in one step: a process that dies here finds either.
      renameSync(next, this.path);
      flush(this.dir);
    } finally {
      this.db = openFile(this.path, this.durable);
      this.env = (this.db as unknown as { env: Environment }).env;
    }
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.closeFile();
  }

  private closeFile(): void {
    closeDatabase(this.db);
  }
}

function closeDatabase(db: RootDatabase<Uint8Array, Uint8Array>): void {
  const { env } = db as unknown as { env: Environment };
  // RootDatabase.close() may wait for asynchronous writes, of which there are none here, and leaves the timer of its
  // read transaction behind, which throws later. Ending the reader first and closing the environment avoids both.
  db.resetReadTxn();
  env.close();
  env.address = 0;
}

function flush(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function outOfSpace(reason: string): StoreError {
  return new StoreError(14031, `cannot write: ${reason}`);
}
