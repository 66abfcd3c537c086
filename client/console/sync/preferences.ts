/** What the agent chose of how the console behaves: the browser's copy at once, the server's word as soon as it comes. */

import {
  type DeskPreferences,
  densities,
  listWidths,
  undoChoices,
  usualPreferences,
} from '../../../shared/model/preferences.ts';
import type { SavedViewId } from '../../../shared/model/saved-view.ts';
import type { KeyStore } from './pending.ts';
import { createStore, type Store } from './store.ts';
import type { Transport } from './transport.ts';

export interface PreferenceDesk {
  store: Store<DeskPreferences>;
  /** At once here and in this browser's copy; on the server soon after, and then in every tab. */
  change(part: Partial<DeskPreferences>): void;
  listen(): void;
  /** what the server has, after every connect */
  adopt(preferences: DeskPreferences): void;
}

interface Deps {
  transport: Pick<Transport, 'ask' | 'on'>;
  keys: KeyStore;
  userId: string;
  after(ms: number, run: () => void): void;
}

/** What is dragged or slid changes many times in a row. */
const calmMs = 300;

export function createPreferenceDesk({ transport, keys, userId, after }: Deps): PreferenceDesk {
  const key = `parley.preferences.${userId}`;
  const store = createStore(parsePreferences(keys.getItem(key)));
  /** chosen here and not yet known to be kept: it stands above what the server says */
  let unsent: Partial<DeskPreferences> = {};
  let isWaiting = false;

  function show(preferences: DeskPreferences): void {
    const next = { ...preferences, ...unsent };
    if (JSON.stringify(next) === JSON.stringify(store.get())) return;
    store.set(() => next);
    keys.setItem(key, JSON.stringify(next));
  }

  async function send(): Promise<void> {
    isWaiting = false;
    const sent = unsent;
    if (Object.keys(sent).length === 0) return;
    const answer = await transport.ask('preferences:change', sent);
    // What could not be sent is sent after the next connect.
    if (!answer.ok) return;
    const later = Object.entries(unsent).filter(([name, value]) => sent[name as keyof DeskPreferences] !== value);
    unsent = Object.fromEntries(later);
    show(answer.value);
  }

  function sendSoon(): void {
    if (isWaiting) return;
    isWaiting = true;
    after(calmMs, () => void send());
  }

  return {
    store,
    change(part) {
      unsent = { ...unsent, ...part };
      show(store.get());
      sendSoon();
    },
    listen() {
      transport.on('preferences:changed', ({ preferences }) => show(preferences));
    },
    adopt(preferences) {
      show(preferences);
      if (Object.keys(unsent).length > 0) sendSoon();
    },
  };
}

/** Whatever is kept, every field comes out as it should be. */
export function parsePreferences(text: string | null): DeskPreferences {
  const kept = parse(text);
  const flag = (name: 'soundOffers' | 'soundMessages' | 'desktop' | 'singleKeys' | 'enterSends'): boolean => {
    const value = kept[name];
    return typeof value === 'boolean' ? value : usualPreferences[name];
  };
  const { volume, listWidth } = kept;
  return {
    soundOffers: flag('soundOffers'),
    soundMessages: flag('soundMessages'),
    volume: typeof volume === 'number' ? Math.min(1, Math.max(0, volume)) : usualPreferences.volume,
    desktop: flag('desktop'),
    singleKeys: flag('singleKeys'),
    enterSends: flag('enterSends'),
    undoSeconds: undoChoices.find((seconds) => seconds === kept.undoSeconds) ?? usualPreferences.undoSeconds,
    density: densities.find((density) => density === kept.density) ?? usualPreferences.density,
    listWidth: typeof listWidth === 'number' ? limitWidth(listWidth) : null,
    viewOrder: Array.isArray(kept.viewOrder)
      ? kept.viewOrder.filter((id): id is SavedViewId => typeof id === 'string')
      : [],
  };
}

export const limitWidth = (width: number): number =>
  Math.round(Math.min(listWidths.most, Math.max(listWidths.least, width)));

function parse(text: string | null): Partial<Record<keyof DeskPreferences, unknown>> {
  try {
    const kept: unknown = JSON.parse(text ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}
