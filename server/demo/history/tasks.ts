/** Runs what falls due at a moment of the played day, and knows when everything begun is done. */
import type { VirtualTime } from '../virtual-time.ts';

export interface Tasks {
  at(moment: number, run: () => Promise<void>): void;
  after(ms: number, run: () => Promise<void>): void;
  /** Resolves when nothing that was begun is under way; @throws what one of them threw */
  idle(): Promise<void>;
}

export function createTasks({ clock, timers }: VirtualTime): Tasks {
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];

  const after = (ms: number, run: () => Promise<void>): void => {
    timers.after(Math.max(0, Math.round(ms)), () => {
      const task = run().catch((error: unknown) => void failures.push(error));
      underWay.add(task);
      void task.then(() => underWay.delete(task));
    });
  };

  return {
    after,
    at: (moment, run) => after(moment - clock.now(), run),
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
      if (failures.length > 0) throw failures[0];
    },
  };
}
