/** Something that goes on until it is done or stopped: all that waits inside is undone at once. */

export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export interface Scope {
  readonly stopped: boolean;
  /** `begin` starts to wait and answers how to undo that. @throws Interrupted when the scope is stopped */
  until<T>(begin: (done: (value: T) => void) => () => void): Promise<T>;
  child(): Scope;
  stop(): void;
}

export function createScope(): Scope {
  let stopped = false;
  const stops = new Set<() => void>();
  return {
    get stopped() {
      return stopped;
    },
    until(begin) {
      return new Promise((resolve, reject) => {
        if (stopped) return reject(new Interrupted('stopped'));
        let isOver = false;
        let undo: () => void = () => undefined;
        const finish = (settle: () => void) => {
          if (isOver) return;
          isOver = true;
          stops.delete(stop);
          undo();
          settle();
        };
        const stop = () => finish(() => reject(new Interrupted('stopped')));
        stops.add(stop);
        undo = begin((value) => finish(() => resolve(value)));
        if (isOver) undo();
      });
    },
    child() {
      const inner = createScope();
      if (stopped) inner.stop();
      else stops.add(inner.stop);
      return inner;
    },
    stop() {
      stopped = true;
      for (const stop of [...stops]) stop();
      stops.clear();
    },
  };
}
