/** Tells when what was read of tags, replies, teams and the like is old: the server said so, or was not heard for a while. */
import type { Transport } from './transport.ts';

export interface CatalogueSignal {
  /** Answers how to stop listening. */
  subscribe(listener: () => void): () => void;
}

export function createCatalogueSignal(transport: Pick<Transport, 'on' | 'onConnect'>): CatalogueSignal {
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  let isFirst = true;
  transport.on('catalogue:changed', tell);
  transport.onConnect(() => {
    if (!isFirst) tell();
    isFirst = false;
  });
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
