/** Tells colleagues which conversation this page shows, as long as the page can be seen. */
import { useEffect, useSyncExternalStore } from 'react';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { useDesk } from '../../sync/use-desk.ts';

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

export function useViewed(id: ConversationId): void {
  const desk = useDesk();
  const isVisible = useSyncExternalStore(subscribe, () => document.visibilityState === 'visible');
  useEffect(() => {
    if (!isVisible) return;
    desk.setViewed(id);
    return () => desk.setViewed(null);
  }, [desk, id, isVisible]);
}
