/** Reads the lists page by page and keeps their counters right. */
import type { ListView } from '../../../shared/events.ts';
import type { DeskState } from './desk-state.ts';
import { addPage } from './reduce-lists.ts';
import type { Store } from './store.ts';
import type { Transport } from './transport.ts';

export function createLists(
  store: Store<DeskState>,
  transport: Pick<Transport, 'ask'>,
  after: (ms: number, run: () => void) => void,
) {
  let shown: ListView = 'mine';
  let isCounting = false;

  async function read(view: ListView, cursor?: string): Promise<void> {
    setStatus(view, 'loading');
    const before = store.get().lists[view].ids;
    const answer = await transport.ask('list:open', { view, cursor });
    if (answer.ok) store.set((state) => addPage(state, view, answer.value, cursor === undefined ? before : null));
    else setStatus(view, store.get().lists[view].ids.size > 0 ? 'ready' : 'idle');
  }

  function setStatus(view: ListView, status: DeskState['lists'][ListView]['status']): void {
    store.set((state) => ({ ...state, lists: { ...state.lists, [view]: { ...state.lists[view], status } } }));
  }

  return {
    show(view: ListView): void {
      shown = view;
      const slot = store.get().lists[view];
      if (slot.status === 'idle') void read(view);
    },
    async more(view: ListView): Promise<void> {
      const slot = store.get().lists[view];
      if (slot.status === 'ready' && slot.next !== null) await read(view, slot.next);
    },
    /** After a reconnect the shown list is read at once, the others when they are shown. */
    refresh(): void {
      for (const view of ['mine', 'waiting', 'all'] as const) if (view !== shown) setStatus(view, 'idle');
      void read(shown);
    },
    /** Rows that were unknown before make the counters doubtful: asked for again, at most once a second. */
    recount(): void {
      if (isCounting || !store.get().countsStale) return;
      isCounting = true;
      after(1_000, async () => {
        const answer = await transport.ask('list:open', { view: shown, limit: 1 });
        isCounting = false;
        if (!answer.ok) return;
        const { counts } = answer.value;
        store.set((state) => ({
          ...state,
          countsStale: false,
          lists: {
            mine: { ...state.lists.mine, count: counts.mine },
            waiting: { ...state.lists.waiting, count: counts.waiting },
            all: { ...state.lists.all, count: counts.all },
          },
        }));
      });
    },
  };
}
export type Lists = ReturnType<typeof createLists>;
