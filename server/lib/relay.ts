/** Passes on what is told to whoever listens; what is told before anybody does is kept, so that nothing is tied in a circle. */
export interface Relay<T> {
  tell(message: T): void;
  /** Hands over what was kept, then everything as it comes. */
  listen(listener: (message: T) => void): void;
}

export function createRelay<T>(): Relay<T> {
  const kept: T[] = [];
  let listener: ((message: T) => void) | null = null;
  return {
    tell(message) {
      if (listener) listener(message);
      else kept.push(message);
    },
    listen(next) {
      listener = next;
      for (const message of kept.splice(0)) next(message);
    },
  };
}
