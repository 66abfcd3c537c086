/** Writes down which conversations a job is about, a chunk at a time, before anything is done to one: what is done moves nothing out from under it. */
import { bulkListLimit } from '../../../shared/model/bulk.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import { scopeOf, type UserViewer } from '../../accounts/scope.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import type { BulkStore } from './bulk.ts';
import type { JobItem, JobRecord } from './job.ts';

export const CHUNK = 100;

export interface CollectDeps {
  store: Pick<BulkStore, 'chunk' | 'keepChunk' | 'keep'>;
  timeline: Pick<Timeline, 'list'>;
  runner: string;
  clock: { now(): number };
}

export function createCollector({ store, timeline, runner, clock }: CollectDeps) {
  const newItem = (id: ConversationId): JobItem => ({ id, step: 'todo', before: null });

  /** False when somebody else runs it now. */
  async function put(job: JobRecord, ids: readonly ConversationId[], cursor: string | null): Promise<boolean> {
    if (ids.length > 0) {
      await store.keepChunk(job, job.chunks, ids.map(newItem));
      job.chunks += 1;
    }
    job.cursor = cursor;
    job.isCollected = cursor === null;
    return store.keep(job, runner, clock.now());
  }

  async function collectNamed(job: JobRecord, ids: readonly ConversationId[]): Promise<boolean> {
    job.chunks = 0;
    for (let from = 0; from < ids.length; from += CHUNK) {
      await store.keepChunk(job, job.chunks, ids.slice(from, from + CHUNK).map(newItem));
      job.chunks += 1;
    }
    return put(job, [], null);
  }

  /** After a restart it goes on behind the last chunk; one that was written and not counted is written again. */
  return async (viewer: UserViewer, job: JobRecord, isOver: () => boolean, tell: () => void): Promise<boolean> => {
    const { source } = job;
    if (source.kind === 'named') return collectNamed(job, [...new Set(source.ids)]);
    const known = new Set<ConversationId>();
    for (let at = 0; at < job.chunks; at += 1) for (const { id } of await store.chunk(job, at)) known.add(id);
    while (!job.isCollected) {
      if (isOver()) return false;
      // The oldest first: what is written to meanwhile goes to the end, and is met there or was met already.
      const page = await timeline.list({
        ...{ scope: scopeOf(viewer), userId: viewer.userId, view: source.view, filter: source.filter },
        ...{ sort: 'oldest', limit: CHUNK, ...(job.cursor !== null && { cursor: job.cursor }) },
      });
      const found = page.conversations.map(({ id }) => id).filter((id) => !known.has(id));
      const ids = found.slice(0, bulkListLimit - known.size);
      for (const id of ids) known.add(id);
      job.total = known.size;
      if (!(await put(job, ids, known.size >= bulkListLimit ? null : page.next))) return false;
      tell();
    }
    return true;
  };
}
