/** One tab of an agent owns the device: the others wait for it by a lock of the browser, which goes on to the next when a tab is closed. */

export interface Ownership {
  /** From another tab, which is told. */
  takeOver(): void;
  stop(): void;
}

export function ownTab(name: string, onChange: (owns: boolean) => void): Ownership {
  let isStopped = false;
  let release: () => void = () => {};
  let waiting = new AbortController();

  function request(options: LockOptions): void {
    navigator.locks
      .request(name, options, async () => {
        if (isStopped) return;
        onChange(true);
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      })
      .catch(() => {
        // Taken over by another tab, or waiting no more: it may come back to us.
        if (isStopped || waiting.signal.aborted) return;
        onChange(false);
        wait();
      });
  }

  function wait(): void {
    waiting = new AbortController();
    request({ signal: waiting.signal });
  }

  onChange(false);
  wait();
  return {
    takeOver() {
      waiting.abort();
      waiting = new AbortController();
      request({ steal: true });
    },
    stop() {
      isStopped = true;
      waiting.abort();
      release();
    },
  };
}
