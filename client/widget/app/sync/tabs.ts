/** Several tabs of one visitor: one leads (sound and title), one at a time sends, all hear of changes. Without these browser features every tab is alone. */

export interface Tabs {
  isLeader(): boolean;
  lock<T>(name: string, work: () => Promise<T>): Promise<T>;
  tell(): void;
  /** lets go of everything that would keep a page out of the back-forward cache */
  pause(): void;
  resume(): void;
}

/** A frozen tab must not hold the others up for longer than this, in ms. */
const patience = 15_000;

export function createTabs(inboxId: string, handle: { told(): void; led(): void }): Tabs {
  const name = `parley:${inboxId}`;
  const locks: LockManager | undefined = navigator.locks;
  let channel: BroadcastChannel | null = null;
  let leads = !locks;
  let letGo: () => void = () => undefined;
  let giveUp: AbortController | null = null;

  function resume(): void {
    if (!channel && typeof BroadcastChannel === 'function') {
      channel = new BroadcastChannel(name);
      channel.onmessage = () => handle.told();
    }
    if (!locks || giveUp) return;
    giveUp = new AbortController();
    locks
      .request(`${name}:lead`, { signal: giveUp.signal }, () => {
        leads = true;
        handle.led();
        return new Promise<void>((resolve) => {
          letGo = resolve;
        });
      })
      // Aborted, or storage is blocked and with it the locks: then this tab is its own leader.
      .catch((error: unknown) => {
        if (!(error instanceof DOMException && error.name === 'AbortError')) leads = true;
      });
  }

  async function lock<T>(what: string, work: () => Promise<T>): Promise<T> {
    if (!locks) return work();
    let hasBegun = false;
    const begin = (): Promise<T> => {
      hasBegun = true;
      return work();
    };
    try {
      return (await locks.request(`${name}:${what}`, { signal: AbortSignal.timeout(patience) }, begin)) as T;
    } catch (error) {
      // Sends are idempotent, so going on without the lock costs nothing but order against the frozen tab.
      if (hasBegun) throw error;
      return work();
    }
  }

  resume();
  return {
    isLeader: () => leads,
    lock,
    resume,
    tell: () => channel?.postMessage('changed'),
    pause() {
      channel?.close();
      channel = null;
      giveUp?.abort();
      giveUp = null;
      letGo();
      leads = !locks;
    },
  };
}
