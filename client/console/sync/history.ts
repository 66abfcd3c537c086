/** The whole history of a customer while somebody reads it: one at a time, in pages, and kept up to date. */
import type { z } from 'zod';
import type { ConsoleRequests } from '../../../shared/events.ts';
import type { HistoryPage } from '../../../shared/events-history.ts';
import { compareEntries, type HistoryFilter, type HistoryKey, momentKey } from '../../../shared/history.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { EntryPlace } from '../../../shared/placements.ts';
import type { DeskState } from './desk-state.ts';
import { growHistory, type HistorySlot, openHistory, startHistory, trimHistory } from './history-slot.ts';
import type { LossSignal } from './losses.ts';
import type { Store } from './store.ts';
import type { Transport } from './transport.ts';

export interface HistoryDesk {
  /** From its end, or around an entry; the one before is left. */
  open(of: ConversationId, filter: HistoryFilter, around?: EntryPlace): void;
  close(): void;
  loadEarlier(): void;
  loadLater(): void;
  /** Brings an entry among those shown; false when there is none, or it may not be read. */
  show(place: EntryPlace): Promise<boolean>;
  /** What was written from a moment on. */
  jump(at: number): Promise<void>;
  showLatest(): void;
  trim(): void;
  /** Told whenever something was written or changed in any of the customer's conversations, until the answer is called; one at a time. */
  watch(of: ConversationId, heard: () => void): () => void;
}

type Side = Pick<z.input<ConsoleRequests['history:page']>, 'before' | 'after' | 'around'>;

/** Entries asked for at once while somebody scrolls. */
const pageSize = 100;
/** What was written before others were read may be told after them. */
const OVERLAP_MS = 10_000;

export function createHistory(
  store: Store<DeskState>,
  transport: Pick<Transport, 'ask' | 'on' | 'isConnected'>,
  losses: LossSignal,
): HistoryDesk & { listen(): void; refresh(): void } {
  /** counts the histories that were opened: what is answered to an earlier one is dropped */
  let turn = 0;
  let isCatchingUp = false;
  let isBehind = false;
  let watched: { of: ConversationId; heard(): void } | null = null;

  /** The server follows one customer at a time, and who reads a history watches the same one. */
  const followWatched = (): void => {
    if (watched && transport.isConnected()) void transport.ask('history:follow', { conversationId: watched.of });
  };

  const set = (change: (slot: HistorySlot) => HistorySlot): void =>
    store.set((state) => (state.history ? { ...state, history: change(state.history) } : state));

  async function read(side: Side): Promise<HistoryPage | null> {
    const slot = store.get().history;
    if (!slot) return null;
    const asked = turn;
    const answer = await transport.ask('history:page', {
      ...{ conversationId: slot.of, limit: pageSize },
      ...slot.filter,
      ...side,
    });
    return answer.ok && asked === turn ? answer.value : null;
  }

  /** Follows first and reads then, so that nothing falls between. */
  async function begin(of: ConversationId, around: EntryPlace | undefined): Promise<void> {
    const asked = turn;
    if (!transport.isConnected()) return;
    const followed = await transport.ask('history:follow', { conversationId: of });
    const page = followed.ok ? ((around && (await read({ around }))) ?? (await read({}))) : null;
    if (asked !== turn) return;
    set((slot) => (page ? openHistory(slot, page) : { ...slot, status: 'failed', isReading: false }));
  }

  /** Pages to where something that is wanted is found, as what is looked at for one page is limited. */
  async function grow(side: 'earlier' | 'later'): Promise<void> {
    const slot = store.get().history;
    const key = slot?.[side];
    if (!slot || slot.isReading || !key) return;
    set((now) => ({ ...now, isReading: true }));
    const page = await read(side === 'earlier' ? { before: key } : { after: key });
    set((now) => (page ? growHistory(now, page, side) : { ...now, isReading: false }));
    if (page?.entries.length === 0 && page[side] !== null) await grow(side);
  }

  async function catchUp(): Promise<void> {
    isBehind = true;
    if (isCatchingUp) return;
    isCatchingUp = true;
    try {
      while (isBehind) {
        isBehind = false;
        const slot = store.get().history;
        // What is far from the end is read when somebody gets there.
        if (slot?.status !== 'open' || slot.later !== null) return;
        const last = slot.entries.at(-1);
        const page = await read({ after: momentKey(Math.max(0, (last?.at ?? 0) - OVERLAP_MS)) });
        if (!page) return;
        set((now) => growHistory(now, page, 'new'));
        if (page.later !== null) await grow('later');
      }
    } finally {
      isCatchingUp = false;
    }
  }

  /** Reads what is here once more, and shows what of it stands; whoever reads it stays where they are. */
  async function goOver(asked: number): Promise<void> {
    const slot = store.get().history;
    if (asked !== turn || !slot) return;
    const [first, last] = [slot.entries[0], slot.entries.at(-1)];
    const pages: HistoryPage[] = [];
    for (let after: HistoryKey | null = first && last ? momentKey(first.at) : null; after !== null; ) {
      const page: HistoryPage | null = await read({ after });
      if (asked !== turn) return;
      if (!page) {
        // Lost again, and then it is begun anew; or no more to be seen.
        if (transport.isConnected()) open(slot.of, slot.filter);
        return;
      }
      pages.push(page);
      const newest = page.entries.at(-1);
      after = newest && last && compareEntries(newest, last) >= 0 ? null : page.later;
    }
    const [start, ...rest] = pages;
    if (!start) return open(slot.of, slot.filter);
    set((now) =>
      rest.reduce((grown, page) => growHistory(grown, page, 'later'), {
        ...openHistory(now, start),
        earlier: now.earlier,
      }),
    );
    await catchUp();
  }

  async function around(asked: Side): Promise<boolean> {
    set((slot) => ({ ...slot, isReading: true }));
    const page = await read({ ...asked });
    set((slot) => (page ? openHistory(slot, page) : { ...slot, isReading: false }));
    return page !== null;
  }

  function open(of: ConversationId, filter: HistoryFilter, at?: EntryPlace): void {
    turn += 1;
    store.set((state) => ({ ...state, history: startHistory(of, filter) }));
    void begin(of, at);
  }

  return {
    open,
    close() {
      turn += 1;
      if (!store.get().history) return;
      store.set((state) => ({ ...state, history: null }));
      if (watched) followWatched();
      else if (transport.isConnected()) void transport.ask('history:leave', {});
    },
    watch(of, heard) {
      const own = { of, heard };
      watched = own;
      if (!store.get().history) followWatched();
      return () => {
        if (watched !== own) return;
        watched = null;
        if (!store.get().history && transport.isConnected()) void transport.ask('history:leave', {});
      };
    },
    loadEarlier: () => void grow('earlier'),
    loadLater: () => void grow('later'),
    async show(place) {
      const slot = store.get().history;
      if (!slot || slot.status === 'loading') return true;
      if (slot.entries.some(({ conversationId, seq }) => conversationId === place.of && seq === place.seq)) return true;
      return around({ around: place });
    },
    async jump(at) {
      await around({ around: { at } });
    },
    showLatest() {
      const slot = store.get().history;
      if (slot?.later) void around({});
    },
    trim: () => set(trimHistory),
    listen() {
      transport.on('history:grew', ({ anew }) => {
        watched?.heard();
        const slot = store.get().history;
        if (anew && slot) open(slot.of, slot.filter);
        else void catchUp();
      });
      // What was said in one of them is erased, or is not for this reader any more.
      losses.subscribe((lost) => {
        const slot = store.get().history;
        // Then it is gone over by `refresh`.
        if (lost === 'unheard') return;
        const isHere =
          slot && (lost === null || Object.keys(slot.conversations).some((id) => lost.has(id as ConversationId)));
        if (isHere) open(slot.of, slot.filter);
      });
      // The database's word on the conversation is a good moment to ask for the others too.
      transport.on('conversation:head', ({ conversationId }) => {
        if (store.get().history?.of === conversationId) void catchUp();
      });
      // Since a merge other conversations are theirs.
      transport.on('customer:changed', ({ conversationId, card }) => {
        const slot = store.get().history;
        if (slot?.of !== conversationId) return;
        const { of, cards } = store.get().customers;
        const idsOf = (known: typeof card | undefined) => known?.merges.map(({ id }) => id).join();
        const isOther = of[conversationId] !== undefined && of[conversationId].customerId !== card.id;
        if (card.isErased || isOther || idsOf(cards[card.id]) !== idsOf(card)) open(slot.of, slot.filter);
      });
    },
    /** After a reconnect nothing is followed any more, and what is here may have been erased, or be nobody's to see here. */
    refresh() {
      const slot = store.get().history;
      if (!slot) return followWatched();
      if (slot.status !== 'open') open(slot.of, slot.filter);
      else void transport.ask('history:follow', { conversationId: slot.of }).then(() => goOver(turn));
    },
  };
}
