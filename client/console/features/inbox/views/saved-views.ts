/** Saved views: which there are for somebody, in their order, and what each shows. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { SavedView, SavedViewId } from '../../../../../shared/model/saved-view.ts';
import { usePreferences } from '../../../app/shell-context.ts';
import { callApi } from '../../../http/api.ts';
import { catalogueKey } from '../../../http/catalogue.ts';
import { keyOf, type ListChoice, readView } from '../../../sync/views.ts';

export const choiceOf = ({ view, sort, filter }: Pick<SavedView, 'view' | 'sort' | 'filter'>): ListChoice => ({
  view: readView(view),
  sort,
  filter,
});

export const isSameChoice = (saved: SavedView, choice: ListChoice): boolean => keyOf(choiceOf(saved)) === keyOf(choice);

/** As somebody put them; those they never placed behind, by name. */
export function orderViews(views: readonly SavedView[], order: readonly SavedViewId[]): SavedView[] {
  const placeOf = ({ id }: SavedView): number => {
    const at = order.indexOf(id);
    return at < 0 ? order.length : at;
  };
  return [...views].sort((a, b) => placeOf(a) - placeOf(b) || a.name.localeCompare(b.name));
}

/** Up or down by one place; as it was at the ends. */
export function moveView<T>(views: readonly T[], at: number, step: 1 | -1): T[] {
  const next = [...views];
  const to = at + step;
  if (at < 0 || to < 0 || to >= views.length) return next;
  next.splice(to, 0, ...next.splice(at, 1));
  return next;
}

const none: readonly SavedView[] = [];

/** Own ones and those that are shared with whoever looks; null until they were read. */
export function useSavedViews(): SavedView[] | null {
  const [{ viewOrder }] = usePreferences();
  const { data } = useQuery({
    queryKey: [...catalogueKey, 'views'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await callApi<{ views: SavedView[] }>('GET', '/api/views')).views,
  });
  const views = data ?? none;
  return useMemo(() => (data ? orderViews(views, viewOrder) : null), [data, views, viewOrder]);
}

export interface ViewKeeper {
  create(view: Omit<SavedView, 'id' | 'ownerId'>): Promise<SavedView>;
  change(view: SavedView): Promise<SavedView>;
  remove(id: SavedViewId): Promise<void>;
}

/** Each throws an ApiError where it is refused. */
export function useViewKeeper(): ViewKeeper {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: [...catalogueKey, 'views'] });
  return {
    async create(view) {
      const made = await callApi<SavedView>('POST', '/api/views', view);
      await again();
      return made;
    },
    async change({ id, ownerId: _whose, ...view }) {
      const changed = await callApi<SavedView>('PUT', `/api/views/${id}`, view);
      await again();
      return changed;
    },
    async remove(id) {
      await callApi<null>('DELETE', `/api/views/${id}`);
      await again();
    },
  };
}
