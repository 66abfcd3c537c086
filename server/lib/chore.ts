/** Work that goes on in the background on one node at a time, from where it was when a node died. */
import type { Log } from './log.ts';

export interface Chore {
  /** There is something to do. */
  wake(): void;
  start(): void;
  /** Ends at the next place where it can be taken up again. */
  stop(): Promise<void>;
}

export interface ChoreDeps {
  name: string;
  /** False while another node is at it. Asked again and again: it may be lost. */
  lead(): Promise<boolean>;
  /** Does what there is to do; looks at `isOver` between its pieces, and leaves when it says so. */
  run(isOver: () => Promise<boolean>): Promise<void>;
  /** how often it looks by itself, ms */
  everyMs: number;
  log: Log;
}

export function createChore({ name, lead, run, everyMs, log }: ChoreDeps): Chore {
  let isStopping = false;
  let isWanted = false;
  let underWay: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  const isOver = async (): Promise<boolean> => isStopping || !(await lead());

  async function work(): Promise<void> {
    while (isWanted && !isStopping) {
      isWanted = false;
      try {
        if (await lead()) await run(isOver);
      } catch (error) {
        if (!isStopping) log.warn({ err: error }, `${name} broke off and goes on later.`);
      }
    }
  }

  function wake(): void {
    isWanted = true;
    if (isStopping || timer === undefined) return;
    underWay ??= work().finally(() => {
      underWay = null;
    });
  }

  return {
    wake,
    start() {
      timer = setInterval(wake, everyMs).unref();
      wake();
    },
    async stop() {
      isStopping = true;
      clearInterval(timer);
      await underWay;
    },
  };
}
