/** A queue that nobody serves is seen, whichever way it came about. */
import type { QueueBoard } from '../../../../shared/api.ts';
import { plainQueue, type Queue } from '../../../../shared/model/queue.ts';
import { howManyFit } from './capacity.ts';
import { insertAt } from './insert-at.ts';
import { findFaults, serversOf, splitSeconds } from './queue-board.ts';

const queue = (teamIds: string[], over: Partial<Queue> = {}) =>
  ({ ...plainQueue, id: 'q', name: 'Orders', teamIds, ...over }) as Queue;
const maya = { id: 'u1', name: 'Maya' };
const board = {
  queues: [],
  teams: [
    { id: 'care', name: 'Care', people: [maya, { id: 'u2', name: 'Ben' }] },
    { id: 'trade', name: 'Trade', people: [maya] },
    { id: 'empty', name: 'Empty', people: [] },
  ],
  inboxes: [{ id: 'i', name: 'Website', channel: 'webchat', queueId: 'q' }],
} as unknown as QueueBoard;

test.each([
  [queue(['care']), []],
  [queue([]), ['no-team']],
  [queue(['gone']), ['no-team']],
  [queue(['empty']), ['no-people']],
  [queue(['care'], { id: 'other' as Queue['id'] }), ['nothing-in']],
  [queue([], { archived: true }), []],
])('%j has %j', (one, faults) => {
  expect(findFaults(board, one)).toEqual(faults);
});

test('somebody in two teams is one person', () => {
  expect(serversOf(board, queue(['care', 'trade'])).people.map(({ name }) => name)).toEqual(['Ben', 'Maya']);
});

test('seconds are said in minutes where that is exact', () => {
  expect(splitSeconds(90)).toEqual({ amount: 90, unit: 'seconds' });
  expect(splitSeconds(300)).toEqual({ amount: 5, unit: 'minutes' });
});

test.each([
  [34, 2],
  [33, 3],
  [10, 10],
  [100, 1],
])('of weight %d as many as %d fit', (weight, fit) => {
  expect(howManyFit(weight)).toBe(fit);
});

test('a variable stands apart from the word before it, but not from Chinese', () => {
  expect(insertAt('Dear', '{{x}}')).toEqual({ text: 'Dear {{x}}', caret: 10 });
  expect(insertAt('Dear ,', '{{x}}', 5, 5)).toEqual({ text: 'Dear {{x}},', caret: 10 });
  expect(insertAt('您好', '{{x}}').text).toBe('您好{{x}}');
  expect(insertAt('a XX b', '{{x}}', 2, 4).text).toBe('a {{x}} b');
});
