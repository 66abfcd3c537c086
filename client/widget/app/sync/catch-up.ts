/** Fills what this tab has missed: the whole picture on connecting, single threads when a gap or a head says so. */
import { hasGap, lastSeq } from '../../../../shared/apply.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { Request } from './connection.ts';
import { applySnapshot, applyToThread } from './facts.ts';
import type { Store, WidgetState } from './state.ts';

export interface CatchUp {
  /** the snapshot, then every loaded thread */
  all(): Promise<void>;
  thread(id: ConversationId): Promise<void>;
  /** the database's word on where a thread stands */
  head(id: ConversationId, seq: number, rev: number): void;
}

/** `arrived` is told of each thread that a sync may have brought entries for. */
export function createCatchUp(
  store: Store<WidgetState>,
  request: Request,
  arrived: (id: ConversationId) => void,
): CatchUp {
  const running = new Map<ConversationId, Promise<void>>();
  /** heads that a sync has answered for: a head may stand on an entry that visitors are not shown */
  const reached = new Map<ConversationId, number>();
  let isAll = false;
  let isAllAgain = false;

  async function syncThread(id: ConversationId): Promise<void> {
    for (;;) {
      const thread = store.get().threads[id];
      if (!thread) return;
      const payload = { conversationId: id, after: lastSeq(thread), rev: thread.conversation.rev };
      const result = await request('conversation:sync', payload);
      if (!result?.ok) return;
      const answer = result.value;
      if (answer.kind === 'reset') {
        store.set(applyToThread(store.get(), id, { type: 'reset', snapshot: answer.snapshot }));
        return;
      }
      const { entries, conversation, more } = answer;
      store.set(applyToThread(store.get(), id, { type: 'synced', entries, conversation }));
      if (!more) return;
    }
  }

  function thread(id: ConversationId): Promise<void> {
    const under = running.get(id);
    if (under) return under;
    const sync = syncThread(id).finally(() => {
      running.delete(id);
      arrived(id);
    });
    running.set(id, sync);
    return sync;
  }

  async function all(): Promise<void> {
    if (isAll) {
      isAllAgain = true;
      return;
    }
    isAll = true;
    const loaded = Object.keys(store.get().threads) as ConversationId[];
    const result = await request('visitor:sync', {});
    if (result?.ok) {
      store.set(applySnapshot(store.get(), result.value));
      for (const id of Object.keys(store.get().threads) as ConversationId[]) if (!loaded.includes(id)) arrived(id);
      await Promise.all(loaded.map(thread));
    }
    isAll = false;
    if (!isAllAgain) return;
    isAllAgain = false;
    await all();
  }

  return {
    all,
    thread,
    head(id, seq, rev) {
      const known = store.get().threads[id];
      if (!known) return;
      const at = Math.max(lastSeq(known), reached.get(id) ?? 0);
      if (seq <= at && rev <= known.conversation.rev && !hasGap(known)) return;
      void thread(id).then(() => reached.set(id, seq));
    },
  };
}
