/** What the visitor has written and the server has not confirmed yet: one stored key per message, so that tabs never overwrite each other. */
import type { WireError } from '../../../../shared/errors.ts';
import type { VisitContext } from '../../../../shared/model/conversation.ts';
import type { FileRef } from '../../../../shared/model/file.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { KeyStore } from './storage.ts';

export interface OutboxItem {
  clientId: string;
  /** ms since 1970 by this device; with the client id it is the order of sending */
  at: number;
  /** null: starts a conversation, or joins the one that an item before it starts */
  conversationId: ConversationId | null;
  text: string;
  files: FileRef[];
  answers: Record<string, string>;
  context: VisitContext;
  /** present when nobody was there: where the answer goes */
  email?: string;
  /** the server will not take it as it is */
  failure?: Pick<WireError, 'code' | 'fields'>;
}

export interface Outbox {
  /** in the order of sending */
  list(): OutboxItem[];
  add(item: Omit<OutboxItem, 'clientId' | 'at'>): OutboxItem;
  put(item: OutboxItem): void;
  remove(clientId: string): void;
  clear(): void;
}

export function createOutbox(store: KeyStore, inboxId: string, now: () => number, drawId: () => string): Outbox {
  const prefix = `parley:${inboxId}:out:`;
  const list = (): OutboxItem[] =>
    store
      .keys(prefix)
      .map((key) => readItem(store.get(key)))
      .filter((item) => item !== null)
      .sort((a, b) => a.at - b.at || (a.clientId < b.clientId ? -1 : 1));
  const put = (item: OutboxItem): void => store.set(prefix + item.clientId, JSON.stringify(item));
  return {
    list,
    put,
    add(draft) {
      const at = Math.max(now(), (list().at(-1)?.at ?? 0) + 1);
      const item = { ...draft, clientId: drawId(), at };
      put(item);
      return item;
    },
    remove: (clientId) => store.remove(prefix + clientId),
    clear() {
      for (const key of store.keys(prefix)) store.remove(key);
    },
  };
}

/** An item that an older version wrote, or that somebody edited, is left alone rather than sent. */
function readItem(text: string | null): OutboxItem | null {
  try {
    const item = JSON.parse(text ?? '') as OutboxItem;
    const isSound = typeof item.clientId === 'string' && typeof item.at === 'number' && typeof item.text === 'string';
    return isSound && Array.isArray(item.files) ? item : null;
  } catch {
    return null;
  }
}
