/** One's own views are told apart by what they show, and keep the order they are given. */
import type { SavedView } from '../../../../shared/model/saved-view.ts';
import { findView, moveView } from './saved-views.ts';

const view = (id: string, part: Partial<SavedView> = {}): SavedView => ({
  ...{ id, name: id, view: 'all', sort: 'newest', filter: { status: 'open' } },
  ...part,
});
const views = [view('a'), view('b', { filter: { status: 'closed' } }), view('c', { sort: 'due' })];

test('the one that shows what is shown is found', () => {
  expect(findView(views, { view: 'all', sort: 'due', filter: { status: 'open' } })?.id).toBe('c');
  expect(findView(views, { view: 'all', sort: 'oldest', filter: {} })).toBeUndefined();
});

test('moved by one place, and never beyond the ends', () => {
  const order = (some: SavedView[]) => some.map(({ id }) => id).join('');
  expect(order(moveView(views, 'c', -1))).toBe('acb');
  expect(order(moveView(views, 'a', -1))).toBe('abc');
  expect(order(moveView(views, 'c', 1))).toBe('abc');
});
