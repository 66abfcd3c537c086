/** Keeps open threads complete: joins them, fills gaps, catches up when the server is ahead, pages back. */
import { hasGap, lastSeq, type ThreadEvent } from '../../../shared/apply.ts';
import type { AgentConversation } from '../../../shared/model/conversation.ts';
import type { AgentEntry } from '../../../shared/model/entry.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { DeskState } from './desk-state.ts';
import { applyToThread, openSnapshot, setSlot } from './reduce.ts';
import type { Store } from './store.ts';
import { growEarlier, growLater, type OpenSlot, shownEntries, withoutWindow, withWindow } from './thread-window.ts';
import type { Transport } from './transport.ts';

type AgentThreadEvent = ThreadEvent<AgentEntry, AgentConversation>;

/** Threads that stay joined after they were left, so that going back and forth is instant. */
const keptThreads = 8;
/** Entries of a thread that stay in memory when nobody looks at older ones. */
const keptEntries = 200;
/** Entries asked for at once while somebody scrolls. */
const pageSize = 100;

export function createThreads(store: Store<DeskState>, transport: Pick<Transport, 'ask' | 'isConnected'>) {
  const recent: ConversationId[] = [];
  /** What arrives before the snapshot it belongs to: it may be newer than what the snapshot was read from. */
  const early = new Map<ConversationId, AgentThreadEvent[]>();
  /** The entry that a thread is being opened at. */
  const wanted = new Map<ConversationId, number>();
  const syncing = new Map<ConversationId, { isWanted: boolean }>();

  async function open(id: ConversationId): Promise<void> {
    touch(id);
    if (!store.get().threads[id] || store.get().threads[id]?.status === 'refused') {
      store.set((state) => setSlot(state, id, { status: 'loading' }));
    } else if (store.get().threads[id]?.status === 'open') {
      return;
    }
    if (!transport.isConnected()) return;
    await join(id);
  }

  async function join(id: ConversationId): Promise<void> {
    const around = wanted.get(id) ?? ('unread' as const);
    wanted.delete(id);
    const answer = await transport.ask('conversation:open', { conversationId: id, around });
    // Left meanwhile: the server has been told so, and a thread that is not joined must not look open.
    if (!recent.includes(id)) return;
    if (answer.ok) {
      const kept = takeEarly(id);
      store.set((state) =>
        kept.reduce((next, event) => applyToThread(next, id, event), openSnapshot(state, answer.value)),
      );
      check(id);
    } else if (answer.error.code !== 'not_ready') {
      takeEarly(id);
      store.set((state) => setSlot(state, id, { status: 'refused', error: answer.error }));
    }
  }

  function takeEarly(id: ConversationId): AgentThreadEvent[] {
    const kept = early.get(id) ?? [];
    early.delete(id);
    return kept;
  }

  function touch(id: ConversationId): void {
    const at = recent.indexOf(id);
    if (at >= 0) recent.splice(at, 1);
    recent.unshift(id);
    for (const other of recent.slice(1)) trim(other);
    for (const left of recent.splice(keptThreads)) {
      early.delete(left);
      store.set((state) => setSlot(state, left, null));
      void transport.ask('conversation:leave', { conversationId: left });
    }
  }

  function trim(id: ConversationId): void {
    store.set((state) => {
      const slot = state.threads[id];
      if (slot?.status !== 'open' || (!slot.window && slot.thread.entries.length <= keptEntries)) return state;
      const trimmed = setSlot(state, id, withoutWindow(slot));
      return applyToThread(trimmed, id, { type: 'trimmed', keep: keptEntries });
    });
  }

  function setWindow(id: ConversationId, change: (slot: OpenSlot) => OpenSlot): void {
    store.set((state) => {
      const slot = state.threads[id];
      return slot?.status === 'open' ? setSlot(state, id, change({ ...slot, loadingEarlier: false })) : state;
    });
  }

  /** A page of what is shown, at one of its sides; one at a time. */
  async function readPage(id: ConversationId, side: { before: number } | { after: number }): Promise<void> {
    store.set((state) => {
      const slot = state.threads[id];
      return slot?.status === 'open' ? setSlot(state, id, { ...slot, loadingEarlier: true }) : state;
    });
    const answer = await transport.ask('entries:page', { conversationId: id, limit: pageSize, ...side });
    setWindow(id, (slot) => {
      if (!answer.ok) return slot;
      const { window } = slot;
      const place = 'before' in side ? window?.entries[0]?.seq : window?.entries.at(-1)?.seq;
      // The window may have been left, or another one opened, while the page was on its way.
      if (!window || place !== ('before' in side ? side.before : side.after)) return slot;
      return withWindow(slot, ('before' in side ? growEarlier : growLater)(window, answer.value));
    });
  }

  /** One sync at a time per thread; what is asked for meanwhile follows after. */
  async function sync(id: ConversationId): Promise<void> {
    const running = syncing.get(id);
    if (running) {
      running.isWanted = true;
      return;
    }
    const own = { isWanted: true };
    syncing.set(id, own);
    try {
      while (own.isWanted) {
        own.isWanted = false;
        if (await syncOnce(id)) own.isWanted = true;
      }
    } finally {
      syncing.delete(id);
    }
  }

  /** true when there is more to ask for */
  async function syncOnce(id: ConversationId): Promise<boolean> {
    const slot = store.get().threads[id];
    if (slot?.status !== 'open') return false;
    const { thread } = slot;
    const answer = await transport.ask('conversation:sync', {
      conversationId: id,
      after: lastSeq(thread),
      rev: thread.conversation.rev,
    });
    if (!answer.ok) {
      if (answer.error.code === 'not_found' || answer.error.code === 'forbidden') {
        store.set((state) => setSlot(state, id, { status: 'refused', error: answer.error }));
      }
      return false;
    }
    const news = answer.value;
    switch (news.kind) {
      case 'entries':
        store.set((state) =>
          applyToThread(state, id, { type: 'synced', entries: news.entries, conversation: news.conversation }),
        );
        return news.more;
      case 'reset':
        store.set((state) => applyToThread(state, id, { type: 'reset', snapshot: news.snapshot }));
        return false;
    }
  }

  function check(id: ConversationId): void {
    const slot = store.get().threads[id];
    if (slot?.status === 'open' && hasGap(slot.thread)) void sync(id);
  }

  return {
    open,
    /** Threads that an earlier page had open: joined and synced with the others after the connect. */
    adopt(ids: readonly ConversationId[]): void {
      recent.push(...ids.filter((id) => !recent.includes(id)).slice(0, keptThreads - recent.length));
    },
    /** What happened in a thread; one that is still being opened hears of it after its snapshot. */
    hear(id: ConversationId, event: AgentThreadEvent): void {
      if (store.get().threads[id]?.status === 'loading') early.set(id, [...(early.get(id) ?? []), event]);
      else store.set((state) => applyToThread(state, id, event));
      check(id);
    },
    /** What was said in it was erased: nothing of it stays on screen, and it is opened anew. */
    forget(id: ConversationId): void {
      if (!recent.includes(id)) return;
      early.delete(id);
      store.set((state) => setSlot(state, id, { status: 'loading' }));
      void join(id);
    },
    /** The server told what the database holds. */
    catchUp(id: ConversationId, seq: number, rev: number): void {
      const slot = store.get().threads[id];
      if (slot?.status !== 'open') return;
      if (seq > lastSeq(slot.thread) || rev > slot.thread.conversation.rev) void sync(id);
    },
    /** After a reconnect every thread is joined anew; one left in the middle of opening is opened. */
    rejoin(): void {
      for (const id of recent) {
        const status = store.get().threads[id]?.status;
        if (status === 'open') void sync(id);
        else if (status === 'loading') void join(id);
      }
    },
    async loadLater(id: ConversationId): Promise<void> {
      const slot = store.get().threads[id];
      if (slot?.status !== 'open' || slot.loadingEarlier) return;
      const last = slot.window?.entries.at(-1)?.seq;
      if (last !== undefined) await readPage(id, { after: last });
    },
    /** Brings an entry among those shown; false when there is none, or it may not be seen. */
    async show(id: ConversationId, seq: number): Promise<boolean> {
      const slot = store.get().threads[id];
      if (slot?.status !== 'open') {
        wanted.set(id, seq);
        return true;
      }
      if (shownEntries(slot).some((entry) => entry.seq === seq)) return true;
      if (slot.thread.entries.some((entry) => entry.seq === seq)) {
        setWindow(id, withoutWindow);
        return true;
      }
      const answer = await transport.ask('entries:page', { conversationId: id, around: seq });
      if (!answer.ok || !answer.value.entries.some((entry) => entry.seq === seq)) return false;
      setWindow(id, (now) => withWindow(withoutWindow(now), answer.value));
      return true;
    },
    showLatest: (id: ConversationId): void => setWindow(id, withoutWindow),
    trim,
    async loadEarlier(id: ConversationId): Promise<void> {
      const slot = store.get().threads[id];
      if (slot?.status !== 'open' || slot.loadingEarlier) return;
      if (slot.window) {
        const first = slot.window.entries[0]?.seq;
        if (first !== undefined && slot.window.earlier) await readPage(id, { before: first });
        return;
      }
      if (!slot.thread.earlier) return;
      const before = slot.thread.entries[0]?.seq;
      if (before === undefined) return;
      store.set((state) => setSlot(state, id, { ...slot, loadingEarlier: true }));
      const answer = await transport.ask('entries:page', { conversationId: id, before, limit: pageSize });
      if (answer.ok) store.set((state) => applyToThread(state, id, { type: 'earlier:loaded', ...answer.value }));
      const after = store.get().threads[id];
      if (after?.status === 'open' && after.loadingEarlier) {
        store.set((state) => setSlot(state, id, { ...after, loadingEarlier: false }));
      }
    },
  };
}
export type Threads = ReturnType<typeof createThreads>;
