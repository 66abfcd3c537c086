import type { DeskSnapshot } from '../../../shared/events.ts';
import type { AgentSelf, Offer } from '../../../shared/model/agent.ts';
import type { ConversationRow, WorkState } from '../../../shared/model/conversation.ts';
import type { ConversationId, OfferId } from '../../../shared/model/ids.ts';
import { type DeskState, startDesk } from './desk-state.ts';
import { changeMe, endOffer, makeOffer, seesOtherwise, syncDesk } from './reduce.ts';
import { addPage, changeRow, removeRow } from './reduce-lists.ts';

function buildRow(id: string, state: WorkState = 'active', rev = 1, owner: string | null = 'me'): ConversationRow {
  const work = { id: 'w', state, queueId: 'q', ownerId: owner, ownerName: owner, enqueuedAt: 0, since: 0 };
  return {
    conversation: { id, rev, work, createdAt: 0, status: 'open' },
    head: 1,
    tally: { customer: 0, agent: 0 },
    preview: null,
  } as unknown as ConversationRow;
}

const buildMe = (over: Partial<Record<keyof AgentSelf, unknown>> = {}): AgentSelf =>
  ({ id: 'me', role: 'agent', queueIds: ['q'], rev: 1, ...over }) as unknown as AgentSelf;

const buildSnapshot = (over: Partial<DeskSnapshot> = {}): DeskSnapshot => ({
  ...{ me: buildMe(), offers: [], mine: [], inboxes: [], queues: [], now: 0 },
  ...over,
});

const begin = (...rows: ConversationRow[]): DeskState =>
  rows.reduce(changeRow, syncDesk(startDesk(0), buildSnapshot(), 0));
const idsOf = (state: DeskState, view: 'mine' | 'waiting' | 'all') => [...state.lists[view].ids].sort();
const pageOf = (...rows: ConversationRow[]) => ({ rows, next: null, counts: { mine: 1, waiting: 1, all: 2 } });

describe('lists', () => {
  test('a row moves between lists as its work does, and the counters with it', () => {
    const waiting = begin(buildRow('a', 'waiting', 1, null));
    expect([idsOf(waiting, 'waiting'), idsOf(waiting, 'mine')]).toEqual([['a'], []]);
    const mine = changeRow({ ...waiting, countsStale: false }, buildRow('a', 'active', 2));
    expect([idsOf(mine, 'waiting'), idsOf(mine, 'mine'), idsOf(mine, 'all')]).toEqual([[], ['a'], ['a']]);
    expect([mine.lists.waiting.count, mine.lists.mine.count, mine.countsStale]).toEqual([0, 1, false]);
  });

  test('an older row changes nothing', () => {
    const mine = begin(buildRow('a', 'active', 5));
    expect(idsOf(changeRow(mine, buildRow('a', 'waiting', 4, null)), 'mine')).toEqual(['a']);
  });

  test('a removed row leaves every list; an unknown one makes the counters doubtful', () => {
    const gone = removeRow(begin(buildRow('a')), 'a' as ConversationId);
    expect([gone.rows, idsOf(gone, 'all')]).toEqual([{}, []]);
    expect(removeRow({ ...gone, countsStale: false }, 'b' as ConversationId).countsStale).toBe(true);
  });

  test('a first page replaces what was known before it was asked for and keeps what came meanwhile', () => {
    const before = begin(buildRow('old'));
    const asked = before.lists.all.ids;
    const during = changeRow(before, buildRow('new'));
    const after = addPage(during, 'all', pageOf(buildRow('a')), asked);
    expect(idsOf(after, 'all')).toEqual(['a', 'new']);
    expect(after.lists.all).toMatchObject({ status: 'ready', count: 2 });
  });

  test('a further page adds to what is there', () => {
    const state = addPage(begin(buildRow('a')), 'all', pageOf(buildRow('b')), null);
    expect(idsOf(state, 'all')).toEqual(['a', 'b']);
  });
});

describe('the desk', () => {
  test('after a reconnect only what the server says is mine is mine', () => {
    const state = begin(buildRow('kept'), buildRow('lost'));
    const next = syncDesk(state, buildSnapshot({ mine: [buildRow('kept'), buildRow('won')], now: 700 }), 200);
    expect(idsOf(next, 'mine')).toEqual(['kept', 'won']);
    expect([next.lists.mine.count, next.clockOffset]).toEqual([2, 500]);
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
