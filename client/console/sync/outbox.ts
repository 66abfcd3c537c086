/** Sends what is pending, conversation by conversation in order, until the server has it or refuses it. */
import { fail, type Result } from '../../../shared/errors.ts';
import type { AgentEntry } from '../../../shared/model/entry.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { DeskState } from './desk-state.ts';
import { isPassing, nextToSend, type PendingSend, type PendingStore } from './pending.ts';
import { dropPending, setPending } from './reduce.ts';
import type { Store } from './store.ts';
import type { Transport } from './transport.ts';

export interface OutboxDeps {
  store: Store<DeskState>;
  transport: Pick<Transport, 'ask' | 'isConnected'>;
  kept: PendingStore;
  /** the server has taken it: the entry, for the thread */
  onWritten(entry: AgentEntry): void;
  after(ms: number, run: () => void): void;
}

export function createOutbox({ store, transport, kept, onWritten, after }: OutboxDeps) {
  function put(send: PendingSend): void {
    kept.save(send);
    store.set((state) => setPending(state, send));
  }

  function drop(clientId: string): void {
    kept.remove(clientId);
    store.set((state) => dropPending(state, clientId));
  }

  function ask(send: PendingSend): Promise<Result<AgentEntry>> {
    const { conversationId, clientId, text, choices } = send;
    const fileIds = send.files.map((file) => file.id);
    switch (send.kind) {
      case 'message':
        return transport.ask('message:send', { conversationId, clientId, text, fileIds, choices });
      case 'note':
        return transport.ask('note:add', { conversationId, clientId, text, fileIds });
    }
  }

  async function flush(conversationId: ConversationId): Promise<void> {
    const send = nextToSend(store.get().pending, conversationId);
    if (!send || !transport.isConnected()) return;
    store.set((state) => setPending(state, { ...send, state: { kind: 'sending' } }));
    const result = await ask(send).catch(() => fail({ code: 'not_ready', message: 'lost' }));
    if (result.ok) {
      kept.remove(send.clientId);
      onWritten(result.value);
      drop(send.clientId);
    } else if (isPassing(result.error)) {
      put({ ...send, state: { kind: 'waiting' } });
      if (transport.isConnected()) after((result.error.retryAfter ?? 2) * 1000, () => void flush(conversationId));
      return;
    } else {
      put({ ...send, state: { kind: 'failed', error: result.error } });
    }
    await flush(conversationId);
  }

  return {
    send(send: PendingSend): void {
      put(send);
      void flush(send.conversationId);
    },
    retry(clientId: string): void {
      const send = store.get().pending.find((known) => known.clientId === clientId);
      if (!send) return;
      put({ ...send, state: { kind: 'waiting' } });
      void flush(send.conversationId);
    },
    drop,
    /** After a start and after every reconnect. */
    flushAll(): void {
      for (const id of new Set(store.get().pending.map((send) => send.conversationId))) void flush(id);
    },
    /** What an earlier page left behind. */
    adopt(): void {
      const left = kept.load();
      if (left.length > 0) store.set((state) => left.reduce(setPending, state));
    },
  };
}
export type Outbox = ReturnType<typeof createOutbox>;
