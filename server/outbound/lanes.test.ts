import fc from 'fast-check';
import type { ConversationId, InboxId } from '../../shared/model/ids.ts';
import { createLanes } from './lanes.ts';

const item = (inbox: number, conversation: number) => ({
  inboxId: `inbox-${inbox}` as InboxId,
  conversationId: `conversation-${conversation}` as ConversationId,
});
const never = () => new Promise<void>(() => {});

it('leaves the places of other inboxes free', () => {
  const lanes = createLanes({ places: 2, freed: jest.fn(), failed: jest.fn() });
  expect([1, 2, 3].map((conversation) => lanes.begin(item(1, conversation), never))).toEqual([true, true, false]);
  expect(lanes.begin(item(2, 4), never)).toBe(true);
  expect(lanes.full().inboxIds).toEqual(['inbox-1']);
});

it('carries one message of a conversation at a time', async () => {
  const freed = jest.fn();
  const lanes = createLanes({ places: 2, freed, failed: jest.fn() });
  expect(lanes.begin(item(1, 1), async () => {})).toBe(true);
  expect(lanes.begin(item(1, 1), never)).toBe(false);
  expect(lanes.full()).toEqual({ inboxIds: [], conversationIds: ['conversation-1'] });
  await lanes.idle();
  expect(freed).toHaveBeenCalledTimes(1);
  expect(lanes.begin(item(1, 1), async () => {})).toBe(true);
  await lanes.idle();
});

it('frees the place of what failed, and does not ask for more at once', async () => {
  const [freed, failed] = [jest.fn(), jest.fn()];
  const lanes = createLanes({ places: 1, freed, failed });
  lanes.begin(item(1, 1), () => Promise.reject(new Error('away')));
  await lanes.idle();
  expect(failed).toHaveBeenCalledWith(new Error('away'));
  expect(freed).not.toHaveBeenCalled();
  expect(lanes.full()).toEqual({ inboxIds: [], conversationIds: [] });
});

it('whatever ends when: no inbox has more than its places, no conversation more than one, and all go', async () => {
  const steps = fc.array(fc.tuple(fc.nat(2), fc.nat(4), fc.nat(3)), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(steps, async (items) => {
      const inHand: { inbox: number; conversation: number }[] = [];
      const done: number[] = [];
      const waiting = items.map(([inbox, conversation, turns], at) => ({ at, inbox, conversation, turns }));
      const lanes = createLanes({ places: 2, freed: look, failed: (error) => expect(error).toBeUndefined() });
      function look() {
        for (const one of [...waiting]) {
          const { at, inbox, conversation, turns } = one;
          const begun = lanes.begin(item(inbox, conversation), async () => {
            inHand.push(one);
            expect(inHand.filter((other) => other.inbox === inbox).length).toBeLessThanOrEqual(2);
            expect(inHand.filter((other) => other.conversation === conversation)).toHaveLength(1);
            for (let turn = 0; turn < turns; turn += 1) await null;
            inHand.splice(inHand.indexOf(one), 1);
            done.push(at);
          });
          if (begun) waiting.splice(waiting.indexOf(one), 1);
        }
      }
      look();
      await lanes.idle();
      expect(done.toSorted((a, b) => a - b)).toEqual(items.map((_, at) => at));
    }),
  );
});
