/** Builds the desk of who is signed in, shows at once what was kept of it, and keeps it for the next time. */

import { type ReactNode, useEffect, useState } from 'react';
import { forgetSearches } from '../features/inbox/list-settings.ts';
import { pickCached } from '../sync/cached-desk.ts';
import { createDesk, type Desk } from '../sync/desk.ts';
import { createDeskCache, type DeskCache } from '../sync/desk-cache.ts';
import { createPendingStore } from '../sync/pending.ts';
import { drawId } from '../sync/random-id.ts';
import { createTransport } from '../sync/transport.ts';
import { DeskContext } from '../sync/use-desk.ts';
import { Frame } from './Frame.tsx';
import { createLocalKeys } from './local-keys.ts';

export interface DeskProviderProps {
  userId: string;
  /** `isChosen`: the agent signed out themselves */
  onEnded(isChosen: boolean): void;
  children: ReactNode;
}

const keptEveryMs = 5_000;
/** The cache answers in a few ms; a browser that takes longer begins empty and is filled when it comes. */
const cacheWithinMs = 150;

export function DeskProvider({ userId, onEnded, children }: DeskProviderProps) {
  const [desk, setDesk] = useState<Desk | null>(null);

  useEffect(() => {
    const keys = createLocalKeys(localStorage);
    const cache = createDeskCache(indexedDB);
    const { prefix } = createPendingStore(keys, userId);
    const made = createDesk({
      transport: createTransport(),
      userId,
      keys,
      now: Date.now,
      newClientId: drawId,
      after: (ms, run) => void setTimeout(run, ms),
    });
    const handleStorage = ({ key, newValue }: StorageEvent) => {
      if (key?.startsWith(prefix) && newValue === null) made.forgetPending(key.slice(prefix.length));
    };
    const unsubscribe = made.store.subscribe(() => {
      if (!made.store.get().ended) return;
      stopKeeping();
      void cache.clear();
      onEnded(false);
    });
    const stopKeeping = keepDesk(made, cache, userId);
    window.addEventListener('storage', handleStorage);
    window.addEventListener('online', made.retryConnection);
    made.start();
    void beginWith(made, cache, userId).then(() => setDesk(made));
    return () => {
      window.removeEventListener('storage', handleStorage);
      window.removeEventListener('online', made.retryConnection);
      stopKeeping();
      unsubscribe();
      made.stop();
    };
  }, [userId, onEnded]);

  async function handleSignedOut() {
    await createDeskCache(indexedDB).clear();
    forgetSearches(userId);
    onEnded(true);
  }

  if (!desk) return null;
  return (
    <DeskContext value={desk}>
      <Frame userId={userId} onSignedOut={() => void handleSignedOut()}>
        {children}
      </Frame>
    </DeskContext>
  );
}

async function beginWith(desk: Desk, cache: DeskCache, userId: string): Promise<void> {
  const adopted = cache.load(userId).then((cached) => cached && desk.adopt(cached));
  await Promise.race([adopted, new Promise((resolve) => setTimeout(resolve, cacheWithinMs))]);
}

/** Keeps the desk soon after it changed, and when the page is left; answers how to stop. */
function keepDesk(desk: Desk, cache: DeskCache, userId: string): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const keep = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const cached = pickCached(desk.store.get(), Date.now());
    if (cached) void cache.save(userId, cached);
  };
  const unsubscribe = desk.store.subscribe(() => {
    timer ??= setTimeout(keep, keptEveryMs);
  });
  const handleHidden = (): void => {
    if (document.visibilityState === 'hidden' && timer !== null) keep();
  };
  document.addEventListener('visibilitychange', handleHidden);
  return () => {
    unsubscribe();
    document.removeEventListener('visibilitychange', handleHidden);
    if (timer !== null) clearTimeout(timer);
  };
}
