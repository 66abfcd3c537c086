/** Keeps open threads complete: joins them, fills gaps, catches up when the server is ahead, pages back. */
import { hasGap, lastSeq, type ThreadEvent } from '../../../shared/apply.ts';
import type { AgentConversation } from '../../../shared/model/conversation.ts';
import type { AgentEntry } from '../../../shared/model/entry.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { DeskState } from './desk-state.ts';
import { applyToThread, openSnapshot, setSlot } from './reduce.ts';
import type { Store } from './store.ts';
import type { Transport } from './transport.ts';

type AgentThreadEvent = ThreadEvent<AgentEntry, AgentConversation>;

/** Threads that stay joined after they were left, so that going back and forth is instant. */
const keptThreads = 8;

export function createThreads(store: Store<DeskState>, transport: Pick<Transport, 'ask' | 'isConnected'>) {
  const recent: ConversationId[] = [];
  /** What arrives before the snapshot it belongs to: it may be newer than what the snapshot was read from. */
  const early = new Map<ConversationId, AgentThreadEvent[]>();
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
    const answer = await transport.ask('conversation:open', { conversationId: id });
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
    for (const left of recent.splice(keptThreads)) {
      early.delete(left);
      store.set((state) => setSlot(state, left, null));
      void transport.ask('conversation:leave', { conversationId: left });
    }
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
    /** What happened in a thread; one that is still being opened hears of it after its snapshot. */
    hear(id: ConversationId, event: AgentThreadEvent): void {
      if (store.get().threads[id]?.status === 'loading') early.set(id, [...(early.get(id) ?? []), event]);
      else store.set((state) => applyToThread(state, id, event));
      check(id);
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
    async loadEarlier(id: ConversationId): Promise<void> {
      const slot = store.get().threads[id];
      if (slot?.status !== 'open' || slot.loadingEarlier || !slot.thread.earlier) return;
      const before = slot.thread.entries[0]?.seq;
      if (before === undefined) return;
      store.set((state) => setSlot(state, id, { ...slot, loadingEarlier: true }));
      const answer = await transport.ask('entries:page', { conversationId: id, before });
      if (answer.ok) store.set((state) => applyToThread(state, id, { type: 'earlier:loaded', ...answer.value }));
      const after = store.get().threads[id];
      if (after?.status === 'open' && after.loadingEarlier) {
        store.set((state) => setSlot(state, id, { ...after, loadingEarlier: false }));
      }
    },
  };
}
export type Threads = ReturnType<typeof createThreads>;
