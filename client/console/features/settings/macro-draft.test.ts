/** Building a macro: what may be added, what it lacks, and that closing stays last. */
import fc from 'fast-check';
import type { Catalogue } from '../../../../shared/api.ts';
import {
  type ActionDraft,
  actionTypes,
  addAction,
  describeAction,
  isCloseLast,
  isWhole,
  openTypes,
  startAction,
} from './macro-draft.ts';
import { moveItem } from './sort.ts';

const catalogue = {
  queues: [
    { id: 'q1', name: 'Old', teamIds: [], archived: true },
    { id: 'q2', name: 'Orders', teamIds: [], archived: false },
  ],
  tags: [{ id: 't1', name: 'VIP', colour: 'grey', archived: false }],
  dispositions: [{ id: 'd1', name: 'Solved', queueIds: [], archived: false }],
} as unknown as Catalogue;

test('actions are added before a close, at most ten, and some only once', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...actionTypes), { maxLength: 30 }), (wanted) => {
      let actions: ActionDraft[] = [];
      for (const [at, type] of wanted.entries()) {
        if (openTypes(actions).includes(type)) actions = addAction(actions, `a${at}`, startAction(type, catalogue));
      }
      expect(actions.length).toBeLessThanOrEqual(10);
      expect(isCloseLast(actions)).toBe(true);
      for (const once of ['close', 'transfer', 'snooze', 'set-priority']) {
        expect(actions.filter(({ action }) => action.type === once).length).toBeLessThanOrEqual(1);
      }
      expect(new Set(actions.map(({ key }) => key)).size).toBe(actions.length);
    }),
  );
});

test('a close that was dragged up is seen', () => {
  const actions = ['close', 'reply'].map((type, at): ActionDraft => {
    return { key: `a${at}`, action: startAction(type as 'close' | 'reply', catalogue) };
  });
  expect(isCloseLast(actions)).toBe(false);
  expect(isCloseLast(moveItem(actions, 0, 1))).toBe(true);
});

test('what still has to be chosen is not whole; a queue that is archived is not proposed', () => {
  const whole = actionTypes.filter((type) => isWhole(startAction(type, catalogue)));
  expect(whole).toEqual(['set-priority', 'snooze', 'transfer', 'close']);
  expect(startAction('transfer', catalogue)).toEqual({ type: 'transfer', queueId: 'q2' });
  expect(isWhole(startAction('transfer', { queues: [] }))).toBe(false);
});

test('actions are said with the names that people know', () => {
  expect(describeAction({ type: 'add-tags', tagIds: ['t1'] as never }, catalogue).values).toEqual({ tags: 'VIP' });
  expect(describeAction({ type: 'close', dispositionId: 'd1' as never }, catalogue)).toEqual({
    key: 'workspace.macros.does.close-as',
    values: { disposition: 'Solved' },
  });
  const long = describeAction({ type: 'reply', text: `Dear\n${'x'.repeat(100)}` }, catalogue).values.text;
  expect(String(long)).toMatch(/^Dear x+…$/);
});

test('moving an item keeps all of them', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer(), { minLength: 1 }), fc.nat(), fc.nat(), (items, a, b) => {
      const [from, to] = [a % items.length, b % items.length];
      const moved = moveItem(items, from, to);
      expect(moved[to]).toBe(items[from]);
      expect([...moved].sort()).toEqual([...items].sort());
    }),
  );
});
