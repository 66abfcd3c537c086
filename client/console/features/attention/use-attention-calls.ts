/** Calls for attention: the count in the page's title, and a sound for offers and new messages. */
import { useEffect, useRef } from 'react';
import { isSoundOn } from '../../app/sound.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { countUnread, isInView } from '../../sync/views.ts';
import { playChime } from './chime.ts';

/** unread messages of the agent's own conversations */
export function countMine(state: DeskState): number {
  const me = state.me?.id;
  if (!me) return 0;
  let sum = 0;
  for (const id of state.lists.mine.ids) {
    const row = state.rows[id];
    if (row && isInView('mine', row, me)) sum += countUnread(row);
  }
  return sum;
}

const countOffers = (state: DeskState) => state.offers.length;

export function useAttentionCalls(title: string): void {
  const unread = useDeskState(countMine);
  const offers = useDeskState(countOffers);
  const before = useRef({ unread, offers });

  useEffect(() => {
    const calls = unread + offers;
    document.title = calls > 0 ? `(${calls}) ${title}` : title;
    const isLooking = document.visibilityState === 'visible' && document.hasFocus();
    if (isSoundOn(localStorage)) {
      if (offers > before.current.offers) playChime('offer');
      else if (unread > before.current.unread && !isLooking) playChime('message');
    }
    before.current = { unread, offers };
  }, [unread, offers, title]);
}
