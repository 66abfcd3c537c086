/** Rows do not move under somebody's pointer: while it is over the list they keep their places and new ones wait. */
import { useMemo, useRef } from 'react';
import type { ConversationRow } from '../../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { holdOrder } from './build-list.ts';

export interface CalmRows {
  rows: ConversationRow[];
  /** rows that wait until nobody points any more */
  held: number;
}

/** `isHeld`: whether somebody points; `list`: what is shown, another one begins anew. More pages may be added while held. */
export function useCalmOrder(rows: ConversationRow[], isHeld: boolean, list: string): CalmRows {
  const shown = useRef<{ list: string; order: ConversationId[]; last: number }>({ list, order: [], last: 0 });
  return useMemo(() => {
    const before = shown.current;
    const isFresh = !isHeld || before.list !== list || before.order.length === 0;
    if (isFresh) {
      shown.current = { list, order: rows.map((row) => row.conversation.id), last: rows.length };
      return { rows, held: 0 };
    }
    // What comes behind everything that was there is a further page: it moves nothing.
    const known = new Set(before.order);
    const lastKnown = rows.reduce((at, row, index) => (known.has(row.conversation.id) ? index : at), -1);
    const further = rows.slice(lastKnown + 1);
    const calm = [...holdOrder(before.order, rows), ...further];
    shown.current = { ...before, order: calm.map((row) => row.conversation.id) };
    return { rows: calm, held: rows.length - calm.length };
  }, [rows, isHeld, list]);
}
