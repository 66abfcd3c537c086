/** Sends what is pending, conversation by conversation in order, until the server has it or refuses it. */
import { fail, type Result, succeed } from '../../../shared/errors.ts';
import type { AgentEntry } from '../../../shared/model/entry.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { ScheduledReply } from '../../../shared/model/writing.ts';
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
  /** the server has it and will send it */
  onHeld(reply: ScheduledReply): void;
  after(ms: number, run: () => void): void;
}

export function createOutbox({ store, transport, kept, onWritten, onHeld, after }: OutboxDeps) {
  function put(send: PendingSend): void {
    kept.save(send);
    store.set((state) => setPending(state, send));
  }

  function forget(clientId: string): void {
    kept.remove(clientId);
    store.set((state) => dropPending(state, clientId));
  }

  async function ask(send: PendingSend): Promise<Result<() => void>> {
    const { conversationId, clientId, text, choices, template, expects, draft, hold } = send;
    const common = { conversationId, clientId, text, draft, fileIds: send.files.map((file) => file.id) };
    if (send.kind === 'note') {
      const mentions = (send.mentions ?? []).map((one) => one.id);
      return settle(await transport.ask('note:add', { ...common, mentions }), onWritten);
    }
    const { letter, by, close } = send;
    const reply = { ...common, choices, template, letter, by, expects, close: close ?? undefined };
    if (hold) return settle(await transport.ask('reply:schedule', { ...reply, when: hold }), onHeld);
    return settle(await transport.ask('message:send', reply), onWritten);
  }

  async function flush(conversationId: ConversationId): Promise<void> {
    const send = nextToSend(store.get().pending, conversationId);
    if (!send || !transport.isConnected()) return;
    store.set((state) => setPending(state, { ...send, state: { kind: 'sending' } }));
    const result = await ask(send).catch(() => fail({ code: 'not_ready', message: 'lost' }));
    if (result.ok) {
      kept.remove(send.clientId);
      result.value();
      forget(send.clientId);
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
    /** `expects`: what its author has seen by now. */
    retry(clientId: string, expects?: number): void {
      const send = store.get().pending.find((known) => known.clientId === clientId);
      if (!send) return;
      put({ ...send, expects: expects ?? send.expects, state: { kind: 'waiting' } });
      void flush(send.conversationId);
    },
    /** Its author took it back, or another page has done with it: what waited behind it goes on. */
    drop(clientId: string): void {
      const send = store.get().pending.find((known) => known.clientId === clientId);
      forget(clientId);
      if (send) void flush(send.conversationId);
    },
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

/** What is to be done with an answer, once it is known that there is one. */
function settle<T>(answer: Result<T>, use: (value: T) => void): Result<() => void> {
  return answer.ok ? succeed(() => use(answer.value)) : answer;
}
