/** Views that somebody made for themselves: a list with its order and filters under a name. */
import type { ListFilter, ListSort } from './list.ts';

export interface SavedView {
  /** chosen by whoever made it */
  id: string;
  name: string;
  /** the list it narrows down, as it stands in addresses */
  view: string;
  sort: ListSort;
  filter: ListFilter;
}

/** Of one person. */
export const mostViews = 20;
export const viewNameLength = 40;
