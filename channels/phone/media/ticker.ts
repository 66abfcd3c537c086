/** Calls every 10 ms on average, however late single timers are; made for sound, which has to keep pace with its receivers' clocks. */

/** Behind by more than this, the time is given up: nobody wants to hear it late. */
const MOST_BEHIND = 20;

export interface Ticker {
  start(): void;
  stop(): void;
}

export function createTicker(tick: () => void, everyMs: number, now: () => number = () => performance.now()): Ticker {
  let timer: NodeJS.Timeout | null = null;
  let immediate: NodeJS.Immediate | null = null;
  let due = 0;

  // In the phase after what arrived was taken in: after a pause of the process the sound of that pause is there before it is asked for.
  const run = (): void => {
    immediate = null;
    const behind = Math.floor((now() - due) / everyMs) + 1;
    if (behind > MOST_BEHIND) due += (behind - MOST_BEHIND) * everyMs;
    for (let left = Math.min(behind, MOST_BEHIND); left > 0 && timer !== null; left -= 1) {
      due += everyMs;
      tick();
    }
    if (timer !== null) wait();
  };
  const wait = (): void => {
    timer = setTimeout(
      () => {
        immediate = setImmediate(run);
      },
      Math.max(0, due - now()),
    );
  };

  return {
    start() {
      if (timer !== null) return;
      due = now() + everyMs;
      wait();
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      if (immediate !== null) clearImmediate(immediate);
      timer = null;
      immediate = null;
    },
  };
}
