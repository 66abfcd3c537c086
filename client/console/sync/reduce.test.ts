import type { DeskSnapshot } from '../../../shared/events.ts';
import type { AgentSelf, Offer } from '../../../shared/model/agent.ts';
import type { ConversationRow, WorkState } from '../../../shared/model/conversation.ts';
import type { ConversationId, OfferId, QueueId } from '../../../shared/model/ids.ts';
import { usualPreferences } from '../../../shared/model/preferences.ts';
import { type DeskState, startDesk } from './desk-state.ts';
import { changeMe, endOffer, makeOffer, seesOtherwise, syncDesk } from './reduce.ts';
import { addPage, changeCounts, changeRow, removeRow } from './reduce-lists.ts';
import { countOf, type ListChoice, usualChoice } from './views.ts';

function buildRow(id: string, state: WorkState = 'active', rev = 1, owner: string | null = 'me'): ConversationRow {
  const work = { id: 'w', state, queueId: 'q', ownerId: owner, ownerName: owner, enqueuedAt: 0, since: 0 };
  return {
    conversation: { id, rev, work, createdAt: 0, status: 'open', snooze: null, guestIds: [], tagIds: [] },
    queueId: 'q',
    head: 1,
    lastAt: 1,
    tally: { customer: 0, agent: 0 },
    preview: null,
  } as unknown as ConversationRow;
}

const buildMe = (over: Partial<Record<keyof AgentSelf, unknown>> = {}): AgentSelf =>
  ({ id: 'me', role: 'agent', queueIds: ['q'], rev: 1, ...over }) as unknown as AgentSelf;

const buildSnapshot = (over: Partial<DeskSnapshot> = {}): DeskSnapshot => ({
  ...{ me: buildMe(), offers: [], mine: [], inboxes: [], queues: [], preferences: usualPreferences, now: 0 },
  ...over,
});

const all: ListChoice = usualChoice('all');
const pageOf = (...rows: ConversationRow[]) => ({ rows, next: null });
const none: ReadonlySet<ConversationId> = new Set();
const first = (state: DeskState, choice: ListChoice, ...rows: ConversationRow[]): DeskState =>
  addPage(state, choice, pageOf(...rows), { before: none, gone: none });

/** With every list read, and nothing in them but these. */
const begin = (...rows: ConversationRow[]): DeskState => {
  const synced = syncDesk(startDesk(0), buildSnapshot(), 0);
  return rows.reduce(changeRow, first(first(synced, all), usualChoice('waiting')));
};
const idsOf = (state: DeskState, view: 'mine' | 'waiting' | 'all') => [...(state.lists[view]?.ids ?? [])].sort();

describe('lists', () => {
  test('a row moves between lists as its work does', () => {
    const waiting = begin(buildRow('a', 'waiting', 1, null));
    expect([idsOf(waiting, 'waiting'), idsOf(waiting, 'mine')]).toEqual([['a'], []]);
    const mine = changeRow(waiting, buildRow('a', 'active', 2));
    expect([idsOf(mine, 'waiting'), idsOf(mine, 'mine'), idsOf(mine, 'all')]).toEqual([[], ['a'], ['a']]);
  });

  test('an older row changes nothing', () => {
    const mine = begin(buildRow('a', 'active', 5));
    expect(idsOf(changeRow(mine, buildRow('a', 'waiting', 4, null)), 'mine')).toEqual(['a']);
  });

  test('a removed row leaves every list', () => {
    const gone = removeRow(begin(buildRow('a')), 'a' as ConversationId);
    expect([gone.rows, idsOf(gone, 'all')]).toEqual([{}, []]);
    expect(removeRow(gone, 'b' as ConversationId)).toBe(gone);
  });

  test('a first page replaces what was known before it was asked for and keeps what came meanwhile', () => {
    const before = begin(buildRow('old', 'active', 1, 'ben'));
    const asked = before.lists.all?.ids ?? none;
    const during = changeRow(before, buildRow('new', 'active', 1, 'ben'));
    const after = addPage(during, all, pageOf(buildRow('a')), { before: asked, gone: none });
    expect(idsOf(after, 'all')).toEqual(['a', 'new']);
    expect(Object.keys(after.rows).sort()).toEqual(['a', 'new']);
  });

  test('what was taken away while a page was read does not come back with it', () => {
    const gone = new Set(['lost' as ConversationId]);
    const page = pageOf(buildRow('a'), buildRow('lost'));
    expect(idsOf(addPage(begin(), all, page, { before: null, gone }), 'all')).toEqual(['a']);
  });

  test('a further page adds to what is there', () => {
    const state = addPage(begin(buildRow('a')), all, pageOf(buildRow('b')), { before: null, gone: none });
    expect(idsOf(state, 'all')).toEqual(['a', 'b']);
  });

  test('what sorts behind the last page that was read waits for its own page, and is not kept', () => {
    const at = (id: string, lastAt: number) => ({ ...buildRow(id, 'active', 1, 'ben'), lastAt });
    const page = { rows: [at('a', 9), at('b', 5)], next: 'more' };
    const paged = addPage(begin(), all, page, { before: null, gone: none });
    const after = [at('c', 7), at('d', 3)].reduce(changeRow, paged);
    expect([idsOf(after, 'all'), after.rows['d' as ConversationId]]).toEqual([['a', 'b', 'c'], undefined]);
  });

  test('a closed row leaves the list of what is open', () => {
    const row = buildRow('a', 'closed', 2, 'ben');
    const closed = { ...row, conversation: { ...row.conversation, status: 'closed' as const } };
    const after = changeRow(begin(buildRow('a', 'active', 1, 'ben')), closed);
    expect([idsOf(after, 'all'), after.rows]).toEqual([[], {}]);
  });

  test('counters of queues are put in by queue, and add up by what is seen', () => {
    const q = 'q' as QueueId;
    const counted = changeCounts(begin(), { queues: { [q]: { open: 5, waiting: 2, snoozed: 1 } } });
    const own = { mine: 3, elsewhere: { open: 1, waiting: 0, snoozed: 1 } };
    const { counts } = changeCounts(counted, { own });
    expect((['mine', 'waiting', 'all', 'snoozed', 'queue-q'] as const).map((view) => countOf(counts, view))).toEqual([
      3, 2, 6, 2, 5,
    ]);
  });
});

describe('the desk', () => {
  test('after a reconnect only what the server says is mine is mine', () => {
    const state = begin(buildRow('kept'), buildRow('lost'));
    const next = syncDesk(state, buildSnapshot({ mine: [buildRow('kept'), buildRow('won')], now: 700 }), 200);
    expect(idsOf(next, 'mine')).toEqual(['kept', 'won']);
    expect(next.clockOffset).toBe(500);
  });

  test('an older word about myself is dropped', () => {
    const state = changeMe(begin(), buildMe({ rev: 7, used: 100 }));
    expect(changeMe(state, buildMe({ rev: 6 })).me?.used).toBe(100);
  });

  test.each([
    ['the same queues in another order', { queueIds: ['p', 'q'] }, { queueIds: ['q', 'p'] }, false],
    ['a queue more', {}, { queueIds: ['q', 'p'] }, true],
    ['another queue', {}, { queueIds: ['p'] }, true],
    ['another role', {}, { role: 'supervisor' }, true],
    ['another presence', {}, { used: 100 }, false],
  ])('%s: lists are read anew %#', (_what, before, after, is) => {
    expect(seesOtherwise(buildMe(before), buildMe(after))).toBe(is);
  });

  test('an offer is there once, and its end is told once', () => {
    const offer = { id: 'o' as OfferId, customerName: 'Nora' } as Offer;
    const made = makeOffer(makeOffer(begin(), offer), offer);
    expect(made.offers).toHaveLength(1);
    const ended = endOffer(made, offer.id, 'timeout');
    expect([ended.offers, ended.lastOfferEnd?.why]).toEqual([[], 'timeout']);
    expect(endOffer(ended, offer.id, 'withdrawn')).toBe(ended);
  });
});
