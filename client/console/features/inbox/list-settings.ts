/** How one person wants their lists in this browser: order and filters of each view, what was searched for. Kept, and followed by all tabs. */
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { type ListFilter, listSorts } from '../../../../shared/model/list.ts';
import type { SavedView } from '../../../../shared/model/saved-view.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { createStore, type Store } from '../../sync/store.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { type ListChoice, readAddress, readView, savedOf, usualChoice, type ViewAddress } from '../../sync/views.ts';
import { choiceOf } from './views/saved-views.ts';

export interface ListSettings {
  choices: Partial<Record<ViewAddress, Pick<ListChoice, 'sort' | 'filter'>>>;
  /** what was searched for, the newest first */
  searches: string[];
}

const standard: ListSettings = { choices: {}, searches: [] };

/** Whatever is kept, every field comes out as it should be. */
export function parseSettings(text: string | null): ListSettings {
  try {
    const kept = JSON.parse(text ?? '{}') as Record<string, unknown>;
    const choices: ListSettings['choices'] = {};
    for (const [view, value] of Object.entries(
      (kept.choices ?? {}) as Record<string, { sort?: unknown; filter?: unknown }>,
    )) {
      const sort = listSorts.find((one) => one === value.sort);
      const name = readAddress(view);
      if (name === view && sort) choices[name] = { sort, filter: parseFilter(value.filter) };
    }
    const searches = Array.isArray(kept.searches)
      ? kept.searches.filter((one) => typeof one === 'string').slice(0, 6)
      : [];
    return { choices, searches };
  } catch {
    return standard;
  }
}

/** What an older program kept under a name that means something else now is left out; the server refuses what is wrong beyond that. */
function parseFilter(kept: unknown): ListFilter {
  const given = (kept ?? {}) as Record<string, unknown>;
  const fits: Partial<Record<keyof ListFilter, boolean>> = {
    unread: given.unread === true,
    files: given.files === true,
    status: given.status === 'open' || given.status === 'closed',
    snoozed: typeof given.snoozed === 'boolean',
  };
  const words = [
    'tagId',
    'priority',
    'inboxId',
    'channel',
    'ownerId',
    'queueId',
    'teamId',
    'language',
    'dispositionId',
  ] as const;
  for (const name of words) fits[name] = typeof given[name] === 'string';
  for (const name of ['numberFrom', 'numberTo'] as const) fits[name] = typeof given[name] === 'number';
  for (const name of ['created', 'changed', 'waiting', 'attribute'] as const) {
    fits[name] = typeof given[name] === 'object' && given[name] !== null;
  }
  return Object.fromEntries(Object.entries(given).filter(([name]) => fits[name as keyof ListFilter] === true));
}

interface Kept {
  store: Store<ListSettings>;
  change(part: Partial<ListSettings>): void;
}

const known = new Map<string, Kept>();

/** One for each person of this page; it lives as long as the page. */
function settingsOf(userId: string): Kept {
  const found = known.get(userId);
  if (found) return found;
  const key = `parley.list.${userId}`;
  const read = (): ListSettings => {
    try {
      return parseSettings(localStorage.getItem(key));
    } catch {
      return standard;
    }
  };
  const store = createStore(read());
  window.addEventListener('storage', (event) => {
    if (event.key === key) store.set(read);
  });
  const made: Kept = {
    store,
    change(part) {
      store.set((before) => ({ ...before, ...part }));
      try {
        localStorage.setItem(key, JSON.stringify(store.get()));
      } catch {
        // A browser that keeps nothing forgets it with the page.
      }
    },
  };
  known.set(userId, made);
  return made;
}

const readUserId = (state: DeskState) => state.me?.id ?? '';

/** Whoever signs out leaves no names of customers behind. */
export function forgetSearches(userId: string): void {
  settingsOf(userId).change({ searches: [] });
}

export function useListSettings(): [ListSettings, (part: Partial<ListSettings>) => void] {
  const { store, change } = settingsOf(useDeskState(readUserId));
  return [useSyncExternalStore(store.subscribe, store.get), change];
}

/** How this list is wanted; null puts it back to what is usual, or to what the saved view says. */
export function useListChoice(
  address: ViewAddress,
  saved: SavedView | null,
): [ListChoice, (choice: Pick<ListChoice, 'sort' | 'filter'> | null) => void] {
  const [{ choices }, change] = useListSettings();
  const kept = choices[address];
  const set = useCallback(
    (choice: Pick<ListChoice, 'sort' | 'filter'> | null) => {
      const { [address]: _before, ...others } = choices;
      change({ choices: choice ? { ...others, [address]: choice } : others });
    },
    [address, choices, change],
  );
  const choice = useMemo(() => {
    // A view whose content has not come yet narrows everything down by something.
    const usual =
      savedOf(address) === null ? usualChoice(readView(address)) : saved ? choiceOf(saved) : usualChoice('all');
    return kept ? { view: usual.view, ...kept } : usual;
  }, [address, saved, kept]);
  return [choice, set];
}
