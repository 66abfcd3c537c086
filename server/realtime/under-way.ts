/** What is being done for sockets that may be gone already: stopping waits for it. */

export interface UnderWay {
  add<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is left, what began meanwhile included. */
  idle(): Promise<void>;
}

export function createUnderWay(): UnderWay {
  const works = new Set<Promise<unknown>>();
  return {
    add(work) {
      works.add(work);
      const forget = (): void => void works.delete(work);
      work.then(forget, forget);
      return work;
    },
    async idle() {
      while (works.size > 0) await Promise.allSettled(works);
    },
  };
}
