/** Runs commands: all writes that arrived in one tick in one transaction, long reads in slices between them. */
import type { Kv } from './storage/kv.ts';
import { StoreError } from './values/errors.ts';

const MAX_BATCH = 256;
const SLICE_MS = 8;
const CHECK_EVERY = 64;
const STOP_POLL_MS = 10;

/** Tells a long read when to step aside. Reads ask it between documents. */
export class Slice {
  private until = Number.POSITIVE_INFINITY;
  private calls = 0;

  begin(milliseconds: number): void {
    this.until = performance.now() + milliseconds;
    this.calls = 0;
  }

  /** True when the read should release its cursors and yield. */
  isOver(): boolean {
    this.calls++;
    return this.calls % CHECK_EVERY === 0 && performance.now() > this.until;
  }
}

/** A slice that never ends, for work inside a write transaction. */
export const UNBOUNDED = new Slice();

/** Work that yields whenever its slice is over. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Runs stepwise work to its end at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

interface Write<T> {
  readonly run: () => T;
  readonly done: (outcome: Outcome<T>) => void;
}

export class Executor {
  private readonly kv: Kv;
  private readonly reload: () => void;
  private queue: Write<unknown>[] = [];
  private isScheduled = false;
  private reads = 0;
  private isStopped = false;
  private whenIdle: (() => void) | undefined;
  private isAlone = false;
  private waiting: (() => void)[] = [];

  /** `reload` rereads what is held in memory (the catalog) after a transaction was undone. */
  constructor(kv: Kv, reload: () => void) {
    this.kv = kv;
    this.reload = reload;
  }

  /** Queues a write; `done` is called after the commit. */
  write<T>(run: () => T, done: (outcome: Outcome<T>) => void): void {
    if (this.isStopped) {
      done({ ok: false, error: shuttingDown() });
      return;
    }
    this.queue.push({ run, done: (outcome) => done(outcome as Outcome<T>) });
    this.schedule();
  }

  /** Runs work that needs the store for itself: what is under way ends first, what comes meanwhile waits. */
  async alone(work: () => Promise<void>): Promise<void> {
    if (this.isAlone || this.isStopped) throw this.isStopped ? shuttingDown() : new StoreError(117, 'it is under way');
    this.isAlone = true;
    try {
      while (this.reads > 0) await new Promise<void>((resolve) => (this.whenIdle = resolve));
      await work();
    } finally {
      this.isAlone = false;
      if (this.queue.length > 0) this.schedule();
      for (const start of this.waiting.splice(0)) start();
    }
  }

  /** Starts a read; it goes on in slices until it is done. */
  read<T>(start: (slice: Slice) => Steps<T>, done: (outcome: Outcome<T>) => void): void {
    if (this.isStopped) {
      done({ ok: false, error: shuttingDown() });
      return;
    }
    if (this.isAlone) {
      this.waiting.push(() => this.read(start, done));
      return;
    }
    this.reads++;
    const slice = new Slice();
    const steps = start(slice);
    const advance = (): void => {
      let outcome: Outcome<T>;
      try {
        if (this.isStopped) throw shuttingDown();
        slice.begin(SLICE_MS);
        const step = steps.next();
        if (!step.done) {
          setImmediate(advance);
          return;
        }
        outcome = { ok: true, value: step.value };
      } catch (error) {
        outcome = { ok: false, error };
      }
      this.reads--;
      done(outcome);
      this.announceIdle();
    };
    advance();
  }

  /** Lets queued writes commit, ends reads, and takes no more. */
  async stop(): Promise<void> {
    this.isStopped = true;
    while (this.isAlone) await new Promise((resolve) => setTimeout(resolve, STOP_POLL_MS));
    while (this.queue.length > 0) this.drain();
    if (this.reads > 0) await new Promise<void>((resolve) => (this.whenIdle = resolve));
  }

  private announceIdle(): void {
    if (this.reads === 0) this.whenIdle?.();
  }

  private schedule(): void {
    if (this.isScheduled || this.isAlone) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      if (this.isAlone) return;
      this.drain();
      if (this.queue.length > 0) this.schedule();
    });
  }

  private drain(): void {
    const batch = this.queue.slice(0, MAX_BATCH);
    this.queue = this.queue.slice(MAX_BATCH);
    if (batch.length === 0) return;
    const outcomes = this.commitTogether(batch) ?? batch.map((write) => this.commitAlone(write));
    outcomes.forEach((outcome, i) => {
      batch[i]?.done(outcome);
    });
  }

  private commitTogether(batch: readonly Write<unknown>[]): Outcome<unknown>[] | undefined {
    try {
      return this.kv.transaction(() => batch.map(runOne));
    } catch {
      // One of them cannot be carried out, or the commit failed: nothing has happened. Each gets its own transaction.
      this.reload();
      return undefined;
    }
  }

  private commitAlone(write: Write<unknown>): Outcome<unknown> {
    try {
      return this.kv.transaction(() => runOne(write));
    } catch (error) {
      this.reload();
      return { ok: false, error };
    }
  }
}

/** An error that is an answer leaves the transaction sound; any other undoes it. */
function runOne<T>(write: Write<T>): Outcome<T> {
  try {
    return { ok: true, value: write.run() };
  } catch (error) {
    if (error instanceof StoreError) return { ok: false, error };
    throw error;
  }
}

const shuttingDown = (): StoreError => new StoreError(91, 'the store is shutting down');
