/** What an agent has begun to write, kept per conversation on this computer. */

import type { KeyStore } from '../../sync/pending.ts';
import { createStore } from '../../sync/store.ts';

export interface ComposerDraft {
  mode: 'message' | 'note';
  message: string;
  note: string;
  choices: string[];
}

export const emptyDraft: ComposerDraft = { mode: 'message', message: '', note: '', choices: [] };

export function hasWords(draft: ComposerDraft): boolean {
  return draft.message.trim() !== '' || draft.note.trim() !== '';
}

export function createDrafts(keys: KeyStore, userId: string) {
  const prefix = `parley.draft.${userId}.`;
  const kept = new Set(keys.keys().flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : [])));
  const store = createStore<ReadonlySet<string>>(kept);
  return {
    store,
    read(conversationId: string): ComposerDraft {
      try {
        const value: unknown = JSON.parse(keys.getItem(prefix + conversationId) ?? 'null');
        return value && typeof value === 'object' ? { ...emptyDraft, ...value } : emptyDraft;
      } catch {
        return emptyDraft;
      }
    },
    write(conversationId: string, draft: ComposerDraft): void {
      const isKept = hasWords(draft);
      if (isKept) keys.setItem(prefix + conversationId, JSON.stringify(draft));
      else keys.removeItem(prefix + conversationId);
      store.set((known) => {
        if (known.has(conversationId) === isKept) return known;
        const next = new Set(known);
        if (isKept) next.add(conversationId);
        else next.delete(conversationId);
        return next;
      });
    },
  };
}
export type Drafts = ReturnType<typeof createDrafts>;
