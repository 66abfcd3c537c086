/** Whatever happens in whatever order: the counters are what counting anew would answer. */
import fc from 'fast-check';
import type { ConversationId, QueueId, UserId } from '../../shared/model/ids.ts';
import type { ListCounts } from '../../shared/model/list.ts';
import { countsFor, createTally, type Place } from './tally.ts';

const queueIds = ['q1', 'q2', 'q3'] as QueueId[];
const userIds = ['maya', 'ben', 'ines'] as UserId[];

const place = fc.record({
  id: fc.constantFrom(...(['a', 'b', 'c', 'd', 'e'] as ConversationId[])),
  queueId: fc.constantFrom(...queueIds),
  ownerId: fc.option(fc.constantFrom(...userIds)),
  guestIds: fc.uniqueArray(fc.constantFrom(...userIds), { maxLength: 2 }),
  isOpen: fc.boolean(),
  isWaiting: fc.boolean(),
  isSnoozed: fc.boolean(),
});
const scopes: (QueueId[] | null)[] = [null, [], ['q1' as QueueId], queueIds.slice(0, 2)];

/** Counted from the places themselves, as slowly as it is plain. */
function recount(places: readonly Place[], userId: UserId, seen: readonly QueueId[] | null): ListCounts {
  const open = places.filter(({ isOpen }) => isOpen);
  const isHere = ({ queueId }: Place) => seen === null || seen.includes(queueId);
  const queues: ListCounts['queues'] = {};
  for (const one of open.filter(isHere)) {
    const { queueId, isWaiting, isSnoozed } = one;
    const counts = queues[queueId] ?? { open: 0, waiting: 0, snoozed: 0 };
    queues[queueId] = {
      open: counts.open + 1,
      waiting: counts.waiting + Number(isWaiting),
      snoozed: counts.snoozed + Number(isSnoozed),
    };
  }
  const elsewhere = open.filter((one) => !isHere(one) && (one.ownerId === userId || one.guestIds.includes(userId)));
  return {
    queues,
    own: {
      mine: open.filter(({ ownerId }) => ownerId === userId).length,
      elsewhere: {
        open: elsewhere.length,
        waiting: 0,
        snoozed: elsewhere.filter(({ ownerId, isSnoozed }) => ownerId === userId && isSnoozed).length,
      },
    },
  };
}

/** Waiting and snoozed are of what is open. */
const settle = (given: Omit<Place, 'rev'>, rev: number): Place => ({
  ...given,
  rev,
  isWaiting: given.isOpen && given.isWaiting,
  isSnoozed: given.isOpen && given.isSnoozed,
});

test('any changes, told late, twice and out of order, end in what counting anew answers', () => {
  fc.assert(
    fc.property(fc.array(place, { maxLength: 40 }), fc.infiniteStream(fc.nat(1_000)), (given, chance) => {
      const truth = new Map<ConversationId, Place>();
      const told: { place: Place; at: number }[] = [];
      for (const [at, one] of given.entries()) {
        const next = settle(one, (truth.get(one.id)?.rev ?? 0) + 1);
        truth.set(next.id, next);
        told.push({ place: next, at: at * 50 + (chance.next().value ?? 0) });
        if ((chance.next().value ?? 0) % 4 === 0) told.push({ place: next, at: at * 50 + (chance.next().value ?? 0) });
      }
      const tally = createTally();
      for (const { place: one } of told.sort((a, b) => a.at - b.at)) tally.put(one);
      for (const userId of userIds) {
        for (const seen of scopes) {
          expect(countsFor(tally, userId, seen)).toEqual(recount([...truth.values()], userId, seen));
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('what moved names the queues and people of before and after, and nothing when nothing counts otherwise', () => {
  const tally = createTally();
  const base = { id: 'a' as ConversationId, guestIds: [], isOpen: true, isWaiting: false, isSnoozed: false };
  const [q1, q2] = queueIds as [QueueId, QueueId];
  const [maya, ben] = userIds as [UserId, UserId];
  tally.put({ ...base, rev: 1, queueId: q1, ownerId: maya });
  expect(tally.put({ ...base, rev: 2, queueId: q2, ownerId: ben })).toEqual({
    queueIds: new Set([q1, q2]),
    userIds: new Set([maya, ben]),
  });
  expect(tally.put({ ...base, rev: 3, queueId: q2, ownerId: ben })).toBeNull();
  expect(tally.put({ ...base, rev: 1, queueId: q1, ownerId: maya })).toBeNull();
});
