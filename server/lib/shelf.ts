/** A little memory for what was costly to get: bounded in size and in time, the longest unused goes first. */

export interface Shelf<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
}

export interface ShelfOptions<T> {
  bytes: number;
  ms: number;
  now(): number;
  sizeOf(value: T): number;
}

export function createShelf<T>({ bytes, ms, now, sizeOf }: ShelfOptions<T>): Shelf<T> {
  const kept = new Map<string, { value: T; until: number }>();
  let size = 0;

  function drop(key: string): void {
    const found = kept.get(key);
    if (found === undefined) return;
    kept.delete(key);
    size -= sizeOf(found.value);
  }

  return {
    get(key) {
      const found = kept.get(key);
      if (found === undefined) return undefined;
      if (found.until <= now()) return void drop(key);
      // The order of a map is the order of its insertions.
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    put(key, value) {
      drop(key);
      kept.set(key, { value, until: now() + ms });
      size += sizeOf(value);
      for (const oldest of kept.keys()) {
        if (size <= bytes) break;
        drop(oldest);
      }
    },
  };
}
