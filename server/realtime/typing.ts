/** Who is typing where: never stored, gone by itself after a few seconds, told again only when it says something new. */
import type { ConversationId } from '../../shared/model/ids.ts';

export interface Typing<Author> {
  set(conversationId: ConversationId, authorKey: string, author: Author, text?: string): void;
  /** no longer typing: they stopped, sent the message, or left */
  clear(conversationId: ConversationId, authorKey: string): void;
  stop(): void;
}

export interface TypingState<Author> {
  conversationId: ConversationId;
  author: Author;
  typing: boolean;
  text?: string;
}

export function createTyping<Author>(expiryMs: number, tell: (state: TypingState<Author>) => void): Typing<Author> {
  const active = new Map<string, { author: Author; timer: NodeJS.Timeout }>();
  const keyOf = (conversationId: ConversationId, authorKey: string): string => `${conversationId} ${authorKey}`;

  function clear(conversationId: ConversationId, authorKey: string): void {
    const key = keyOf(conversationId, authorKey);
    const slot = active.get(key);
    if (!slot) return;
    clearTimeout(slot.timer);
    active.delete(key);
    tell({ conversationId, author: slot.author, typing: false });
  }

  return {
    clear,
    set(conversationId, authorKey, author, text) {
      const key = keyOf(conversationId, authorKey);
      clearTimeout(active.get(key)?.timer);
      const timer = setTimeout(() => clear(conversationId, authorKey), expiryMs);
      timer.unref();
      active.set(key, { author, timer });
      tell({ conversationId, author, typing: true, text });
    },
    stop() {
      for (const { timer } of active.values()) clearTimeout(timer);
      active.clear();
    },
  };
}
