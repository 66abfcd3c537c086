/** Which letters stand open: the newest, what was new when the thread was opened and all that came since, until somebody says otherwise. */
import { useCallback, useState } from 'react';
import type { AgentEntry } from '../../../../../shared/model/entry.ts';
import type { EntryId } from '../../../../../shared/model/ids.ts';
import type { EntryPlace } from '../../../../../shared/placements.ts';
import { isLetter } from './read-letter.ts';

const NOTHING = Number.MAX_SAFE_INTEGER;

/** Seq of the first letter that stands open. Pure. */
export function openFrom(entries: readonly AgentEntry[], unreadAfter: number): number {
  const letters = entries.filter(isLetter).filter(({ body }) => !body.aside);
  const newest = letters.at(-1);
  const unread = letters.find(({ seq, author }) => seq > unreadAfter && author.kind === 'customer');
  return Math.min(newest?.seq ?? NOTHING, unread?.seq ?? NOTHING);
}

export interface LetterFolds {
  isOpen(entry: AgentEntry): boolean;
  toggle(id: EntryId, isOpen: boolean): void;
}

export function useLetterFolds(
  /** of this conversation */
  entries: readonly AgentEntry[],
  unreadAfter: number,
  marked: EntryPlace | null,
  /** of a whole history that is read at its end: the newest of them stands open wherever it stands */
  whole: readonly AgentEntry[] | null,
): LetterFolds {
  const here = entries[0]?.conversationId;
  const [from, setFrom] = useState(() => openFrom(entries, unreadAfter));
  const [since, setSince] = useState<number | null>(null);
  // A whole history is opened before any of it is here.
  const first = from === NOTHING ? openFrom(entries, unreadAfter) : from;
  if (first !== from) setFrom(first);
  const newest = since === null ? whole?.findLast((entry) => isLetter(entry) && !entry.body.aside) : undefined;
  if (newest) setSince(newest.at);
  const [chosen, setChosen] = useState<ReadonlyMap<EntryId, boolean>>(new Map());
  return {
    isOpen({ id, conversationId, seq, at, body }) {
      const isMarked = marked !== null && marked.of === conversationId && marked.seq === seq;
      const isRecent = (conversationId === here && seq >= from) || (since !== null && at >= since);
      return chosen.get(id) ?? (isMarked || (isRecent && !(body.kind === 'message' && body.aside)));
    },
    toggle: useCallback((id, isOpen) => setChosen((known) => new Map(known).set(id, isOpen)), []),
  };
}
