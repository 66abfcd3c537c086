/** Saved views stand in the order they were given, and are told apart by what they show. */
import type { UserId } from '../../../../../shared/model/ids.ts';
import type { SavedView, SavedViewId } from '../../../../../shared/model/saved-view.ts';
import { isSameChoice, moveView, orderViews } from './saved-views.ts';

const view = (id: string, part: Partial<SavedView> = {}): SavedView => ({
  ...{ id: id as SavedViewId, name: id, view: 'all', sort: 'newest', filter: { status: 'open' } },
  ...{ sharing: { kind: 'mine' }, ownerId: 'me' as UserId },
  ...part,
});
const views = [view('a'), view('b', { filter: { status: 'closed' } }), view('c', { sort: 'due' })];
const idsOf = (some: SavedView[]) => some.map(({ id }) => id).join('');

test('those that were placed first, the others by name; one that is gone leaves no hole', () => {
  expect(idsOf(orderViews(views, ['c', 'gone'] as SavedViewId[]))).toBe('cab');
});

test('moved by one place, and never beyond the ends', () => {
  expect(idsOf(moveView(views, 2, -1))).toBe('acb');
  expect(idsOf(moveView(views, 0, -1))).toBe('abc');
  expect(idsOf(moveView(views, 2, 1))).toBe('abc');
});

test('a view is the same while it shows the same', () => {
  const [, , due] = views;
  if (!due) throw new Error('not there');
  expect(isSameChoice(due, { view: 'all', sort: 'due', filter: { status: 'open', unread: undefined } })).toBe(true);
  expect(isSameChoice(due, { view: 'all', sort: 'oldest', filter: { status: 'open' } })).toBe(false);
});
