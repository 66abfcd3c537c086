/** One thing done to many conversations: begins it, hears how it goes on, takes it back. */
import type { Result } from '../../../shared/errors.ts';
import type { BulkAction, BulkJob } from '../../../shared/model/bulk.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import { createStore, type Store } from './store.ts';
import type { Transport } from './transport.ts';
import { type ListChoice, toWire } from './views.ts';

/** Conversations that were picked, or a whole list, of which so many are known. */
export type BulkTarget = { ids: readonly ConversationId[] } | { list: ListChoice; total: number };

export interface BulkDesk {
  /** the newest job of this page; null before the first */
  store: Store<BulkJob | null>;
  act(what: BulkTarget, action: BulkAction): Promise<Result<BulkJob>>;
  undo(clientId: string): Promise<Result<BulkJob>>;
}

export const countRefused = ({ reasons }: Pick<BulkJob, 'reasons'>): number =>
  reasons.reduce((sum, { count }) => sum + count, 0);

/** Nothing is told backwards: of two words about one job the one that is further holds. */
export function isFurther(known: BulkJob | null, job: BulkJob): boolean {
  if (known?.clientId !== job.clientId) return true;
  const order: readonly BulkJob['state'][] = ['running', 'interrupted', 'done', 'undoing', 'undone'];
  const [before, after] = [order.indexOf(known.state), order.indexOf(job.state)];
  if (before !== after) return after > before || job.state === 'interrupted';
  const far = (one: BulkJob) => one.done + one.same + countRefused(one);
  return job.state === 'undoing' ? job.done <= known.done : far(job) >= far(known);
}

export function createBulkDesk(
  transport: Pick<Transport, 'ask' | 'on' | 'onConnect'>,
  newClientId: () => string,
): BulkDesk {
  const store = createStore<BulkJob | null>(null);
  const hear = (job: BulkJob): void => {
    // Another page of the same person says what it did itself.
    if (store.get()?.clientId === job.clientId && isFurther(store.get(), job)) store.set(() => job);
  };

  /** An answer that got lost is asked for again: the same id finds the job that it began. */
  async function ask(run: () => Promise<Result<BulkJob>>): Promise<Result<BulkJob>> {
    const answer = await run();
    return !answer.ok && answer.error.code === 'not_ready' ? run() : answer;
  }

  transport.on('bulk:progressed', ({ job }) => hear(job));
  transport.onConnect(async () => {
    const known = store.get();
    if (known?.state === 'done' || known?.state === 'undone') return;
    const answer = await transport.ask('bulk:list', {});
    if (!answer.ok) return;
    for (const job of answer.value) hear(job);
    // What an earlier page began, and is still under way, is shown by the next one.
    const underWay = answer.value.find(({ state }) => state === 'running' || state === 'undoing');
    if (underWay && store.get() === null) store.set(() => underWay);
  });
  return {
    store,
    async act(what, action) {
      const clientId = newClientId();
      const total = 'ids' in what ? what.ids.length : what.total;
      const began: BulkJob = {
        ...{ clientId, action, state: 'running', at: 0, total, done: 0, same: 0 },
        ...{ refused: [], reasons: [], isCollecting: 'list' in what, canUndo: false },
      };
      store.set(() => began);
      const answer = await ask(() => transport.ask('bulk:act', { clientId, ...asWire(what), action }));
      if (answer.ok) hear(answer.value);
      else if (store.get() === began) store.set(() => null);
      return answer;
    },
    async undo(clientId) {
      const answer = await ask(() => transport.ask('bulk:undo', { clientId }));
      if (answer.ok) hear(answer.value);
      return answer;
    },
  };
}

function asWire(what: BulkTarget) {
  if ('ids' in what) return { ids: [...what.ids] };
  const { view, filter } = what.list;
  return { list: { view: toWire(view), filter } };
}
