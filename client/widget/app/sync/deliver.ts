/** Hands one outbox item to the server and puts what came of it into the state. */
import type { Result } from '../../../../shared/errors.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { Request } from './connection.ts';
import { applyEntry, applyThread } from './facts.ts';
import type { Outbox, OutboxItem } from './outbox.ts';
import type { Store, WidgetState } from './state.ts';

export function createDeliver(store: Store<WidgetState>, outbox: Outbox, request: Request) {
  /** A screen that showed a conversation only being started, or one that was closed long ago, goes on with the real one. */
  function follow(from: ConversationId | null, to: ConversationId): void {
    const { screen } = store.get();
    if (screen.name === 'thread' && screen.conversationId === from) {
      store.set({ screen: { name: 'thread', conversationId: to } });
    }
  }

  /** Later items of the same draft belong to the conversation that the first one has started. */
  function settle(from: ConversationId | null, to: ConversationId): void {
    for (const item of outbox.list()) {
      if (item.conversationId === from && item.email === undefined) outbox.put({ ...item, conversationId: to });
    }
  }

  async function start(item: OutboxItem): Promise<Result<unknown> | null> {
    const { clientId, text, answers, context, email } = item;
    const result =
      email === undefined
        ? await request('conversation:start', { clientId, text, fileIds: idsOf(item), answers, context })
        : await request('message:leave', { clientId, text, email, answers, context });
    if (!result?.ok) return result;
    const { id } = result.value.conversation;
    store.set(applyThread(store.get(), result.value));
    settle(null, id);
    follow(null, id);
    return result;
  }

  return async function deliver(item: OutboxItem): Promise<Result<unknown> | null> {
    if (item.conversationId === null) return start(item);
    const { clientId, text, conversationId } = item;
    const result = await request('message:send', { conversationId, clientId, text, fileIds: idsOf(item) });
    if (!result?.ok) return result;
    const { entry, moved } = result.value;
    if (moved) {
      store.set(applyThread(store.get(), moved));
      settle(conversationId, moved.conversation.id);
      follow(conversationId, moved.conversation.id);
    } else {
      store.set(applyEntry(store.get(), entry) ?? {});
    }
    return result;
  };
}

const idsOf = (item: OutboxItem) => item.files.map(({ id }) => id);
