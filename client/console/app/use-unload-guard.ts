/** Asks before the page is left while something written here has not reached the server. */
import { useEffect } from 'react';
import type { DeskState } from '../sync/desk-state.ts';
import { useDeskState } from '../sync/use-desk.ts';

const hasUnsent = (state: DeskState) => state.pending.some((send) => send.state.kind !== 'failed');

export function useUnloadGuard(): void {
  const isNeeded = useDeskState(hasUnsent);
  useEffect(() => {
    if (!isNeeded) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isNeeded]);
}
