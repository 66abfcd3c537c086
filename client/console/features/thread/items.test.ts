import fc from 'fast-check';
import type { AgentEntry, AgentEntryBody } from '../../../../shared/model/entry.ts';
import type { ConversationId, UserId } from '../../../../shared/model/ids.ts';
import type { PendingSend } from '../../sync/pending.ts';
import { buildItems, buildTail, type EntriesView, findItem, findUnread } from './items.ts';
import { findReceipts } from './receipts.ts';

const here = 'here' as ConversationId;
const noon = new Date(2026, 10, 20, 12, 0).getTime();
const maya = { kind: 'agent', id: 'maya' as UserId, name: 'Maya' } as const;
const ben = { kind: 'agent', id: 'ben' as UserId, name: 'Ben' } as const;
const sofia = { kind: 'customer', name: 'Sofia' } as const;
const system = { kind: 'system' } as const;
const message: AgentEntryBody = { kind: 'message', text: 'hello', files: [] };
const note: AgentEntryBody = { kind: 'note', text: 'psst', files: [] };
const event: AgentEntryBody = { kind: 'event', event: { type: 'opened' } };

function buildEntry(
  seq: number,
  author: AgentEntry['author'],
  body: AgentEntryBody,
  at = noon + seq * 1000,
): AgentEntry {
  return {
    id: `e${seq}`,
    conversationId: here,
    seq,
    prev: seq - 1,
    at,
    author,
    body,
    tally: { customer: 0, agent: 0 },
  } as AgentEntry;
}

function buildView(entries: AgentEntry[], rest: Partial<EntriesView> = {}): EntriesView {
  return { entries, earlier: false, unreadAfter: null, ...rest };
}

const kinds = (view: EntriesView) => buildItems(view).map((item) => item.kind);

test('events in a row fold into one line, and a message ends the line', () => {
  const entries = [
    buildEntry(1, system, event),
    buildEntry(2, system, event),
    buildEntry(3, sofia, message),
    buildEntry(4, system, event),
  ];
  expect(kinds(buildView(entries))).toEqual(['start', 'day', 'events', 'message', 'events']);
});

test('messages of one author stand together until another speaks, a note falls between, or time passes', () => {
  const entries = [
    buildEntry(1, sofia, message),
    buildEntry(2, sofia, message),
    buildEntry(3, maya, message),
    buildEntry(4, ben, message),
    buildEntry(5, ben, note),
    buildEntry(6, ben, message),
    buildEntry(7, ben, message, noon + 6 * 60_000),
  ];
  const runs = buildItems(buildView(entries)).flatMap((item) =>
    item.kind === 'message' ? [[item.entry.seq, item.isFirst, item.isLast]] : [],
  );
  expect(runs).toEqual([
    [1, true, false],
    [2, false, true],
    [3, true, true],
    [4, true, true],
    [6, true, true],
    [7, true, true],
  ]);
});

test('each day has a separator', () => {
  const entries = [buildEntry(1, sofia, message, noon - 86_400_000), buildEntry(2, sofia, message, noon)];
  expect(kinds(buildView(entries))).toEqual(['start', 'day', 'message', 'day', 'message']);
});

test('the unread line stands before the first unread message of the customer and counts only theirs', () => {
  const entries = [
    buildEntry(1, sofia, message),
    buildEntry(2, maya, message),
    buildEntry(3, sofia, message),
    buildEntry(4, system, event),
    buildEntry(5, sofia, message),
  ];
  expect(kinds(buildView(entries, { unreadAfter: 1 }))).toEqual([
    'start',
    'day',
    'message',
    'message',
    'unread',
    'message',
    'events',
    'message',
  ]);
  expect(findUnread(entries, 1)?.count).toBe(2);
  expect(findUnread(entries, 5)).toBeNull();
  expect(findUnread(entries, null)).toBeNull();
});

test('the receipt stands under the newest message of the team, and under the newest read one', () => {
  const entries = [
    buildEntry(1, maya, message),
    buildEntry(2, maya, message),
    buildEntry(3, sofia, message),
    buildEntry(4, ben, message),
  ];
  const tally = { customer: 0, agent: 0 };
  const receipts = (delivered: number, read: number) =>
    [
      ...findReceipts(entries, {
        customerDelivered: { seq: delivered, tally, at: 70 },
        customerRead: { seq: read, tally, at: 90 },
      }),
    ].sort();
  expect(receipts(0, 0)).toEqual([[4, { state: 'sent', at: entries[3]?.at }]]);
  expect(receipts(4, 3)).toEqual([
    [2, { state: 'read', at: 90 }],
    [4, { state: 'delivered', at: 70 }],
  ]);
  expect(receipts(4, 4)).toEqual([[4, { state: 'read', at: 90 }]]);
});

test('a gap, what is pending and who is typing come last, in this order', () => {
  const tail = buildTail({
    last: 1,
    ahead: [{ ...buildEntry(5, sofia, message), prev: 4 }],
    pending: [{ clientId: 'c1' } as PendingSend],
    typing: [{ name: 'Sofia', text: 'I h', isCustomer: true }],
  });
  expect(tail.map((item) => item.kind)).toEqual(['gap', 'pending', 'typing']);
  expect(tail[0]).toMatchObject({ missing: 3 });
});

test('an entry is found among the lines, also inside a fold', () => {
  const items = buildItems(
    buildView([buildEntry(1, system, event), buildEntry(2, system, event), buildEntry(3, sofia, message)]),
  );
  expect([2, 3, 9].map((seq) => findItem(items, { of: here, seq }))).toEqual([2, 3, -1]);
  expect(findItem(items, { of: 'elsewhere' as ConversationId, seq: 2 })).toBe(-1);
});

test('days are those of this computer, over a change of its clocks too', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 * 86_400_000 }), { maxLength: 30 }), (offsets) => {
      const from = new Date(2026, 2, 1).getTime();
      const times = offsets.map((offset) => from + offset).sort((a, b) => a - b);
      const entries = times.map((at, index) => buildEntry(index + 1, sofia, message, at));
      const marks = buildItems(buildView(entries)).filter((item) => item.kind === 'day').length;
      expect(marks).toBe(new Set(times.map((at) => new Date(at).toDateString())).size);
    }),
  );
});
