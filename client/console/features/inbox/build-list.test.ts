import type { ConversationRow, WorkState } from '../../../../shared/model/conversation.ts';
import type { ConversationId, UserId } from '../../../../shared/model/ids.ts';
import { countUnread, isInView, keyOf, mergeRows, readView, usualChoice } from '../../sync/views.ts';
import { buildLines, holdOrder, pickRows, stepFrom } from './build-list.ts';
import { parseSettings } from './list-settings.ts';
import { snoozeTimes } from './snooze-times.ts';
import { togglePicked } from './use-picked.ts';

const me = 'me' as UserId;
interface Given {
  state?: WorkState;
  owner?: string;
  from?: 'customer' | 'agent';
  at?: number;
  enqueuedAt?: number;
  rev?: number;
  head?: number;
  said?: number;
  read?: number;
}
function buildRow(id: string, given: Given = {}): ConversationRow {
  const { state = 'active', owner = 'me', from = 'customer', at = 0, enqueuedAt = 0, rev = 1, head = 1 } = given;
  const work = { id: 'w', state, queueId: 'q', ownerId: owner, ownerName: owner, enqueuedAt, since: 0 };
  const marks = { teamRead: { seq: 0, tally: { customer: given.read ?? 0, agent: 0 } } };
  return {
    conversation: { id, rev, work, marks, createdAt: 0, status: state === 'closed' ? 'closed' : 'open', snooze: null },
    queueId: 'q',
    lastAt: at,
    head,
    tally: { customer: given.said ?? 0, agent: 0 },
    preview: { from, text: 'x', at },
  } as unknown as ConversationRow;
}

test.each([
  ['mine', 'active', 'me', true],
  ['mine', 'active', 'ben', false],
  ['mine', 'closed', 'me', false],
  ['waiting', 'waiting', '', true],
  ['waiting', 'offered', '', true],
  ['waiting', 'active', 'me', false],
  ['all', 'closed', 'ben', true],
] as const)('%s of a conversation that is %s with %s: %s', (view, state, owner, is) => {
  expect(isInView(view, buildRow('a', { state, owner }), me)).toBe(is);
});

test('mine has your turn first, the longest wait on top, then theirs, the newest on top', () => {
  const rows = [
    buildRow('a', { from: 'agent', at: 5 }),
    buildRow('b', { at: 9 }),
    buildRow('c', { from: 'agent', at: 7 }),
    buildRow('d', { at: 3 }),
  ];
  const state = {
    rows: Object.fromEntries(rows.map((row) => [row.conversation.id, row])),
    lists: { mine: { ids: new Set(rows.map((row) => row.conversation.id)) } },
    ...{ me: { id: me }, listsAt: 0, queues: [] },
  } as unknown as Parameters<typeof pickRows>[0];
  const lines = buildLines(usualChoice('mine'), pickRows(state, usualChoice('mine')));
  expect(lines.map((line) => line.key)).toEqual(['yours', 'd', 'b', 'theirs', 'c', 'a']);
});

test('unread is the difference of the tallies and never below zero', () => {
  expect(countUnread(buildRow('a', { said: 5, read: 3 }))).toBe(2);
  expect(countUnread(buildRow('a', { said: 1, read: 3 }))).toBe(0);
});

test('state and entries of a row each move forward on their own', () => {
  const known = buildRow('a', { rev: 5, head: 3, state: 'active' });
  expect(mergeRows(known, buildRow('a', { rev: 4, head: 3 }))).toBe(known);
  const merged = mergeRows(known, buildRow('a', { rev: 4, head: 4, state: 'waiting' }));
  expect([merged.head, merged.conversation.work?.state]).toEqual([4, 'active']);
});

test('moving stops at both ends and starts at the first', () => {
  const rows = ['a', 'b', 'c'] as ConversationId[];
  expect(stepFrom(rows, undefined, 1)).toBe('a' as ConversationId);
  expect(stepFrom(rows, 'b', 1)).toBe('c');
  expect(stepFrom(rows, 'c', 1)).toBe('c');
  expect(stepFrom(rows, 'a', -1)).toBe('a');
  expect(stepFrom([], 'a', 1)).toBeNull();
});

test('rows keep their places while they are held: changed ones stay, those gone leave, new ones wait', () => {
  const ids = ['a', 'b', 'c'] as ConversationId[];
  const held = holdOrder(ids, [buildRow('new'), buildRow('c', { rev: 2 }), buildRow('a')]);
  expect(held.map((row) => `${row.conversation.id}${row.conversation.rev}`)).toEqual(['a1', 'c2']);
});

test('one is picked or unpicked; with Shift everything from the one before', () => {
  const ids = ['a', 'b', 'c', 'd'] as ConversationId[];
  const [a, b, , d] = ids as [ConversationId, ConversationId, ConversationId, ConversationId];
  const one = togglePicked(new Set(), ids, b, null);
  expect([...togglePicked(one, ids, d, b)]).toEqual(['b', 'c', 'd']);
  expect([...togglePicked(new Set([d]), ids, a, d)].sort()).toEqual(ids);
  expect([...togglePicked(one, ids, b, null)]).toEqual([]);
});

test('what is kept of the settings is taken only as far as it makes sense', () => {
  const kept = {
    choices: { all: { sort: 'oldest', filter: { unread: true, x: 1 } }, nonsense: { sort: 'oldest' } },
  };
  expect(parseSettings(JSON.stringify(kept))).toEqual({
    ...{
      choices: { all: { sort: 'oldest', filter: { unread: true } } },
      searches: [],
    },
  });
  expect(parseSettings('{').choices).toEqual({});
  expect([readView('queue-x'), readView('snoozed'), readView(undefined)]).toEqual(['mine', 'snoozed', 'mine']);
});

test('a choice as it usually is has the name of its view', () => {
  expect(keyOf({ view: 'all', sort: 'newest', filter: { status: 'open', unread: undefined } })).toBe('all');
  expect(keyOf({ view: 'all', sort: 'oldest', filter: { status: 'open' } })).not.toBe('all');
});

test('Monday is the next one, also on a Monday', () => {
  const monday = new Date(2026, 10, 23, 8);
  expect(new Date(snoozeTimes(monday).monday)).toEqual(new Date(2026, 10, 30, 9));
  expect(new Date(snoozeTimes(new Date(2026, 10, 22, 23)).monday)).toEqual(new Date(2026, 10, 23, 9));
});
