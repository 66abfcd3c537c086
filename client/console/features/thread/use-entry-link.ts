/** The entry that the address names behind its #: brought on screen once, and marked as long as the address names it. */
import { useLocation } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../sync/use-desk.ts';

const readOnline = (state: DeskState) => state.connection.state === 'online';

export interface EntryLink {
  /** the entry to be marked */
  marked: number | null;
  /** the entry that is not on screen yet */
  goal: number | null;
  isMissing: boolean;
  arrived(): void;
}

export function useEntryLink(id: ConversationId): EntryLink {
  const desk = useDesk();
  const isOnline = useDeskState(readOnline);
  const marked = readEntryHash(useLocation({ select: (location) => location.hash }));
  const [goal, setGoal] = useState<number | null>(marked);
  const [isMissing, setMissing] = useState(false);

  useEffect(() => {
    if (marked === null || !isOnline) return;
    let isCurrent = true;
    setGoal(marked);
    void desk.showEntry(id, marked).then((isThere) => {
      if (!isCurrent) return;
      setMissing(!isThere);
      if (!isThere) setGoal(null);
    });
    return () => {
      isCurrent = false;
    };
  }, [desk, id, marked, isOnline]);

  return { marked, goal, isMissing, arrived: useCallback(() => setGoal(null), []) };
}

/** 17 for "17" or "#17"; null for anything else. */
export function readEntryHash(hash: string): number | null {
  const seq = /^#?(\d{1,9})$/.exec(hash)?.[1];
  return seq === undefined || Number(seq) === 0 ? null : Number(seq);
}
