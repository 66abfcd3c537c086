/** Whether the customer of a conversation has others beside it: only then there is a history to read. */
import { useCallback, useEffect } from 'react';
import type { ConversationId } from '../../../../../shared/model/ids.ts';
import type { DeskState } from '../../../sync/desk-state.ts';
import { useDesk, useDeskState } from '../../../sync/use-desk.ts';

export function useHasOthers(id: ConversationId): boolean {
  const desk = useDesk();
  const known = useDeskState(
    useCallback(
      ({ customers: { of, cards } }: DeskState) => of[id] && (cards[of[id].customerId]?.hasOthers ?? false),
      [id],
    ),
  );
  const isUnknown = known === undefined;
  // The panel reads it too, where it is open.
  useEffect(() => {
    if (isUnknown) void desk.customers.read(id);
  }, [desk, id, isUnknown]);
  return known ?? false;
}
