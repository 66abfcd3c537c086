/**
 * Keeps the index: reads the log from a cursor on, a bounded batch at a time, and puts what it found in a segment. One write then moves the cursor
 * and says that the segment counts, so a death leaves nothing out and nothing twice. A new index is built beside the old one in the same way.
 */
import { performance } from 'node:perf_hooks';
import { encodeTime } from 'ulid';
import type { EntryId } from '../../shared/model/ids.ts';
import type { SearchIndexStatus } from '../../shared/model/search.ts';
import type { IndexState, IndexTarget } from '../store/search-index.ts';
import type { Entry } from '../timeline/model.ts';
import { createAmender } from './amend.ts';
import { createEngine } from './engine.ts';
import { createForgetter } from './forget.ts';
import type { Forgotten, IndexerDeps, SegmentId } from './ports.ts';
import { readBatch } from './read-batch.ts';
import { chooseJoin, joinSegments, rowsOf, writeRows } from './segments.ts';
import { createDictionary } from './words.ts';

export interface Indexer {
  start(): Promise<void>;
  /** Ends after the batch under way; the next start goes on. */
  stop(): Promise<void>;
  /** So many entries were written: they are looked for soon; while very many are, later. */
  poke(entries: number): void;
  /** Durable when it resolves, and found by nobody from then on; its words leave the database shortly after. */
  forget(what: readonly Forgotten[]): Promise<void>;
  /** Begins a new index beside this one; nothing while one is being built. */
  rebuild(): Promise<void>;
  status(): Promise<SearchIndexStatus>;
  /** Resolves when all that was written before the call is in it. */
  settled(): Promise<void>;
}

/** Raised when what is stored changes its meaning: the index is then made anew. */
const FORMAT = 3;
/** What it has is right and not all: it serves until the new one is complete. Then came what was said in recordings. */
const USABLE = 2;
const PAGE = 2_000;
/** Ids are made a little before what has them is written. */
const MARGIN_MS = 2_000;
const SOON_MS = 300;
const POLL_MS = 10_000;
/** Between two batches others have their turn: this long, or as long as the batch took. */
const PAUSE_MS = 100;
/** Entries within a second that mean that the process has more urgent things to do; a batch then has to wait, this long. */
const BUSY = 100;
const BUSY_PAUSE_MS = 5_000;

type TargetName = 'live' | 'building';

export function createIndexer(deps: IndexerDeps): Indexer {
  const { store, entries, clock, ids, log } = deps;
  const engine = createEngine(store);
  const dictionary = createDictionary(store);
  const amend = createAmender({ ...deps, engine });
  const forgetStep = createForgetter({ store, engine, dictionary, ids });
  /** Entries beyond the cursor of each target that are in it already. */
  const done = new Map<TargetName, Set<EntryId>>();
  let timer: NodeJS.Timeout | undefined;
  let due = Infinity;
  let turn: Promise<unknown> = Promise.resolve();
  let isStopping = false;
  let lately = { since: 0, entries: 0 };

  async function read(): Promise<IndexState> {
    const found = await store.state();
    if (found?.format === FORMAT) return found;
    done.clear();
    const empty = { segments: [], cursor: '' as EntryId, scanned: 0 };
    const fresh = { rev: 0, format: FORMAT, live: empty, building: null, builtAt: null, forgetting: [] };
    if (found === null) await store.begin(fresh);
    else if (found.format === USABLE) await store.swap(await withNew({ ...found, format: FORMAT }));
    else await store.swap({ ...fresh, rev: found.rev });
    const begun = await store.state();
    if (begun?.format !== FORMAT) throw new Error('The search index is kept by another version of Parley.');
    return begun;
  }

  /** A new index, empty as yet, beside the one that is there. */
  async function withNew(state: IndexState): Promise<IndexState> {
    const total = await entries.estimate();
    const building = { segments: [], cursor: '' as EntryId, scanned: 0, total, begunAt: clock.now() };
    return { ...state, building };
  }

  /** Whoever was quicker is right: what was made over it is thrown away. */
  async function swap(state: IndexState, made: readonly string[]): Promise<boolean> {
    if (await store.swap(state)) return true;
    for (const id of made) await store.dropSegment(id);
    done.clear();
    return false;
  }

  async function doneOf(name: TargetName, { segments, cursor }: IndexTarget): Promise<Set<EntryId>> {
    const known = done.get(name);
    if (known) return known;
    const beyond = new Set<EntryId>();
    for (const segment of segments) {
      if (segment.to <= cursor) continue;
      for (const { id } of await rowsOf(store, segment)) if (id > cursor) beyond.add(id);
    }
    done.set(name, beyond);
    return beyond;
  }

  /** The next entries that are not in it; and up to where all are, once these are. */
  async function nextPage(target: IndexTarget, known: ReadonlySet<EntryId>, floor: EntryId) {
    let { cursor } = target;
    let from = cursor;
    for (;;) {
      const page = await entries.scan(from, PAGE);
      const fresh = page.filter(({ id }) => !known.has(id));
      const last = page.at(-1)?.id;
      if (last !== undefined) cursor = last < floor ? last : cursor > floor ? cursor : floor;
      const isEnd = page.length < PAGE || last === undefined;
      if (fresh.length > 0 || isEnd) return { fresh, cursor, isEnd };
      from = last;
    }
  }

  /** One batch for one target; answers whether there may be more. */
  async function advance(state: IndexState, name: TargetName): Promise<{ hasMore: boolean; isCurrent: boolean }> {
    const target = state[name];
    if (target === null) return { hasMore: false, isCurrent: true };
    const floor = (encodeTime(Math.max(0, (await deps.writtenUpTo()) - MARGIN_MS), 10) + '0'.repeat(16)) as EntryId;
    const known = await doneOf(name, target);
    const { fresh, cursor, isEnd } = await nextPage(target, known, floor);
    if (fresh.length === 0) return { hasMore: await join(state, name), isCurrent: isEnd };
    const batch = await readBatch(deps, fresh);
    const segments = await amend(target.segments, batch);
    await dictionary.learn(batch);
    const id = ids.next<SegmentId>();
    const added = batch.rows.length === 0 ? [] : [await writeRows(store, id, batch.rows)];
    const next = { ...target, segments: [...segments, ...added], cursor, scanned: target.scanned + fresh.length };
    if (
      await swap(
        { ...state, [name]: next },
        added.map((one) => one.id),
      )
    )
      keepDone(known, fresh, cursor);
    return { hasMore: true, isCurrent: false };
  }

  function keepDone(known: Set<EntryId>, fresh: readonly Entry[], cursor: EntryId): void {
    for (const { id } of fresh) known.add(id);
    for (const id of known) if (id <= cursor) known.delete(id);
  }

  async function join(state: IndexState, name: TargetName): Promise<boolean> {
    const target = state[name];
    const chosen = target && chooseJoin(target.segments);
    if (!target || !chosen) return false;
    const old = target.segments.slice(chosen.from, chosen.to);
    const id = ids.next<SegmentId>();
    const joined = await joinSegments(store, id, old);
    const segments = [...target.segments];
    segments.splice(chosen.from, old.length, ...(joined ? [joined] : []));
    if (await swap({ ...state, [name]: { ...target, segments } }, joined ? [id] : [])) {
      for (const one of old) await store.dropSegment(one.id);
    }
    return true;
  }

  async function finish(state: IndexState): Promise<void> {
    if (state.building === null) return;
    const { segments, cursor, scanned } = state.building;
    const next = { ...state, live: { segments, cursor, scanned }, building: null, builtAt: clock.now() };
    if (!(await swap(next, []))) return;
    const beyond = done.get('building');
    done.clear();
    if (beyond) done.set('live', beyond);
    for (const { id } of state.live.segments) await store.dropSegment(id);
    log.info({ entries: scanned }, 'The search index was built anew.');
  }

  /** One bounded piece of whatever is to be done; answers whether there is more. */
  async function work(): Promise<boolean> {
    if (!(await deps.lead())) {
      done.clear();
      return false;
    }
    const state = await read();
    if (state.forgetting.length > 0) {
      await forgetStep(state, (next, made) => swap(next, made));
      return true;
    }
    if ((await advance(state, 'live')).hasMore) return true;
    if (state.building === null) return false;
    const { hasMore, isCurrent } = await advance(state, 'building');
    if (!hasMore && isCurrent) await finish(state);
    return true;
  }

  function inTurn<T>(what: () => Promise<T>): Promise<T> {
    const result = turn.then(what);
    turn = result.catch(() => undefined);
    return result;
  }

  function schedule(ms: number): void {
    if (isStopping || performance.now() + ms >= due) return;
    clearTimeout(timer);
    due = performance.now() + ms;
    timer = setTimeout(() => void inTurn(run), ms).unref();
  }

  async function run(): Promise<void> {
    due = Infinity;
    if (isStopping) return;
    const begun = performance.now();
    let hasMore = false;
    try {
      hasMore = await work();
    } catch (error) {
      log.warn({ err: error }, 'The search index was not brought up to date; trying again.');
      done.clear();
    }
    const pause = isBusy() ? BUSY_PAUSE_MS : Math.max(PAUSE_MS, performance.now() - begun);
    schedule(hasMore ? pause : POLL_MS);
  }

  const isBusy = (): boolean => lately.entries >= BUSY && performance.now() - lately.since < 2_000;

  /** Of whoever died while writing them. */
  async function dropOrphans(): Promise<void> {
    if (!(await deps.lead())) return;
    const { live, building } = await read();
    const counted = new Set([...live.segments, ...(building?.segments ?? [])].map(({ id }) => id));
    for (const id of await store.segmentIds()) if (!counted.has(id)) await store.dropSegment(id);
  }

  return {
    async start() {
      await inTurn(dropOrphans);
      schedule(SOON_MS);
    },
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await turn;
    },
    poke(count) {
      if (performance.now() - lately.since > 1_000) lately = { since: performance.now(), entries: 0 };
      lately.entries += count;
      schedule(isBusy() ? BUSY_PAUSE_MS : SOON_MS);
    },
    async forget(what) {
      if (what.length === 0) return;
      await inTurn(read);
      await store.order(what);
      schedule(0);
    },
    async rebuild() {
      await inTurn(async () => {
        const state = await read();
        if (state.building === null) await store.swap(await withNew(state));
      });
      schedule(0);
    },
    async status() {
      const [state, total] = await Promise.all([store.state(), entries.estimate()]);
      const live = state?.live ?? { segments: [], scanned: 0 };
      return {
        rows: live.segments.reduce((sum, { size, dead }) => sum + size - dead.length, 0),
        scanned: Math.min(live.scanned, total),
        entries: total,
        segments: live.segments.length,
        builtAt: state?.builtAt ?? null,
        building: state?.building
          ? { scanned: Math.min(state.building.scanned, state.building.total), total: state.building.total }
          : null,
      };
    },
    settled: () =>
      inTurn(async () => {
        while (!isStopping && (await work()));
      }),
  };
}
