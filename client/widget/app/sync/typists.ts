/** Who is typing: the agent's state expires by itself, the visitor's is told at most every two seconds. */

import { limits } from '../../../../shared/limits.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { Request } from './connection.ts';
import type { Store, WidgetState } from './state.ts';

const expiry = 6_000;
const pace = 2_000;

export interface Typists {
  /** null: nobody */
  set(id: ConversationId, name: string | null): void;
  /** the visitor's draft as it stands; empty means stopped */
  type(id: ConversationId, text: string): void;
  stop(id: ConversationId): void;
}

export function createTypists(store: Store<WidgetState>, request: Request): Typists {
  const timers = new Map<ConversationId, ReturnType<typeof setTimeout>>();
  let pending: ReturnType<typeof setTimeout> | null = null;
  let latest: { id: ConversationId; text: string } | null = null;
  let isTyping = false;

  function set(id: ConversationId, name: string | null): void {
    clearTimeout(timers.get(id));
    const { [id]: _before, ...others } = store.get().typing;
    if (name !== null)
      timers.set(
        id,
        setTimeout(() => set(id, null), expiry),
      );
    store.set({ typing: name === null ? others : { ...others, [id]: name } });
  }

  function tell(): void {
    pending = null;
    if (!latest) return;
    const { id, text } = latest;
    latest = null;
    isTyping = true;
    const preview = store.get().inbox?.typingPreview ? text.slice(0, limits.typingPreview) : undefined;
    void request('typing:set', { conversationId: id, typing: true, text: preview });
    pending = setTimeout(tell, pace);
  }

  function stop(id: ConversationId): void {
    latest = null;
    if (!isTyping) return;
    isTyping = false;
    void request('typing:set', { conversationId: id, typing: false });
  }

  return {
    set,
    stop,
    type(id, text) {
      if (text.trim() === '') {
        stop(id);
        return;
      }
      latest = { id, text };
      if (!pending) tell();
    },
  };
}
