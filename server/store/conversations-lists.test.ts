/** Lists: every order and view is served by an index, and pages have neither holes nor repeats. */
import { MongoClient } from 'mongodb';
import type { SettledFilter } from '../../shared/list-filter.ts';
import { type Priority, priorities } from '../../shared/model/conversation.ts';
import type { ConversationId, Id, QueueId, TagId, UserId, WorkItemId } from '../../shared/model/ids.ts';
import { type ListSort, type ListView, listSorts } from '../../shared/model/list.ts';
import { draftConversation, openTestStore, startTimeline, type TestStore } from '../../tests/contract/test-store.ts';
import type { Conversation } from '../timeline/model.ts';
import type { ConversationScope } from '../timeline/timeline.ts';
import { tagOrder } from './conversations-lists.ts';

let test_: TestStore;
let queueIds: [QueueId, QueueId];
let tagId: TagId;
const made: Conversation[] = [];

beforeAll(async () => {
  test_ = await openTestStore();
  const { ids } = test_;
  const { timeline } = startTimeline(test_, { alone: true });
  queueIds = [ids.next(), ids.next()];
  tagId = ids.next();
  for (let index = 0; index < 90; index += 1) {
    const queueId = queueIds[index % 3 === 0 ? 1 : 0];
    const { conversation } = await timeline.open(draftConversation(test_, { queueId }));
    const state = index % 4 === 0 ? 'waiting' : 'active';
    const ownerId = state === 'waiting' ? null : (`agent-${index % 5}` as UserId);
    const work = {
      ...({ id: ids.next<WorkItemId>(), version: 1, state, queueId, ownerId, ownerName: ownerId } as const),
      ...{ enqueuedAt: 1_000 + ((index * 7) % 11), since: 1, wrapUpUntil: null, handingTo: null },
    };
    const changed = await timeline.change(conversation.id, {
      work,
      priority: priorities[index % 4] as Priority,
      tagIds: index % 13 === 0 ? [tagId] : [],
      snooze: index % 6 === 1 ? { until: 5_000 + (index % 3), byName: 'Maya' } : null,
      status: index % 10 === 9 ? 'closed' : 'open',
    });
    const replyDue = index % 3 === 2 ? { which: 'next' as const, at: 9_000 + ((index * 7) % 5), minutes: 1 } : null;
    if (changed) made.push({ ...changed, replyDue });
  }
  await storeDues();
}, 60_000);
afterAll(() => test_.close());

/** As entries would have left them. */
async function storeDues(): Promise<void> {
  const client = await MongoClient.connect(test_.uri);
  const conversations = client.db().collection<{ _id: ConversationId }>('conversations');
  for (const { id, replyDue } of made) await conversations.updateOne({ _id: id }, { $set: { replyDue } });
  await client.close();
}

const teamOf = (...ids: QueueId[]): ConversationScope => ({ kind: 'team', userId: 'agent-1' as UserId, queueIds: ids });

async function readAll(
  scope: ConversationScope,
  sort: ListSort,
  filter: SettledFilter,
  limit: number,
  more: { view?: ListView; userId?: UserId; behind?: Conversation[] } = {},
) {
  const seen: Conversation[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const query = { scope, view: 'all' as const, userId: null, sort, filter, limit, ...more };
    const page = await test_.store.conversations.list({ ...query, cursor });
    seen.push(...page.conversations);
    expect(page.conversations.length).toBeLessThanOrEqual(limit);
    cursor = page.next ?? undefined;
    pages += 1;
  } while (cursor !== undefined && pages < 200);
  return seen;
}

function isIn(scope: ConversationScope, one: Conversation): boolean {
  if (scope.kind !== 'team') return true;
  return scope.queueIds.includes(one.queueId) || one.work?.ownerId === scope.userId;
}

const keyOf = (sort: ListSort, one: Conversation): [number, number] => {
  const waited = one.work?.enqueuedAt ?? -1;
  if (sort === 'waited') return [0, waited];
  if (sort === 'priority') return [-priorities.indexOf(one.priority), waited];
  if (sort === 'due') return one.replyDue ? [0, one.replyDue.at ?? 0] : [1, -one.lastAt];
  return [0, sort === 'oldest' ? one.lastAt : -one.lastAt];
};

test.each(listSorts.flatMap((sort) => [7, 50].map((limit) => [sort, limit] as const)))(
  '%s in pages of %i: everything once, in order, in every scope',
  async (sort, limit) => {
    const scopes = [teamOf(...queueIds), { kind: 'all' } as const, teamOf(queueIds[0]), teamOf()];
    for (const scope of limit < 50 ? scopes.slice(0, 1) : scopes) {
      const seen = await readAll(scope, sort, { status: 'open' }, limit);
      const wanted = made.filter((one) => one.status === 'open' && isIn(scope, one));
      expect(seen.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
      for (const [index, one] of seen.entries()) {
        const next = seen[index + 1];
        if (!next) continue;
        const [a, b] = [keyOf(sort, one), keyOf(sort, next)];
        expect(a[0] < b[0] || (a[0] === b[0] && a[1] <= b[1])).toBe(true);
      }
    }
  },
  20_000,
);

test.each<[string, SettledFilter, (one: Conversation) => boolean]>([
  ['tag', { status: 'open' }, () => true],
  ['priority', { priority: 'urgent' }, (one) => one.priority === 'urgent'],
  ['owner', { ownerId: 'agent-3' as UserId, status: 'open' }, (one) => one.work?.ownerId === 'agent-3'],
  ['unread', { unread: true }, () => false],
])('a filter by %s shows what passes it, and all of that', async (what, given, passes) => {
  const filter = what === 'tag' ? { ...given, tagId } : given;
  const wanted = made.filter(
    (one) =>
      (filter.status === undefined || one.status === filter.status) &&
      (filter.tagId === undefined || one.tagIds.includes(filter.tagId)) &&
      passes(one),
  );
  const seen = await readAll({ kind: 'all' }, 'newest', filter, 4);
  expect(seen.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
});

test.each(listSorts)(
  '%s: what the database does not know yet stands where it belongs, once',
  async (sort) => {
    const userId = 'agent-1' as UserId;
    const scopes = [teamOf(...queueIds), { kind: 'all' } as const, teamOf(queueIds[0]), teamOf()];
    const behind = made
      .filter((_, index) => index % 3 === 1)
      .map((one, index) => ({ ...one, lastAt: one.lastAt + ((index * 37) % 50), tally: { customer: 1, agent: 0 } }));
    const now = new Map([...made, ...behind].map((one) => [one.id, one]));
    const views: ListView[] = ['all', 'mine', 'waiting', 'snoozed', { queueId: queueIds[1] }];
    for (const scope of scopes) {
      for (const view of views) {
        const stored = await readAll(scope, sort, {}, 50, { view, userId });
        const seen = await readAll(scope, sort, {}, 7, { view, userId, behind });
        expect(seen.map(({ id }) => id).sort()).toEqual(stored.map(({ id }) => id).sort());
        expect(seen.map(({ lastAt }) => lastAt)).toEqual(seen.map(({ id }) => now.get(id)?.lastAt));
        const keys = seen.map((one) => (sort === 'wakes' && view === 'snoozed' ? [0, 0] : keyOf(sort, one)));
        const inOrder = [...keys].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0));
        expect(keys).toEqual(inOrder);
      }
    }
    const unread = await readAll({ kind: 'all' }, sort, { unread: true }, 7, { behind });
    expect(unread.map(({ id }) => id).sort()).toEqual(behind.map(({ id }) => id).sort());
  },
  60_000,
);

test('what is snoozed wakes in its order; a cursor of another order begins at the top', async () => {
  const query = { scope: teamOf(...queueIds), view: 'snoozed', userId: null, sort: 'wakes', limit: 5 } as const;
  const first = await test_.store.conversations.list(query);
  const untils = first.conversations.map(({ snooze }) => snooze?.until ?? 0);
  expect(untils).toEqual([...untils].sort());
  const again = await test_.store.conversations.list({ ...query, sort: 'newest', cursor: first.next ?? undefined });
  expect(again.conversations).toHaveLength(5);
});

test('no list and no search reads through everything, and what is sorted by an index is not sorted again', async () => {
  const client = await MongoClient.connect(test_.uri);
  try {
    const conversations = client.db().collection<{ _id: ConversationId | Id<'x'> }>('conversations');
    const queueId = queueIds[0];
    const open = { status: 'open' };
    const every = { priority: { $in: [...priorities] } };
    const waited = { 'work.enqueuedAt': 1, _id: 1 } as const;
    const due = { 'replyDue.at': 1, _id: 1 } as const;
    const place = { lastAt: { $lte: 5 }, $or: [{ lastAt: { $lt: 5 } }, { _id: { $lt: 'x' } }] };
    const sorted: [object, Record<string, 1 | -1>, object?][] = [
      [open, { lastAt: -1, _id: -1 }],
      [open, { lastAt: 1, _id: 1 }],
      [
        { queueId, ...open, ...place },
        { lastAt: -1, _id: -1 },
      ],
      [{ queueId, ...open, priority: 'high' }, waited],
      [{ ...open, ...every }, waited],
      [{ queueId, ...open, ...every }, waited],
      [{ queueId, ...open, 'work.state': { $in: ['waiting', 'offered'] } }, waited],
      [
        { queueId, ...open, 'snooze.until': { $gt: 0 } },
        { 'snooze.until': 1, _id: 1 },
      ],
      [{ ...open, 'replyDue.at': { $gt: 0 } }, due],
      [{ queueId, ...open, 'replyDue.at': { $gt: 0 } }, due],
      [
        { ...open, 'replyDue.at': null },
        { lastAt: -1, _id: -1 },
      ],
      [{ ...open, tagIds: 'x' }, { lastAt: -1, _id: -1 }, tagOrder],
      [
        { queueId: { $in: ['a', 'b'] }, status: { $in: ['open', 'closed'] }, tagIds: 'x' },
        { lastAt: 1, _id: 1 },
        tagOrder,
      ],
      [
        { ...open, 'snooze.until': { $gt: 0 } },
        { 'snooze.until': 1, _id: 1 },
      ],
    ];
    const small: object[] = [
      { queueId, searchKeys: { $regex: '^小' } },
      { searchKeys: { $regex: '^jonas' } },
      { number: { $gte: 10, $lt: 20 } },
      { 'work.ownerId': 'x', ...open },
      { guestIds: 'x', ...open },
    ];
    for (const [filter, sort, hint] of [...sorted, ...small.map((one): (typeof sorted)[0] => [one, {}])]) {
      const cursor = conversations.find(filter, hint ? { hint } : {}).limit(25);
      const plan = JSON.stringify(await (Object.keys(sort).length > 0 ? cursor.sort(sort) : cursor).explain());
      expect([filter, /IXSCAN|SORT_MERGE/.test(plan), plan.includes('COLLSCAN'), plan.includes('"SORT"')]).toEqual([
        ...[filter, true, false, false],
      ]);
    }
  } finally {
    await client.close();
  }
});
