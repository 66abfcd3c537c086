/** The order of waiting: first come first served within a priority, bounded overtaking between them, and time cannot change it. */
import fc from 'fast-check';
import { priorities } from '../../shared/model/conversation.ts';
import type { QueueId, UserId, WorkItemId } from '../../shared/model/ids.ts';
import { type AgentSlot, decide, type WaitingItem } from './decide.ts';
import { headStartMs, rankOf } from './rank.ts';

const queueId = 'q' as QueueId;
const item = fc.record({
  enqueuedAt: fc.integer({ min: 0, max: 10_000_000 }),
  pausedMs: fc.constantFrom(0, 0, 60_000, 3_600_000),
  priority: fc.constantFrom(...priorities),
});
const items = fc.array(item, { minLength: 1, maxLength: 60 });
const agents = Array.from(
  { length: 60 },
  (_, at): AgentSlot => ({
    ...{ id: `a${at}` as UserId, queueIds: [queueId], presence: 'available', connected: true, idleSince: at },
    ...{ used: 0, capacity: 100, openOffers: 0 },
  }),
);

type Item = { enqueuedAt: number; pausedMs: number; priority: (typeof priorities)[number] };
const since = (one: Item) => one.enqueuedAt + one.pausedMs;

/** In the order in which they would be offered, by the policy itself. */
function offered(all: readonly Item[], now: number): Item[] {
  const waiting = all.map(
    (one, at): WaitingItem => ({
      ...{ id: String(at).padStart(3, '0') as WorkItemId, queueId, rank: rankOf(one), weight: 34 },
      ...{ excluded: [], preferredAgentId: null },
    }),
  );
  return decide({ items: waiting, agents }, now).map((decision) => all[Number(decision.item.id)] as Item);
}

test('within a priority who came first is offered first', () => {
  fc.assert(
    fc.property(items, (all) => {
      const order = offered(all, 20_000_000);
      for (const priority of priorities) {
        const times = order.filter((one) => one.priority === priority).map(since);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }
    }),
  );
});

test('nobody is overtaken by those who came later than the difference of head starts', () => {
  fc.assert(
    fc.property(items, (all) => {
      const order = offered(all, 20_000_000);
      for (const [at, one] of order.entries()) {
        for (const before of order.slice(0, at)) {
          const bound = headStartMs[before.priority] - headStartMs[one.priority];
          expect(since(before)).toBeLessThanOrEqual(since(one) + bound);
        }
      }
    }),
  );
});

test('the order is the same whenever one looks, nothing is left out, and more pressing never comes later', () => {
  fc.assert(
    fc.property(items, fc.nat(), (all, later) => {
      expect(offered(all, 20_000_000 + later)).toEqual(offered(all, 20_000_000));
      expect(offered(all, 20_000_000)).toHaveLength(all.length);
      for (const one of all) {
        const raised = priorities.slice(priorities.indexOf(one.priority));
        const ranks = raised.map((priority) => rankOf({ ...one, priority }));
        expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
      }
    }),
  );
});
