/** Open cursors between batches, each dropped after ten idle minutes. */
import { randomBytes } from 'node:crypto';
import type { FindRun } from './query/find.ts';
import { cursorNotFound } from './values/errors.ts';

const IDLE_MS = 10 * 60 * 1000;
const MAX_CURSORS = 10_000;

export interface OpenCursor {
  readonly id: bigint;
  readonly namespace: string;
  readonly run: Pick<FindRun, 'nextBatch' | 'close'>;
  isBusy: boolean;
  readonly keepsIdle: boolean;
  lastUsed: number;
}

export class Cursors {
  private readonly open = new Map<bigint, OpenCursor>();
  private readonly now: () => number;

  /** `now` in milliseconds. */
  constructor(now: () => number) {
    this.now = now;
  }

  get size(): number {
    return this.open.size;
  }

  /** `keepsIdle`: the client asked that it never be dropped for idleness. */
  add(namespace: string, run: OpenCursor['run'], keepsIdle = false): OpenCursor {
    if (this.open.size >= MAX_CURSORS) this.dropOldest();
    // Random, so that a cursor of another connection cannot be guessed; positive, as drivers take 0 for exhausted.
    const id = randomBytes(8).readBigUInt64LE() >> 1n;
    const cursor: OpenCursor = {
      id: id === 0n ? 1n : id,
      namespace,
      run,
      isBusy: false,
      keepsIdle,
      lastUsed: this.now(),
    };
    this.open.set(cursor.id, cursor);
    return cursor;
  }

  /** Throws StoreError 43 for an unknown cursor. */
  get(id: bigint, namespace: string): OpenCursor {
    const cursor = this.open.get(id);
    if (cursor === undefined || cursor.namespace !== namespace || cursor.isBusy) throw cursorNotFound(id);
    cursor.lastUsed = this.now();
    // Keeps the map in order of use.
    this.open.delete(id);
    this.open.set(id, cursor);
    return cursor;
  }

  /** Returns whether there was such a cursor. */
  kill(id: bigint): boolean {
    this.open.get(id)?.run.close();
    return this.open.delete(id);
  }

  killNamespace(namespace: string): void {
    for (const cursor of this.open.values()) if (cursor.namespace === namespace) this.kill(cursor.id);
  }

  dropIdle(): void {
    const limit = this.now() - IDLE_MS;
    for (const cursor of this.open.values()) {
      if (cursor.lastUsed > limit) break;
      if (!cursor.isBusy && !cursor.keepsIdle) this.kill(cursor.id);
    }
  }

  clear(): void {
    for (const id of [...this.open.keys()]) this.kill(id);
  }

  private dropOldest(): void {
    for (const cursor of this.open.values()) {
      if (cursor.isBusy) continue;
      this.kill(cursor.id);
      return;
    }
  }
}
