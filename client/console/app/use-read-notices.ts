/** What was told of a conversation counts as read once that conversation is looked at. */
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useDesk } from '../sync/use-desk.ts';

export function useReadNotices(): void {
  const desk = useDesk();
  const { conversationId } = useParams({ strict: false });
  useEffect(() => {
    if (!conversationId) return;
    const read = (): void => {
      const { threads, notices } = desk.store.get();
      const isHere = Object.entries(threads).some(([id, slot]) => id === conversationId && slot.status === 'open');
      if (!isHere || document.visibilityState === 'hidden' || !document.hasFocus()) return;
      const unread = notices.filter((one) => one.conversationId === conversationId && one.readAt === null);
      if (unread.length > 0) desk.readNotices(unread.map((one) => one.id));
    };
    read();
    window.addEventListener('focus', read);
    const unsubscribe = desk.store.subscribe(read);
    return () => {
      window.removeEventListener('focus', read);
      unsubscribe();
    };
  }, [desk, conversationId]);
}
