/** Which letters stand open: what was new when the thread was opened and all that came since, until somebody says otherwise. */
import { useCallback, useState } from 'react';
import type { AgentEntry } from '../../../../../shared/model/entry.ts';
import type { EntryId } from '../../../../../shared/model/ids.ts';
import type { EntryPlace } from '../../../../../shared/placements.ts';
import { isLetter } from './read-letter.ts';

/** Seq of the first letter that stands open. Pure. */
export function openFrom(entries: readonly AgentEntry[], unreadAfter: number): number {
  const letters = entries.filter(isLetter).filter(({ body }) => !body.aside);
  const newest = letters.at(-1);
  const unread = letters.find(({ seq, author }) => seq > unreadAfter && author.kind === 'customer');
  return Math.min(newest?.seq ?? Number.MAX_SAFE_INTEGER, unread?.seq ?? Number.MAX_SAFE_INTEGER);
}

export interface LetterFolds {
  isOpen(entry: AgentEntry): boolean;
  toggle(id: EntryId, isOpen: boolean): void;
}

export function useLetterFolds(
  /** of this conversation; letters of others stand closed */
  entries: readonly AgentEntry[],
  unreadAfter: number,
  marked: EntryPlace | null,
): LetterFolds {
  const here = entries[0]?.conversationId;
  const [from] = useState(() => openFrom(entries, unreadAfter));
  const [chosen, setChosen] = useState<ReadonlyMap<EntryId, boolean>>(new Map());
  return {
    isOpen({ id, conversationId, seq, body }) {
      const isMarked = marked !== null && marked.of === conversationId && marked.seq === seq;
      const isRecent = conversationId === here && seq >= from && !(body.kind === 'message' && body.aside);
      return chosen.get(id) ?? (isMarked || isRecent);
    },
    toggle: useCallback((id, isOpen) => setChosen((known) => new Map(known).set(id, isOpen)), []),
  };
}
