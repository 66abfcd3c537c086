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
  const rows = createRowCoalescer(100, (room, some) =>
    told.push(`${room}:${some.map(({ conversation: { id, rev } }) => `${id}${rev}`).join(',')}`),
  );
  return { told, rows };
}

test('the first is told at once, a burst as one frame at the end of the interval, each room for itself', () => {
  const { told, rows } = start();
  rows.touch('one', row('a', 1, 1));
  rows.touch('two', row('a', 1, 1));
  expect(told).toEqual(['one:a1', 'two:a1']);
  for (let rev = 2; rev <= 50; rev += 1) rows.touch('one', row('a', rev, rev));
  rows.touch('one', row('b', 1, 1));
  expect(told).toHaveLength(2);
  jest.advanceTimersByTime(100);
  expect(told.slice(2)).toEqual(['one:a50,b1']);
  rows.touch('one', row('a', 51, 51));
  jest.advanceTimersByTime(1_000);
  expect(told.slice(3)).toEqual(['one:a51']);
  rows.stop();
});

test('an entry that was read with an older state takes nothing back', () => {
  const told: ConversationRow[] = [];
  const rows = createRowCoalescer(100, (_room, some) => told.push(...some));
  rows.touch('one', row('a', 1, 1));
  rows.touch('one', row('a', 5, 1));
  rows.touch('one', row('a', 2, 3));
  jest.advanceTimersByTime(100);
  expect(told.at(-1)).toMatchObject({ conversation: { rev: 5 }, head: 3, tally: { customer: 3 } });
  rows.stop();
});

test('a room that may not see a row any more is not told what waited for it', () => {
  const { told, rows } = start();
  rows.touch('one', row('a', 1, 1));
  rows.touch('one', row('a', 2, 1));
  rows.touch('one', row('b', 1, 1));
  rows.forget('one', 'a' as ConversationId);
  jest.advanceTimersByTime(100);
  expect(told).toEqual(['one:a1', 'one:b1']);
  rows.stop();
});
