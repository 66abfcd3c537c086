/** How one person wants their lists in this browser: order and filters of each view, what was searched for. Kept, and followed by all tabs. */
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { type ListFilter, listSorts } from '../../../../shared/model/list.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { createStore, type Store } from '../../sync/store.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { type ListChoice, readView, usualChoice, type ViewKey } from '../../sync/views.ts';

export interface ListSettings {
  choices: Partial<Record<ViewKey, Pick<ListChoice, 'sort' | 'filter'>>>;
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
      const name = readView(view);
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

function parseFilter(kept: unknown): ListFilter {
  const given = (kept ?? {}) as Record<string, unknown>;
  const words = ['tagId', 'priority', 'inboxId', 'channel', 'ownerId'] as const;
  const filter = Object.fromEntries(
    words.flatMap((name) => (typeof given[name] === 'string' ? [[name, given[name]]] : [])),
  );
  return {
    ...filter,
    ...(given.unread === true ? { unread: true as const } : null),
    ...(given.status === 'open' || given.status === 'closed' ? { status: given.status } : null),
  };
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

export function useListSettings(): [ListSettings, (part: Partial<ListSettings>) => void] {
  const { store, change } = settingsOf(useDeskState(readUserId));
  return [useSyncExternalStore(store.subscribe, store.get), change];
}

/** How this view is wanted; null puts it back to what is usual. */
export function useListChoice(
  view: ViewKey,
): [ListChoice, (choice: Pick<ListChoice, 'sort' | 'filter'> | null) => void] {
  const [{ choices }, change] = useListSettings();
  const kept = choices[view];
  const set = useCallback(
    (choice: Pick<ListChoice, 'sort' | 'filter'> | null) => {
      const { [view]: _before, ...others } = choices;
      change({ choices: choice ? { ...others, [view]: choice } : others });
    },
    [view, choices, change],
  );
  const choice = useMemo(() => (kept ? { view, ...kept } : usualChoice(view)), [view, kept]);
  return [choice, set];
}
