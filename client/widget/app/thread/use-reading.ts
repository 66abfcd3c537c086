/** Tells what has been read: only while the panel is open, the page visible and focused, and the end of the thread in view. */
import { useEffect, useState } from 'preact/hooks';
import { useApp, useWidget } from '../context.ts';
import type { VisitorThreadState } from '../sync/state.ts';

export function useLooking(): boolean {
  const isOpen = useWidget((state) => state.isOpen);
  const [isFocused, setFocused] = useState(document.hasFocus());
  useEffect(() => {
    const look = (): void => setFocused(document.visibilityState === 'visible' && document.hasFocus());
    look();
    window.addEventListener('focus', look);
    window.addEventListener('blur', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.removeEventListener('focus', look);
      window.removeEventListener('blur', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return isOpen && isFocused;
}

export function useReading(thread: VisitorThreadState | undefined, isAtEnd: boolean): void {
  const { visitor } = useApp();
  const isLooking = useLooking();
  const link = useWidget((state) => state.link);
  const newest = thread?.entries.findLast(({ author }) => author.kind === 'agent')?.seq ?? 0;
  const read = thread?.conversation.marks.youRead.seq ?? 0;
  const id = thread?.conversation.id;
  useEffect(() => {
    if (id && isLooking && isAtEnd && link === 'online' && newest > read) visitor.markRead(id, newest);
  }, [id, isLooking, isAtEnd, link, newest, read, visitor]);
}
