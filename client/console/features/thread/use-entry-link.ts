/** The entry that the address names behind its #: brought on screen once, and marked as long as the address names it. */
import { useLocation } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { EntryPlace } from '../../../../shared/placements.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';

const readOnline = (state: DeskState) => state.connection.state === 'online';

export interface EntryLink {
  /** the entry to be marked */
  marked: EntryPlace | null;
  /** the entry that is not on screen yet */
  goal: EntryPlace | null;
  isMissing: boolean;
  arrived(): void;
}

/** `isWhole`: the entry is among all of the customer's, not only in this conversation */
export function useEntryLink(id: ConversationId, isWhole: boolean): EntryLink {
  const desk = useDesk();
  const isOnline = useDeskState(readOnline);
  const marked = useLinkedEntry(id);
  const [goal, setGoal] = useState<EntryPlace | null>(marked);
  const [isMissing, setMissing] = useState(false);

  useEffect(() => {
    if (marked === null || !isOnline) return;
    let isCurrent = true;
    // What was moved here is read beside the newest, or the whole history would be open.
    const showPlaced = async () => {
      desk.showLatest(id);
      return true;
    };
    setGoal(marked);
    const shown = isWhole
      ? desk.history.show(marked)
      : marked.of === id
        ? desk.showEntry(id, marked.seq)
        : showPlaced();
    void shown.then((isThere) => {
      if (!isCurrent) return;
      setMissing(!isThere);
      if (!isThere) setGoal(null);
    });
    return () => {
      isCurrent = false;
    };
  }, [desk, id, isWhole, marked, isOnline]);

  return { marked, goal, isMissing, arrived: useCallback(() => setGoal(null), []) };
}

/** The entry that the address of a conversation names. */
export function useLinkedEntry(id: ConversationId): EntryPlace | null {
  const hash = useLocation({ select: (location) => location.hash });
  return useMemo(() => {
    const linked = readEntryHash(hash);
    return linked && { of: linked.of ?? id, seq: linked.seq };
  }, [hash, id]);
}

/** 17 for "17" or "#17"; of another conversation where the number stands behind its id; null for anything else. */
export function readEntryHash(hash: string): { of: ConversationId | null; seq: number } | null {
  const [, of, seq] = /^#?(?:([0-9A-Z]{26})\.)?(\d{1,9})$/.exec(hash) ?? [];
  return seq === undefined || Number(seq) === 0 ? null : { of: (of as ConversationId) ?? null, seq: Number(seq) };
}

/** The address of an entry, from the conversation that is on screen. */
export function linkToEntry({ of, seq }: EntryPlace): string {
  const isHere = location.pathname.includes(of);
  return `${location.origin}${location.pathname}#${isHere ? '' : `${of}.`}${seq}`;
}
