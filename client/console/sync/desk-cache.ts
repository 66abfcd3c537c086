/** Keeps the last desk of one person in IndexedDB; a browser that refuses it begins empty, and nothing else happens. */
import type { CachedDesk } from './cached-desk.ts';

export interface DeskCache {
  /** null when nothing was kept for this person; what was kept for others is forgotten. */
  load(userId: string): Promise<CachedDesk | null>;
  save(userId: string, desk: CachedDesk): Promise<void>;
  clear(): Promise<void>;
}

const storeName = 'desks';

export function createDeskCache(factory: IDBFactory, name = 'parley'): DeskCache {
  let opening: Promise<IDBDatabase> | null = null;

  function open(): Promise<IDBDatabase> {
    opening ??= new Promise((resolve, reject) => {
      const request = factory.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(storeName);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error('the cache is in use'));
    });
    return opening;
  }

  async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(storeName, mode);
      const request = work(transaction.objectStore(storeName));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  }

  const quietly = <T>(work: Promise<T>, otherwise: T): Promise<T> => work.catch(() => otherwise);

  async function read(userId: string): Promise<CachedDesk | null> {
    const found: unknown = await run('readonly', (store) => store.get(userId));
    if (found) return found as CachedDesk;
    await run('readwrite', (store) => store.clear());
    return null;
  }

  return {
    load: (userId) => quietly(read(userId), null),
    save: async (userId, desk) =>
      void (await quietly(
        run('readwrite', (store) => store.put(desk, userId)),
        undefined,
      )),
    clear: () =>
      quietly(
        run('readwrite', (store) => store.clear()),
        undefined,
      ),
  };
}
