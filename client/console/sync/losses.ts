/** Tells when something that was shown for a moment, such as what a search found, may be shown no more: it was erased, or is nobody's to see here. */
import type { ConversationRow } from '../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';

/**
 * null: it may be any of them. `unheard`: nobody listened for a while, and what was lost meanwhile is not known; what is shown stays until it was
 * read anew.
 */
export type Lost = ReadonlySet<ConversationId> | null | 'unheard';

export interface LossSignal {
  /** Answers how to stop listening. */
  subscribe(listener: (lost: Lost) => void): () => void;
}

export interface Losses extends LossSignal {
  /** Of rows as they are now, those that were erased since they were heard of last. */
  hear(rows: readonly ConversationRow[]): void;
  tell(lost: Lost): void;
}

/** Erasures are few: so many are remembered, that later news of the same conversation is not taken for another one. */
const REMEMBERED = 500;

export function createLosses(): Losses {
  const listeners = new Set<(lost: Lost) => void>();
  const known = new Map<ConversationId, number>();

  function tell(lost: Lost): void {
    for (const listener of listeners) listener(lost);
  }

  return {
    tell,
    hear(rows) {
      const lost = new Set<ConversationId>();
      for (const { conversation } of rows) {
        const { id, erasedRev } = conversation;
        if (erasedRev === undefined || known.get(id) === erasedRev) continue;
        known.set(id, erasedRev);
        lost.add(id);
      }
      for (const id of [...known.keys()].slice(0, Math.max(0, known.size - REMEMBERED))) known.delete(id);
      if (lost.size > 0) tell(lost);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
