/** What one person chose for this browser: sounds, desktop notifications, single-key shortcuts; all of its tabs follow. */
import { createStore, type Store } from '../sync/store.ts';

export interface Preferences {
  soundOffers: boolean;
  soundMessages: boolean;
  /** 0 to 1 */
  volume: number;
  /** shown only when the browser allows it too */
  desktop: boolean;
  /** single keys as shortcuts (WCAG 2.1.4) */
  singleKeys: boolean;
  /** Enter sends; otherwise only Ctrl or Cmd with it does */
  enterSends: boolean;
  /** how long a reply can be taken back; 0: it goes at once */
  undoSeconds: UndoSeconds;
}

export const undoChoices = [0, 5, 10] as const;
export type UndoSeconds = (typeof undoChoices)[number];

export interface PreferenceStore {
  store: Store<Preferences>;
  change(part: Partial<Preferences>): void;
  /** ends listening to the other tabs */
  stop(): void;
}

const standard: Preferences = {
  soundOffers: true,
  soundMessages: true,
  volume: 0.6,
  desktop: true,
  singleKeys: true,
  enterSends: true,
  undoSeconds: 0,
};

export function createPreferences(page: Window, userId: string): PreferenceStore {
  const key = `parley.preferences.${userId}`;
  const read = (): Preferences => parsePreferences(attempt(() => page.localStorage.getItem(key)));
  const store = createStore(read());
  const handleStorage = (event: StorageEvent): void => {
    if (event.key === key) store.set(read);
  };
  page.addEventListener('storage', handleStorage);
  return {
    store,
    change(part) {
      store.set((before) => ({ ...before, ...part }));
      attempt(() => page.localStorage.setItem(key, JSON.stringify(store.get())));
    },
    stop: () => page.removeEventListener('storage', handleStorage),
  };
}

/** Whatever is kept, every field comes out as it should be. */
export function parsePreferences(text: string | null): Preferences {
  const kept = (attempt(() => JSON.parse(text ?? '{}') as Partial<Record<keyof Preferences, unknown>>) ??
    {}) as Partial<Record<keyof Preferences, unknown>>;
  const flag = (name: Exclude<keyof Preferences, 'volume' | 'undoSeconds'>): boolean => {
    const value = kept[name];
    return typeof value === 'boolean' ? value : standard[name];
  };
  const { volume } = kept;
  return {
    soundOffers: flag('soundOffers'),
    soundMessages: flag('soundMessages'),
    volume: typeof volume === 'number' ? Math.min(1, Math.max(0, volume)) : standard.volume,
    desktop: flag('desktop'),
    singleKeys: flag('singleKeys'),
    enterSends: flag('enterSends'),
    undoSeconds: undoChoices.find((seconds) => seconds === kept.undoSeconds) ?? standard.undoSeconds,
  };
}

function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch {
    return null;
  }
}
