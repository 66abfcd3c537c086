/** Stretches of logs, and what of them is read where. */
import type { ConversationId, PlacementId } from './model/ids.ts';
import type { PlacedPart, Placement } from './model/placement.ts';
import { covers, leavesBy, partsOf, readIn } from './placements.ts';

const [a, b, c] = ['a', 'b', 'c'] as [ConversationId, ConversationId, ConversationId];

const place = (from: ConversationId, to: ConversationId, parts: PlacedPart[]): Placement => ({
  ...{ id: `${from}${to}` as PlacementId, from: { id: from, number: 1 }, to: { id: to, number: 2 }, parts },
  ...{ count: 1, whole: false, by: null, at: 1 },
});

it('takes neighbours together, per conversation', () => {
  const entries = [4, 2, 3, 7, 3].map((seq) => ({ of: a, seq }));
  expect(partsOf([...entries, { of: b, seq: 1 }])).toEqual([
    {
      of: a,
      ranges: [
        [2, 4],
        [7, 7],
      ],
    },
    { of: b, ranges: [[1, 1]] },
  ]);
});

it('knows which entries are meant', () => {
  const parts = partsOf([2, 3, 7].map((seq) => ({ of: a, seq })));
  expect([1, 2, 3, 4, 7].map((seq) => covers(parts, { of: a, seq }))).toEqual([false, true, true, false, true]);
  expect(covers(parts, { of: b, seq: 2 })).toBe(false);
});

it('follows what left a conversation, not what came', () => {
  const moved = place(a, b, partsOf([{ of: a, seq: 2 }]));
  expect(leavesBy([moved], a, { of: a, seq: 2 })).toBe(moved);
  expect(leavesBy([moved], b, { of: a, seq: 2 })).toBeUndefined();
});

it('reads its own and what came, without what went on', () => {
  const came = place(a, b, [{ of: a, ranges: [[2, 6]] }]);
  const went = place(b, c, [
    { of: a, ranges: [[4, 4]] },
    {
      of: b,
      ranges: [
        [1, 1],
        [9, 9],
      ],
    },
  ]);
  expect(readIn(b, 9, [came, went])).toEqual([
    { of: b, ranges: [[2, 8]] },
    {
      of: a,
      ranges: [
        [2, 3],
        [5, 6],
      ],
    },
  ]);
  expect(readIn(b, 0, [])).toEqual([]);
});
