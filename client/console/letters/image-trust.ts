/** Senders whose pictures are loaded without being asked again, as long as this page is open. */
import { useSyncExternalStore } from 'react';
import { createStore } from '../sync/store.ts';

const trusted = createStore<ReadonlySet<string>>(new Set());

export function trustImages(address: string): void {
  trusted.set((known) => new Set(known).add(address.toLowerCase()));
}

export function useTrustsImages(address: string | undefined): boolean {
  const known = useSyncExternalStore(trusted.subscribe, trusted.get);
  return address !== undefined && known.has(address.toLowerCase());
}
