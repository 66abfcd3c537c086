/** Bursts of changes to a conversation become few rows, and the last one always comes. */
import type { Conversation } from '../../timeline/model.ts';
import { createRowCoalescer } from './row-coalescer.ts';

const row = (id: string, rev: number, head: number): Conversation =>
  ({ id, rev, heads: { agent: head, visitor: head }, tally: { customer: head, agent: 0 } }) as Conversation;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('the first is told at once, a burst as one at the end of the interval, each conversation for itself', () => {
  const told: string[] = [];
  const rows = createRowCoalescer(100, ({ id, rev }) => told.push(`${id}${rev}`));
  rows.touch(row('a', 1, 1));
  rows.touch(row('b', 1, 1));
  expect(told).toEqual(['a1', 'b1']);
  for (let rev = 2; rev <= 50; rev += 1) rows.touch(row('a', rev, rev));
  expect(told).toHaveLength(2);
  jest.advanceTimersByTime(100);
  expect(told).toEqual(['a1', 'b1', 'a50']);
  rows.touch(row('a', 51, 51));
  expect(told).toHaveLength(3);
  jest.advanceTimersByTime(100);
  expect(told.at(-1)).toBe('a51');
  jest.advanceTimersByTime(1_000);
  expect(told).toHaveLength(4);
  rows.stop();
});

test('an entry that was read with an older state takes nothing back', () => {
  const told: Conversation[] = [];
  const rows = createRowCoalescer(100, (conversation) => told.push(conversation));
  rows.touch(row('a', 1, 1));
  rows.touch(row('a', 5, 1));
  rows.touch(row('a', 2, 3));
  jest.advanceTimersByTime(100);
  expect(told.at(-1)).toMatchObject({ rev: 5, heads: { agent: 3 }, tally: { customer: 3 } });
  rows.stop();
});
