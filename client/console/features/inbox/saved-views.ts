/** One's own views: which there are, what each shows, and changes of them. */
import type { SavedView } from '../../../../shared/model/saved-view.ts';
import { keyOf, type ListChoice, readView } from '../../sync/views.ts';

export const choiceOf = ({ view, sort, filter }: SavedView): ListChoice => ({ view: readView(view), sort, filter });

/** The one that shows just what is shown. */
export function findView(views: readonly SavedView[], choice: ListChoice): SavedView | undefined {
  return views.find((one) => keyOf(choiceOf(one)) === keyOf(choice));
}

/** Up or down by one place; as it was at the ends. */
export function moveView(views: readonly SavedView[], id: string, step: 1 | -1): SavedView[] {
  const at = views.findIndex((one) => one.id === id);
  const to = at + step;
  const next = [...views];
  if (at < 0 || to < 0 || to >= views.length) return next;
  next.splice(to, 0, ...next.splice(at, 1));
  return next;
}
