/** Runs jobs over many conversations in bounded batches; each batch is kept before and after, so that a restart goes on where it ended. */
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import type { BulkAction, BulkJob } from '../../../shared/model/bulk.ts';
import type { ConversationId, UserId } from '../../../shared/model/ids.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { Log } from '../../lib/log.ts';
import { type ActsDeps, createActs } from './acts.ts';
import { beforeOf, isAlready, isSameJob, type JobItem, type JobRecord, newJob, presentJob } from './job.ts';

export interface BulkStore {
  /** False when this person has one under this client id. */
  insert(record: JobRecord, runner: string): Promise<boolean>;
  find(userId: UserId, clientId: string): Promise<JobRecord | null>;
  /** Newest first. */
  list(userId: UserId, since: number): Promise<JobRecord[]>;
  /** Puts down changed items, and that its runner is alive; false when somebody else runs it now. */
  keep(record: JobRecord, changed: readonly number[], runner: string, now: number): Promise<boolean>;
  /** From done or interrupted to undoing; false when it is not one of these any more. */
  beginUndo(record: JobRecord, runner: string, now: number): Promise<boolean>;
  /** One that is running or undoing and whose runner has not been heard of since, taken over. */
  takeOver(runner: string, silentSince: number, now: number): Promise<JobRecord | null>;
  dropOlder(before: number): Promise<void>;
}

export interface BulkDeps extends ActsDeps {
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
  /** @throws AppError `conflict` when the client id stands for another job, `rate_limited` with too many under way */
  act(viewer: UserViewer, clientId: string, ids: readonly ConversationId[], action: BulkAction): Promise<BulkJob>;
  /** @throws AppError `not_found`, `conflict` while it runs */
  undo(viewer: UserViewer, clientId: string): Promise<BulkJob>;
  list(viewer: UserViewer): Promise<BulkJob[]>;
  start(): Promise<void>;
  /** Ends after the batch under way; the next start goes on. */
  stop(): Promise<void>;
}

const BATCH = 10;
const AT_ONCE = 3;
const SILENT_MS = 20_000;
const HOUR_MS = 3_600_000;

export function createBulk(deps: BulkDeps): Bulk {
  const { store, people, clock, runner, log } = deps;
  const acts = createActs(deps);
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
    const viewer = await people.viewerOfUser(record.userId);
    const open = record.items.flatMap(({ step }, at) =>
      (isUndo ? step === 'done' : step === 'todo' || step === 'begun') ? [at] : [],
    );
    for (let from = 0; viewer && from < open.length; from += BATCH) {
      if (isStopping) return;
      const batch = open.slice(from, from + BATCH);
      const isOurs = isUndo
        ? await undoBatch(viewer, record, batch)
        : (await begin(viewer, record, batch)) && (await actOn(viewer, record, batch));
      if (!isOurs) return;
      tell(record);
    }
    // Who was disabled in its middle does nothing more.
    record.state = viewer === null ? 'interrupted' : isUndo ? 'undone' : 'done';
    if (await store.keep(record, [], runner, clock.now())) tell(record);
  }

  const tell = (record: JobRecord): void => deps.publish({ userId: record.userId, job: presentJob(record) });

  function change(record: JobRecord, at: number, part: Partial<JobItem>): void {
    const item = record.items[at];
    if (item) record.items[at] = { ...item, ...part };
  }

  /** Keeps what they were before anything is done to them; who may not see one is told so now. */
  async function begin(viewer: UserViewer, record: JobRecord, batch: readonly number[]): Promise<boolean> {
    await eachOf(record, batch, 'refused', async (item, at) => {
      if (item.step !== 'todo') return;
      const before = beforeOf(await acts.look(viewer, item.id));
      change(record, at, { step: isAlready(record.action, before) ? 'same' : 'begun', before });
    });
    return store.keep(record, batch, runner, clock.now());
  }

  async function actOn(viewer: UserViewer, record: JobRecord, batch: readonly number[]): Promise<boolean> {
    await eachOf(record, batch, 'refused', async (item, at) => {
      if (item.step !== 'begun') return;
      const conversation = await acts.look(viewer, item.id);
      // Done before a crash, and not put down.
      const isDone = item.before !== null && isAlready(record.action, beforeOf(conversation));
      if (!isDone) await acts.act(viewer, conversation, record.action);
      change(record, at, { step: 'done' });
    });
    return store.keep(record, batch, runner, clock.now());
  }

  async function undoBatch(viewer: UserViewer, record: JobRecord, batch: readonly number[]): Promise<boolean> {
    await eachOf(record, batch, 'stayed', async (item, at) => {
      if (item.before === null) return;
      await acts.takeBack(viewer, await acts.look(viewer, item.id), record.action, item.before);
      change(record, at, { step: 'undone' });
    });
    return store.keep(record, batch, runner, clock.now());
  }

  async function eachOf(
    record: JobRecord,
    batch: readonly number[],
    otherwise: 'refused' | 'stayed',
    work: (item: JobItem, at: number) => Promise<void>,
  ): Promise<void> {
    await Promise.all(
      batch.map(async (at) => {
        const item = record.items[at];
        if (!item) return;
        try {
          await work(item, at);
        } catch (error) {
          const code: ErrorCode = error instanceof AppError ? error.code : 'internal_error';
          if (code === 'internal_error') log.error({ err: error, conversationId: item.id }, 'A bulk action failed.');
          change(record, at, { step: otherwise, code });
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
    async act(viewer, clientId, ids, action) {
      const known = await store.find(viewer.userId, clientId);
      if (known) {
        if (!isSameJob(known, action, ids))
          throw new AppError('conflict', 'This id was used before for something else.');
        return presentJob(known);
      }
      if (underWay.size >= AT_ONCE * 20) throw new AppError('rate_limited', 'Too much at once.', { retryAfter: 5 });
      const recent = await store.list(viewer.userId, clock.now() - HOUR_MS);
      if (recent.filter(({ state }) => state === 'running' || state === 'undoing').length >= AT_ONCE) {
        throw new AppError('rate_limited', 'Let what is under way end first.', { retryAfter: 5 });
      }
      const record = newJob(viewer.userId, clientId, action, ids, clock.now());
      if (!(await store.insert(record, runner))) {
        const first = await store.find(viewer.userId, clientId);
        if (first && isSameJob(first, action, ids)) return presentJob(first);
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
