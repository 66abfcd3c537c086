/** The thin layer over LMDB: binary keys and values, one synchronous write transaction at a time. */
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
  /** Bytes of the data file in use. */
  size(): number;
  close(): void;
}

// What the environment wrapper offers but its types leave out.
interface Environment {
  address: number;
  close(): void;
  info(): { lastPageNumber: number };
  stat(): { pageSize: number };
}

/** Opens (or creates) the data file. */
export function openKv(path: string, options: { durable: boolean }): Kv {
  const db: RootDatabase<Uint8Array, Uint8Array> = open({
    path,
    encoding: 'binary',
    keyEncoding: 'binary',
    overlappingSync: false,
    noSync: !options.durable,
    mapSize: 1 << 26,
  });
  return new LmdbKv(db);
}

class LmdbKv implements Kv {
  private readonly db: RootDatabase<Uint8Array, Uint8Array>;
  private readonly env: Environment;
  private readonly pageSize: number;
  private closed = false;

  constructor(db: RootDatabase<Uint8Array, Uint8Array>) {
    this.db = db;
    this.env = (db as unknown as { env: Environment }).env;
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
    try {
      // The default flags are abortable with synchronous commit: LMDB calls fdatasync on the data file and then writes the
      // meta page through a descriptor opened with O_DSYNC (mdb_txn_commit), unless the environment has NOSYNC.
      return this.db.transactionSync(work);
    } catch (error) {
      throw isSpaceError(error) ? outOfSpace(error instanceof Error ? error.message : String(error)) : error;
    }
  }

  size(): number {
    return (this.env.info().lastPageNumber + 1) * this.pageSize;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    // RootDatabase.close() may wait for asynchronous writes, of which there are none here, and leaves the timer of its
    // read transaction behind, which throws later. Ending the reader first and closing the environment avoids both.
    this.db.resetReadTxn();
    this.env.close();
    this.env.address = 0;
  }
}

function isSpaceError(error: unknown): boolean {
  return error instanceof Error && /MDB_MAP_FULL|ENOSPC|No space left|MDB_TXN_FULL|Disk quota/i.test(error.message);
}

function outOfSpace(reason: string): StoreError {
  return new StoreError(14031, `cannot write: ${reason}`);
}
