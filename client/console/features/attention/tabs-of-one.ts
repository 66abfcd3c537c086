/**
 * Several tabs of one agent act as one: one of them leads and makes the sounds, and each knows what the others look at.
 * The leader holds a lock of the browser; where that is refused (pages without https) each call is made by whoever marks it first.
 */

export interface Look {
  isFocused: boolean;
  conversationId: string | null;
}

export interface TabsOfOne {
  /** Whether this tab is the one to make this call; `what` names it, the same in every tab. */
  takes(what: string): boolean;
  /** Whether any tab has the focus, and whether one with the focus shows this conversation. */
  isAnyFocused(): boolean;
  isLookedAt(conversationId: string): boolean;
  tell(look: Look): void;
  stop(): void;
}

export interface Browsing {
  locks: LockManager | undefined;
  storage: Pick<Storage, 'getItem' | 'setItem'>;
  channel(name: string): Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>;
  tabId: string;
}

type Told = { tabId: string; look: Look | null } | { asks: true };

export function joinTabs(userId: string, { locks, storage, channel, tabId }: Browsing): TabsOfOne {
  const name = `parley.tabs.${userId}`;
  const others = new Map<string, Look>();
  const wire = channel(name);
  let own: Look = { isFocused: false, conversationId: null };
  let isLeader = false;
  let release: () => void = () => undefined;
  const abort = new AbortController();

  wire.onmessage = ({ data }: MessageEvent<Told>) => {
    if ('asks' in data) wire.postMessage({ tabId, look: own });
    else if (data.look) others.set(data.tabId, data.look);
    else others.delete(data.tabId);
  };
  wire.postMessage({ asks: true });
  locks
    ?.request(name, { signal: abort.signal }, () => {
      isLeader = true;
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    })
    .catch(() => undefined);

  return {
    takes(what) {
      if (locks) return isLeader;
      const key = `${name}.last`;
      if (storage.getItem(key) === what) return false;
      storage.setItem(key, what);
      return true;
    },
    isAnyFocused: () => own.isFocused || [...others.values()].some((look) => look.isFocused),
    isLookedAt: (id) => [own, ...others.values()].some((look) => look.isFocused && look.conversationId === id),
    tell(look) {
      if (look.isFocused === own.isFocused && look.conversationId === own.conversationId) return;
      own = look;
      wire.postMessage({ tabId, look });
    },
    stop() {
      wire.postMessage({ tabId, look: null });
      wire.close();
      release();
      abort.abort();
    },
  };
}
