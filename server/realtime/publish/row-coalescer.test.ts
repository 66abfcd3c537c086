/** Bursts of changes become few frames, and the last state always comes. */
import type { ConversationRow } from '../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import { createRowCoalescer } from './row-coalescer.ts';

const row = (id: string, rev: number, head: number): ConversationRow =>
  ({ conversation: { id, rev }, head, tally: { customer: head, agent: 0 } }) as ConversationRow;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function start() {
  const told: string[] = [];
  const rows = createRowCoalescer(100, (rooms, some) =>
    told.push(`${rooms.join('+')}:${some.map(({ conversation: { id, rev } }) => `${id}${rev}`).join(',')}`),
  );
  return { told, rows };
}

test('what one action does is one frame, and a burst is one frame an interval', () => {
  const { told, rows } = start();
  rows.touch(row('a', 1, 1), ['one']);
  rows.touch(row('a', 2, 1), ['one']);
  jest.advanceTimersByTime(20);
  expect(told).toEqual(['one:a2']);
  for (let rev = 3; rev <= 50; rev += 1) rows.touch(row('a', rev, rev), ['one']);
  rows.touch(row('b', 1, 1), ['one']);
  jest.advanceTimersByTime(90);
  expect(told).toHaveLength(1);
  jest.advanceTimersByTime(10);
  expect(told.slice(1)).toEqual(['one:a50,b1']);
  rows.touch(row('a', 51, 51), ['one']);
  jest.advanceTimersByTime(1_000);
  expect(told.slice(2)).toEqual(['one:a51']);
  rows.stop();
});

test('rooms that see the same rows are told together, others apart', () => {
  const { told, rows } = start();
  rows.touch(row('a', 1, 1), ['one', 'two', 'three']);
  rows.touch(row('b', 1, 1), ['three', 'four']);
  jest.advanceTimersByTime(20);
  expect(told).toEqual(['one+two:a1', 'three:a1,b1', 'four:b1']);
  rows.stop();
});

test('an entry that was read with an older state takes nothing back', () => {
  const told: ConversationRow[] = [];
  const rows = createRowCoalescer(100, (_rooms, some) => told.push(...some));
  rows.touch(row('a', 5, 1), ['one']);
  rows.touch(row('a', 2, 3), ['other']);
  jest.advanceTimersByTime(100);
  expect(told).toMatchObject([{ conversation: { rev: 5 }, head: 3, tally: { customer: 3 } }]);
  rows.stop();
});

test('a room that may not see a row any more is not told what waited for it', () => {
  const { told, rows } = start();
  rows.touch(row('a', 1, 1), ['one', 'two']);
  rows.touch(row('b', 1, 1), ['one', 'two']);
  rows.touch(row('c', 1, 1), ['one']);
  rows.forget('one', 'a' as ConversationId);
  rows.touch(row('b', 2, 1), ['two']);
  jest.advanceTimersByTime(100);
  expect(told).toEqual(['two:a1,b2', 'one:c1']);
  rows.stop();
});
