/** Tells the server what has arrived and what has been read: each only forward, and again when the telling was lost. */
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { Request } from './connection.ts';

export interface Marks {
  tell(kind: 'delivered:mark' | 'read:mark', conversationId: ConversationId, upTo: number): void;
}

export function createMarks(request: Request): Marks {
  const told = new Map<string, number>();
  return {
    tell(kind, conversationId, upTo) {
      const key = `${kind} ${conversationId}`;
      const before = told.get(key) ?? 0;
      if (upTo <= before) return;
      told.set(key, upTo);
      void request(kind, { conversationId, upTo }).then((result) => {
        if (!result?.ok && told.get(key) === upTo) told.set(key, before);
      });
    },
  };
}
