/** Whatever is told in whatever order: a watched filter counts what looking at everything would count, and what it cannot see costs it nothing. */
import fc from 'fast-check';
import { passesFilter, type SettledFilter, settleFilter } from '../../shared/list-filter.ts';
import { priorities } from '../../shared/model/conversation.ts';
import type { ConversationId, InboxId, QueueId, TagId, UserId } from '../../shared/model/ids.ts';
import type { ListFilter } from '../../shared/model/list.ts';
import type { CountedConversation } from '../store/conversations-lists.ts';
import { countsFor, createTally, placeOf } from './tally.ts';
import { createViewCounts } from './view-counts.ts';

const [maya, ben] = ['maya', 'ben'] as UserId[] as [UserId, UserId];
const queueIds = ['q1', 'q2', 'q3'] as QueueId[];

const conversation = fc
  .record({
    id: fc.constantFrom(...(['a', 'b', 'c', 'd', 'e', 'f'] as ConversationId[])),
    queueId: fc.constantFrom(...queueIds),
    ownerId: fc.option(fc.constantFrom(maya, ben)),
    status: fc.constantFrom('open' as const, 'open' as const, 'closed' as const),
    priority: fc.constantFrom(...priorities),
    tagIds: fc.subarray(['vip', 'late'] as TagId[]),
    written: fc.nat(2),
    files: fc.nat(1),
    read: fc.nat(2),
    plan: fc.option(fc.constantFrom('gold', 'silver')),
    isEntry: fc.boolean(),
  })
  .map(({ ownerId, written, files, read, plan, ...rest }) => ({
    ...{ ...rest, guestIds: [], inboxId: 'shop' as InboxId, channel: 'webchat', number: 1, createdAt: 0, lastAt: 0 },
    ...{ snooze: null, outcome: null, context: {}, customer: { traits: plan ? [`plan=${plan}`] : [] } },
    work: { state: ownerId ? ('active' as const) : ('waiting' as const), ownerId, enqueuedAt: 0 },
    marks: { teamRead: { tally: { customer: read } } },
    tally: { customer: written, ...(files > 0 && { files }) },
  }));

const filters = [
  {},
  { unread: true },
  { files: true },
  { tagId: 'vip', priority: 'high' },
  { ownerId: 'nobody' },
  { attribute: { id: 'plan', value: 'gold' } },
  { queueId: 'q2', unread: true },
] as unknown as ListFilter[];
const settle = (filter: ListFilter): SettledFilter => settleFilter(filter, { me: maya, now: 0, queues: [] });

const sums = ({ tally }: CountedConversation) => ({ ...tally, agent: 0 });

test('any changes and entries, told late and twice, count as looking at everything does; also for who comes later', () => {
  fc.assert(
    fc.property(fc.array(conversation, { maxLength: 40 }), fc.infiniteStream(fc.nat(200)), (given, chance) => {
      const truth = new Map<ConversationId, CountedConversation>();
      const told: { one: CountedConversation; isEntry: boolean; at: number }[] = [];
      for (const [at, { isEntry, ...next }] of given.entries()) {
        const before = truth.get(next.id);
        // An entry changes what was said alone; a change leaves that as it is.
        const one: CountedConversation =
          before && isEntry
            ? { ...before, head: before.head + 1, tally: next.tally, lastAt: at }
            : {
                ...{ ...next, rev: (before?.rev ?? 0) + 1, head: before?.head ?? 1 },
                ...{ tally: before?.tally ?? next.tally, lastAt: before?.lastAt ?? 0 },
              };
        truth.set(one.id, one);
        const late = () => at * 50 + (chance.next().value ?? 0);
        const isSaidOnly = isEntry && before !== undefined;
        told.push({ one, isEntry: isSaidOnly, at: late() });
        if ((chance.next().value ?? 0) % 4 === 0) told.push({ one, isEntry: isSaidOnly, at: late() });
      }
      const views = createViewCounts();
      // As the counters do: what is over by its newest state is dropped, and stays dropped.
      const tally = createTally();
      const names = filters.map((_, at) => `f${at}`);
      const half = Math.ceil(names.length / 2);
      const watch = (at: number) => views.watch(`f${at}`, filters[at] ?? {}, () => settle(filters[at] ?? {}));
      for (let at = 0; at < half; at += 1) watch(at);
      for (const { one, isEntry } of told.sort((a, b) => a.at - b.at)) {
        tally.put(placeOf(one));
        const isKnown = isEntry && views.said({ ...one, heads: { agent: one.head, visitor: 0 }, tally: sums(one) });
        if (!tally.get(one.id)) views.drop(one.id);
        else if (!isKnown) views.put(one);
      }
      for (let at = half; at < names.length; at += 1) watch(at);
      for (const [at, name] of names.entries()) {
        const fresh = createTally();
        const filter = settle(filters[at] ?? {});
        for (const one of truth.values()) if (passesFilter(filter, one, one)) fresh.put(placeOf(one));
        for (const seen of [null, queueIds.slice(0, 1), []]) {
          expect([name, seen, views.of(name, maya, seen)]).toEqual([name, seen, countsFor(fresh, maya, seen)]);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('time alone moves what asks for it; whom nobody watches any more is forgotten', () => {
  const views = createViewCounts();
  let now = 1_000;
  const filter: ListFilter = { waiting: { beyond: 500 } };
  views.watch('old', filter, () => settleFilter(filter, { me: maya, now, queues: [] }));
  const moved: string[] = [];
  views.listen((name) => moved.push(name));
  views.put({
    ...{ id: 'a' as ConversationId, rev: 1, head: 1, queueId: 'q1' as QueueId, guestIds: [], status: 'open' },
    ...{ tagIds: [], priority: 'normal', inboxId: 'shop' as InboxId, channel: 'webchat', number: 1, createdAt: 0 },
    ...{ snooze: null, outcome: null, context: {}, customer: {}, lastAt: 0, tally: { customer: 0 } },
    work: { state: 'waiting', ownerId: null, enqueuedAt: 1_000 },
    marks: { teamRead: { tally: { customer: 0 } } },
  });
  const count = () => views.of('old', maya, null)?.queues['q1' as QueueId]?.waiting ?? 0;
  expect([count(), moved]).toEqual([0, []]);
  now = 1_600;
  views.tick();
  expect([count(), moved]).toEqual([1, ['old']]);
  views.leave('old');
  expect(views.of('old', maya, null)).toBeNull();
});
