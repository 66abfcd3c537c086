/** A text that the clock changes: whoever shows it is drawn anew only when it reads differently, and nobody else is. */
import { useCallback, useSyncExternalStore } from 'react';
import { useDeskState } from '../sync/use-desk.ts';

const readOffset = (state: { clockOffset: number }) => state.clockOffset;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

function tick(): void {
  timer = setTimeout(tick, 1000 - (Date.now() % 1000));
  for (const listener of listeners) listener();
}

/** One timer for all of them, at every full second while somebody looks. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) timer = setTimeout(tick, 1000 - (Date.now() % 1000));
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearTimeout(timer);
  };
}

/** `read` is given ms since 1970 by the server's clock. */
export function useTicked(read: (now: number) => string): string {
  const offset = useDeskState(readOffset);
  return useSyncExternalStore(
    subscribe,
    useCallback(() => read(Date.now() + offset), [read, offset]),
  );
}
