/** Which letters stand open: what was new when the thread was opened and all that came since, until somebody says otherwise. */
import { useCallback, useState } from 'react';
import type { AgentEntry } from '../../../../../shared/model/entry.ts';
import type { EntryId } from '../../../../../shared/model/ids.ts';
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
  entries: readonly AgentEntry[],
  unreadAfter: number,
  marked: number | null,
): LetterFolds {
  const [from] = useState(() => openFrom(entries, unreadAfter));
  const [chosen, setChosen] = useState<ReadonlyMap<EntryId, boolean>>(new Map());
  return {
    isOpen: ({ id, seq, body }) =>
      chosen.get(id) ?? (seq === marked || (seq >= from && !(body.kind === 'message' && body.aside))),
    toggle: useCallback((id, isOpen) => setChosen((known) => new Map(known).set(id, isOpen)), []),
  };
}
