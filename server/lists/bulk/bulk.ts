/** Runs jobs over many conversations in bounded batches; each batch is kept before and after, so that a restart goes on where it ended. */
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import type { BulkAction, BulkJob } from '../../../shared/model/bulk.ts';
import type { UserId } from '../../../shared/model/ids.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { Log } from '../../lib/log.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { type ActsDeps, createActs } from './acts.ts';
import { createCollector } from './collect.ts';
import {
  addProgress,
  beforeOf,
  isAlready,
  type JobItem,
  type JobRecord,
  type JobSource,
  newJob,
  type Progress,
  presentJob,
  progressOf,
} from './job.ts';

export interface BulkStore {
  /** False when this person has one under this client id. */
  insert(record: JobRecord, runner: string): Promise<boolean>;
  find(userId: UserId, clientId: string): Promise<JobRecord | null>;
  /** Newest first. */
  list(userId: UserId, since: number): Promise<JobRecord[]>;
  /** Puts down how far it is, and that its runner is alive; false when somebody else runs it now. */
  keep(record: JobRecord, runner: string, now: number): Promise<boolean>;
  /** Some of its conversations; none where there is no such chunk. */
  chunk(job: JobRecord, at: number): Promise<JobItem[]>;
  keepChunk(job: JobRecord, at: number, items: readonly JobItem[]): Promise<void>;
  /** From done or interrupted to undoing; false when it is not one of these any more. */
  beginUndo(record: JobRecord, runner: string, now: number): Promise<boolean>;
  /** One that is running or undoing and whose runner has not been heard of since, taken over. */
  takeOver(runner: string, silentSince: number, now: number): Promise<JobRecord | null>;
  dropOlder(before: number): Promise<void>;
}

export interface BulkDeps extends ActsDeps {
  timeline: Pick<Timeline, 'find' | 'list'>;
  store: BulkStore;
  people: { viewerOfUser(id: UserId): Promise<UserViewer | null> };
  publish(fact: BulkFact): void;
  /** of this run of this node */
  runner: string;
  /** no other node runs jobs: whatever is unfinished at the start is a dead one's */
  alone: boolean;
  log: Log;
}

export interface BulkFact {
  userId: UserId;
  job: BulkJob;
}

export interface Bulk {
  /** `asked`: the same for a repeat. @throws AppError `conflict` when the client id stands for another job, `rate_limited` with too many under way */
  act(viewer: UserViewer, clientId: string, source: JobSource, action: BulkAction, asked: string): Promise<BulkJob>;
  /** @throws AppError `not_found`, `conflict` while it runs */
  undo(viewer: UserViewer, clientId: string): Promise<BulkJob>;
  list(viewer: UserViewer): Promise<BulkJob[]>;
  start(): Promise<void>;
  /** Ends after the batch under way; the next start goes on. */
  stop(): Promise<void>;
}

/** A chunk that is under way. */
interface Run {
  viewer: UserViewer;
  action: BulkAction;
  items: JobItem[];
  /** False when somebody else runs it now. */
  keep(): Promise<boolean>;
}

const BATCH = 10;
const AT_ONCE = 3;
const SILENT_MS = 20_000;
const HOUR_MS = 3_600_000;

export function createBulk(deps: BulkDeps): Bulk {
  const { store, people, clock, runner, log } = deps;
  const acts = createActs(deps);
  const collect = createCollector(deps);
  const underWay = new Set<Promise<void>>();
  let isStopping = false;
  let timer: NodeJS.Timeout | null = null;

  function run(record: JobRecord): void {
    const work = runToEnd(record)
      .catch((error: unknown) => log.error({ err: error, clientId: record.clientId }, 'A bulk action was cut short.'))
      .finally(() => underWay.delete(work));
    underWay.add(work);
  }

  async function runToEnd(record: JobRecord): Promise<void> {
    const isUndo = record.state === 'undoing';
    let viewer = await people.viewerOfUser(record.userId);
    if (
      viewer &&
      !record.isCollected &&
      !(await collect(
        viewer,
        record,
        () => isStopping,
        () => tell(record),
      ))
    )
      return;
    const told: Progress[] = [];
    for (let at = 0; at < record.chunks; at += 1) told.push(progressOf(await store.chunk(record, at)));
    for (let at = 0; viewer && at < record.chunks; at += 1) {
      const items = await store.chunk(record, at);
      const open = items.flatMap(({ step }, index) =>
        (isUndo ? step === 'done' : step === 'todo' || step === 'begun') ? [index] : [],
      );
      const keep = async (): Promise<boolean> => {
        await store.keepChunk(record, at, items);
        told[at] = progressOf(items);
        Object.assign(record, addProgress(told));
        return store.keep(record, runner, clock.now());
      };
      for (let from = 0; viewer && from < open.length; from += BATCH) {
        if (isStopping) return;
        const batch = open.slice(from, from + BATCH);
        const run: Run = { viewer, action: record.action, items, keep };
        if (!(await (isUndo ? undoBatch(run, batch) : begin(run, batch).then((isOurs) => isOurs && actOn(run, batch)))))
          return;
        tell(record);
      }
      // Rights that were taken away meanwhile are gone for the rest.
      viewer = await people.viewerOfUser(record.userId);
    }
    // Who was disabled in its middle does nothing more.
    record.state = viewer === null ? 'interrupted' : isUndo ? 'undone' : 'done';
    if (await store.keep(record, runner, clock.now())) tell(record);
  }

  const tell = (record: JobRecord): void => deps.publish({ userId: record.userId, job: presentJob(record) });

  /** Keeps what they were before anything is done to them; who may not see one is told so now. */
  async function begin({ viewer, action, items, keep }: Run, batch: readonly number[]): Promise<boolean> {
    await eachOf(items, batch, 'refused', async (item) => {
      if (item.step !== 'todo') return item;
      const before = beforeOf(await acts.look(viewer, item.id));
      return { ...item, step: isAlready(action, before) ? 'same' : 'begun', before };
    });
    return keep();
  }

  async function actOn({ viewer, action, items, keep }: Run, batch: readonly number[]): Promise<boolean> {
    await eachOf(items, batch, 'refused', async (item) => {
      if (item.step !== 'begun') return item;
      const conversation = await acts.look(viewer, item.id);
      // Done before a crash, and not put down.
      const isDone = item.before !== null && isAlready(action, beforeOf(conversation));
      if (!isDone) await acts.act(viewer, conversation, action);
      return { ...item, step: 'done' };
    });
    return keep();
  }

  async function undoBatch({ viewer, action, items, keep }: Run, batch: readonly number[]): Promise<boolean> {
    await eachOf(items, batch, 'stayed', async (item) => {
      if (item.before === null) return item;
      await acts.takeBack(viewer, await acts.look(viewer, item.id), action, item.before);
      return { ...item, step: 'undone' };
    });
    return keep();
  }

  async function eachOf(
    items: JobItem[],
    batch: readonly number[],
    otherwise: 'refused' | 'stayed',
    work: (item: JobItem) => Promise<JobItem>,
  ): Promise<void> {
    await Promise.all(
      batch.map(async (at) => {
        const item = items[at];
        if (!item) return;
        try {
          items[at] = await work(item);
        } catch (error) {
          const code: ErrorCode = error instanceof AppError ? error.code : 'internal_error';
          if (code === 'internal_error') log.error({ err: error, conversationId: item.id }, 'A bulk action failed.');
          items[at] = { ...item, step: otherwise, code };
        }
      }),
    );
  }

  async function takeOver(silentMs: number): Promise<void> {
    for (;;) {
      if (isStopping) return;
      const now = clock.now();
      const record = await store.takeOver(runner, now - silentMs, now);
      if (record === null) return;
      run(record);
    }
  }

  return {
    async act(viewer, clientId, source, action, asked) {
      const known = await store.find(viewer.userId, clientId);
      if (known) {
        if (known.asked !== asked) throw new AppError('conflict', 'This id was used before for something else.');
        return presentJob(known);
      }
      if (underWay.size >= AT_ONCE * 20) throw new AppError('rate_limited', 'Too much at once.', { retryAfter: 5 });
      const recent = await store.list(viewer.userId, clock.now() - HOUR_MS);
      if (recent.filter(({ state }) => state === 'running' || state === 'undoing').length >= AT_ONCE) {
        throw new AppError('rate_limited', 'Let what is under way end first.', { retryAfter: 5 });
      }
      const record = newJob(viewer.userId, clientId, action, source, asked, clock.now());
      if (!(await store.insert(record, runner))) {
        const first = await store.find(viewer.userId, clientId);
        if (first?.asked === asked) return presentJob(first);
        throw new AppError('conflict', 'This id was used before for something else.');
      }
      const begun = presentJob(record);
      run(record);
      return begun;
    },
    async undo(viewer, clientId) {
      const record = await store.find(viewer.userId, clientId);
      if (!record) throw new AppError('not_found', 'There is nothing to take back.');
      if (record.state === 'undoing' || record.state === 'undone') return presentJob(record);
      if (record.state === 'running') throw new AppError('conflict', 'It is still under way.');
      record.state = 'undoing';
      if (!(await store.beginUndo(record, runner, clock.now()))) {
        const present = await store.find(viewer.userId, clientId);
        return presentJob(present ?? record);
      }
      const begun = presentJob(record);
      run(record);
      return begun;
    },
    async list(viewer) {
      return (await store.list(viewer.userId, clock.now() - HOUR_MS)).map(presentJob);
    },
    async start() {
      await takeOver(deps.alone ? -1 : SILENT_MS);
      const look = () =>
        Promise.all([takeOver(SILENT_MS), store.dropOlder(clock.now() - 24 * HOUR_MS)]).catch((error: unknown) =>
          log.warn({ err: error }, 'Unfinished bulk actions were not looked for.'),
        );
      timer = setInterval(look, SILENT_MS).unref();
    },
    async stop() {
      isStopping = true;
      if (timer) clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}
