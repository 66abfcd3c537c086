/** Counts what moved since it last counted: measures of work items, then the quarters of an hour they touch. Safe to repeat, on any node. */
import { FLOOR_INTERVAL_MS, type ServiceTarget, startOfInterval } from '../../shared/model/floor.ts';
import type { QueueId, WorkItemId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { sumMeasures } from './figures.ts';
import { type Measure, measureWork } from './measure.ts';
import type { FloorStore, Moved, StoredInterval } from './ports.ts';

export interface Collector {
  /** Resolves when everything that was committed before the call is counted. */
  collect(): Promise<void>;
  /** Forgets what is older than `KEPT_MS`. */
  forget(): Promise<void>;
}

export interface CollectorDeps {
  store: FloorStore;
  directory: { queues(): Promise<{ id: QueueId; sla?: ServiceTarget | null }[]> };
  clock: Clock;
  /** told of the intervals that were counted anew */
  counted?(intervals: readonly StoredInterval[]): void;
}

/** A step may be committed later than its time says, by a slow node or one whose clock is behind. */
const OVERLAP_MS = 60_000;
/** How long the numbers and what is behind them are kept. */
export const KEPT_MS = 92 * 24 * 60 * 60_000;
const PAGE = 200;

export function createCollector({ store, directory, clock, counted }: CollectorDeps): Collector {
  /** versions counted within the overlap, so that looking again costs nothing */
  const seen = new Map<WorkItemId, { version: number; at: number }>();
  let cursor: number | null = null;
  let saved = 0;
  let running: Promise<void> | null = null;
  let queued: Promise<void> | null = null;

  async function run(): Promise<void> {
    const now = clock.now();
    cursor ??= await store.cursor();
    const since = Math.max(cursor - OVERLAP_MS, now - KEPT_MS);
    const targets = new Map((await directory.queues()).map((queue) => [queue.id, queue.sla ?? null]));
    let after: Moved | null = null;
    for (;;) {
      const page: Moved[] = await store.movedSince(since, after, PAGE);
      const last = page.at(-1);
      if (!last) break;
      await count(page, targets);
      after = last;
      // A clock that is ahead must not take the others' steps out of sight.
      cursor = Math.max(cursor, Math.min(last.at, now));
      if (page.length < PAGE) break;
    }
    for (const [id, { at }] of seen) if (at < cursor - OVERLAP_MS) seen.delete(id);
    if (cursor > saved) {
      await store.saveCursor(cursor);
      saved = cursor;
    }
  }

  async function count(page: readonly Moved[], targets: ReadonlyMap<QueueId, ServiceTarget | null>): Promise<void> {
    const ids = page.filter(({ id, version }) => seen.get(id)?.version !== version).map(({ id }) => id);
    if (ids.length === 0) return;
    const [works, before] = await Promise.all([store.works(ids), store.measuresOf(ids)]);
    const known = groupByItem(before);
    const measures = works.flatMap((work) =>
      measureWork(work, known.get(work.id) ?? [], (queueId) => targets.get(queueId) ?? null),
    );
    await store.saveMeasures(measures);
    // Summed anew rather than added to: a crash between the two leaves nothing that the next run does not mend.
    await sumAgain(measures);
    // What was read may have moved on since the page was: only that version is counted.
    const moved = new Map(page.map((one) => [one.id, one.at]));
    for (const { id, version } of works) seen.set(id, { version, at: moved.get(id) ?? 0 });
  }

  async function sumAgain(measures: readonly Measure[]): Promise<void> {
    const touched = new Map(measures.map((one) => [`${one.queueId}:${startOfInterval(one.at)}`, one]));
    const intervals: StoredInterval[] = [];
    for (const { queueId, at } of touched.values()) {
      const start = startOfInterval(at);
      intervals.push(sumInterval(queueId, start, await store.measuresIn(queueId, start, start + FLOOR_INTERVAL_MS)));
    }
    await store.saveIntervals(intervals);
    counted?.(intervals);
  }

  /** One at a time; whoever asks while one runs waits for the next, which began after they asked. */
  function collect(): Promise<void> {
    if (!running) {
      running = run().finally(() => {
        running = null;
      });
      return running;
    }
    queued ??= running
      .catch(() => undefined)
      .then(() => {
        queued = null;
        return collect();
      });
    return queued;
  }

  return { collect, forget: () => store.forget(startOfInterval(clock.now() - KEPT_MS)) };
}

export function sumInterval(queueId: QueueId, start: number, measures: readonly Measure[]): StoredInterval {
  const { figures, agents } = sumMeasures(measures);
  const weight = measures.reduce((sum, one) => sum + one.version, measures.length);
  return { queueId, start, weight, figures, agents: Object.fromEntries(agents) };
}

function groupByItem(measures: readonly Measure[]): Map<WorkItemId, Measure[]> {
  const groups = new Map<WorkItemId, Measure[]>();
  for (const one of measures) groups.set(one.workItemId, [...(groups.get(one.workItemId) ?? []), one]);
  return groups;
}
