/** Keyed text that outlives the page where the browser allows it, and the page's life where it does not. */

export interface KeyStore {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(prefix: string): string[];
}

/** `area` may throw, be full or be missing: blocked third-party storage does all of these. */
export function openKeyStore(area: () => Storage): KeyStore {
  const memory = new Map<string, string>();
  let lasting: Storage | null = null;
  try {
    lasting = area();
    lasting.setItem('parley:probe', '1');
    lasting.removeItem('parley:probe');
  } catch {
    lasting = null;
  }
  return {
    get: (key) => memory.get(key) ?? lasting?.getItem(key) ?? null,
    set(key, value) {
      try {
        if (!lasting) throw new Error('no storage');
        lasting.setItem(key, value);
        memory.delete(key);
      } catch {
        memory.set(key, value);
      }
    },
    remove(key) {
      memory.delete(key);
      lasting?.removeItem(key);
    },
    keys(prefix) {
      const found = new Set([...memory.keys()].filter((key) => key.startsWith(prefix)));
      for (let i = 0; lasting && i < lasting.length; i += 1) {
        const key = lasting.key(i);
        if (key?.startsWith(prefix)) found.add(key);
      }
      return [...found];
    },
  };
}
