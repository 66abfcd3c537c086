/** localStorage as the parts that keep something use it; a browser that refuses it forgets, and nothing else happens. */
import type { KeyStore } from '../sync/pending.ts';

export function createLocalKeys(storage: Storage): KeyStore {
  const attempt = <T>(run: () => T, otherwise: T): T => {
    try {
      return run();
    } catch {
      return otherwise;
    }
  };
  return {
    getItem: (key) => attempt(() => storage.getItem(key), null),
    setItem: (key, value) => attempt(() => storage.setItem(key, value), undefined),
    removeItem: (key) => attempt(() => storage.removeItem(key), undefined),
    keys: () => attempt(() => Object.keys(storage), []),
  };
}
