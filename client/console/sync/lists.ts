/** Reads the lists page by page; rows and counters that change are told by the server. */
import { isTimed } from '../../../shared/list-filter.ts';
import type { ConversationRow } from '../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { SearchAnswer, SearchFilter } from '../../../shared/model/search.ts';
import type { DeskState, ListSlot } from './desk-state.ts';
import type { Losses } from './losses.ts';
import { addPage, changeCounts, changeRows, forgetLists, removeRow } from './reduce-lists.ts';
import type { Store } from './store.ts';
import type { Transport } from './transport.ts';
import { createViewCounts } from './view-counts.ts';
import { keyOf, type ListChoice, toWire, usualChoice } from './views.ts';

export interface SearchQuery {
  text: string;
  filter?: SearchFilter;
  cursor?: string | undefined;
  limit?: number;
}

/** How often a list is looked at that goes along with time. */
const TIMED_MS = 15_000;

/** Lists that were narrowed down are kept for going back to them, but not for ever. */
const KEPT = 12;

export function createLists(
  store: Store<DeskState>,
  transport: Pick<Transport, 'ask' | 'on'>,
  clock: { now(): number; after(ms: number, run: () => void): void },
  losses: Pick<Losses, 'hear' | 'tell'>,
) {
  const counts = createViewCounts(transport);
  let shown: ListChoice = usualChoice('mine');
  /** what was taken away while pages are under way, so that an answer that was made before does not bring it back */
  const reading = new Map<symbol, Set<ConversationId>>();
  /** the newest first page of a list; an older one that comes late is dropped */
  const newest = new Map<string, symbol>();

  async function read(choice: ListChoice, cursor?: string): Promise<void> {
    const key = keyOf(choice);
    const turn = Symbol(key);
    const gone = new Set<ConversationId>();
    reading.set(turn, gone);
    if (cursor === undefined) newest.set(key, turn);
    setStatus(choice, 'loading');
    const before = cursor === undefined ? slotOf(choice).ids : null;
    const basis = newest.get(key);
    const { view, sort, filter } = choice;
    const answer = await transport.ask('list:open', { view: toWire(view), sort, filter, cursor });
    reading.delete(turn);
    // A first page that was asked for meanwhile says more than this one.
    if (newest.get(key) !== basis) return;
    if (!answer.ok) return setStatus(choice, slotOf(choice).ids.size > 0 ? 'ready' : 'idle');
    const { counts: all, ...page } = answer.value;
    store.set((state) => addPage({ ...state, counts: all }, choice, page, { before, gone }));
    // What a filter leaves out may leave a page short.
    if (page.next !== null && page.rows.length < 10 && keyOf(shown) === key) await read(choice, page.next);
  }

  function slotOf(choice: ListChoice): ListSlot {
    return store.get().lists[keyOf(choice)] ?? { choice, status: 'idle', ids: new Set(), next: null, end: null };
  }

  function setStatus(choice: ListChoice, status: ListSlot['status']): void {
    const slot = { ...slotOf(choice), status };
    store.set((state) => ({ ...state, lists: { ...state.lists, [keyOf(choice)]: slot } }));
  }

  function dropOld(): void {
    const { lists } = store.get();
    const chosen = Object.keys(lists).filter((key) => key.includes('?') && key !== keyOf(shown));
    for (const key of chosen.slice(0, Math.max(0, chosen.length - KEPT))) {
      newest.delete(key);
      store.set((state) => {
        const { [key]: _old, ...rest } = state.lists;
        return { ...state, lists: rest };
      });
    }
  }

  function setNow(): void {
    store.set((state) => ({ ...state, listsAt: clock.now() + state.clockOffset }));
  }

  /** Who comes in by the time alone is read, and who leaves is left out by another moment. */
  function goAlong(): void {
    clock.after(TIMED_MS, goAlong);
    if (!isTimed(shown.filter) || slotOf(shown).status === 'loading') return;
    setNow();
    void read(shown);
  }

  return {
    show(choice: ListChoice): void {
      shown = choice;
      if (isTimed(choice.filter)) setNow();
      if (slotOf(choice).status === 'idle') void read(choice);
      dropOld();
    },
    async more(choice: ListChoice): Promise<void> {
      const slot = slotOf(choice);
      if (slot.status === 'ready' && slot.next !== null) await read(choice, slot.next);
    },
    /** After a reconnect the shown list is read at once, the others when they are shown; `anew`: what was in them is not shown until then. */
    refresh(others: 'later' | 'anew'): void {
      if (others === 'anew') store.set((state) => forgetLists(state, [keyOf(shown), 'mine']));
      for (const [key, slot] of Object.entries(store.get().lists))
        if (key !== keyOf(shown)) setStatus(slot.choice, 'idle');
      setNow();
      void read(shown);
      counts.refresh();
    },
    counts,
    listen(): void {
      counts.listen();
      clock.after(TIMED_MS, goAlong);
      transport.on('rows:changed', ({ rows }) => {
        for (const gone of reading.values()) for (const row of rows) gone.delete(row.conversation.id);
        store.set((state) => changeRows(state, rows));
        losses.hear(rows);
      });
      transport.on('row:removed', ({ conversationId }) => {
        for (const gone of reading.values()) gone.add(conversationId);
        store.set((state) => removeRow(state, conversationId));
        losses.tell(new Set([conversationId]));
      });
      transport.on('counts:changed', (changed) => store.set((state) => changeCounts(state, changed)));
    },
    /** By words of what was written, and whatever else is found by them; null when the server did not answer. */
    async searchText(query: SearchQuery): Promise<SearchAnswer | null> {
      const answer = await transport.ask('search:text', query);
      return answer.ok ? answer.value : null;
    },
    /** By a customer's name or address, or by #number; null when the server did not answer. */
    async find(text: string): Promise<ConversationRow[] | null> {
      const answer = await transport.ask('search:find', { text });
      return answer.ok ? answer.value.rows : null;
    },
  };
}
export type Lists = ReturnType<typeof createLists>;
