/** What the writer has had the chance to read: a message that comes while something is being written counts only after a moment in view. */
import { useCallback, useEffect, useRef } from 'react';
import { lastSeq } from '../../../../shared/apply.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';

/** Nobody reads a line and reconsiders what they were about to send in less. */
const READING_MS = 1_200;

/** Seq of the customer's newest message that is loaded, or of the newest entry where none is. */
export function newestOfCustomer(state: DeskState, id: ConversationId): number {
  const slot = state.threads[id];
  if (slot?.status !== 'open') return 0;
  const found = slot.thread.entries.findLast(
    ({ author, body }) => author.kind === 'customer' && body.kind === 'message',
  );
  return found?.seq ?? lastSeq(slot.thread);
}

/** Answers, at the moment of sending, the seq that the writer had seen. */
export function useSeen(id: ConversationId, isWriting: boolean): () => number {
  const newest = useDeskState(useCallback((state: DeskState) => newestOfCustomer(state, id), [id]));
  const seen = useRef(newest);
  const wasWriting = useRef(isWriting);

  useEffect(() => {
    if (seen.current >= newest) return;
    if (!wasWriting.current) {
      seen.current = newest;
      return;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (document.visibilityState !== 'visible') return;
      timer = setTimeout(() => {
        seen.current = newest;
      }, READING_MS);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [newest]);
  // After the effect above: it asks what was so before the message came.
  useEffect(() => {
    wasWriting.current = isWriting;
  }, [isWriting]);

  return useCallback(() => seen.current, []);
}
