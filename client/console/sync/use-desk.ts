/** How screens read the desk: a selector whose result must be a part of the state or a plain value, never built anew. */
import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import type { Desk } from './desk.ts';
import type { DeskState } from './desk-state.ts';

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = use(DeskContext);
  if (!desk) throw new Error('used outside the desk');
  return desk;
}

export function useDeskState<T>(select: (state: DeskState) => T): T {
  const { store } = useDesk();
  const read = useCallback(() => select(store.get()), [select, store]);
  return useSyncExternalStore(store.subscribe, read);
}
