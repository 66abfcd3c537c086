/** What can be taken back of what was handed on, and for how long. */
import type { OfferId, QueueId, UserId } from '../../shared/model/ids.ts';
import { advanceWork, enqueueWork, type Work, type WorkEvent } from './work.ts';
import { findRecallable, handedOnBy, RECALL_MS } from './work-recall.ts';

const settings = { backOffMs: 10_000 };
const maya = { id: 'maya' as UserId, name: 'Maya' };
const ben = { id: 'ben' as UserId, name: 'Ben' };

function after(work: Work, event: WorkEvent, now: number): Work {
  const outcome = advanceWork(work, event, now, settings);
  if (outcome.kind !== 'changed') throw new Error(`${event.type} was ${outcome.kind}.`);
  return outcome.next;
}
const verdict = (work: Work, by: typeof maya, now: number) =>
  advanceWork(work, { type: 'recall', by, keeps: null }, now, settings).kind;

function owned(): Work {
  const request = {
    ...{ conversationId: 'c', inboxId: 'i', identityId: 'x', queueId: 'north', preferredAgentId: null },
    ...{ weight: 34, live: true },
  } as unknown as Parameters<typeof enqueueWork>[0];
  const birth = { id: 'w', queueName: 'North', after: null, nodeId: 'n', now: 0 } as unknown as Parameters<
    typeof enqueueWork
  >[1];
  return after(enqueueWork(request, birth), { type: 'give', to: maya, by: maya }, 1);
}

const handOver = (expects: UserId | null): WorkEvent => ({
  ...{ type: 'hand-over', expects },
  offer: {
    ...{ id: 'o' as OfferId, agentId: ben.id, agentName: ben.name, offeredAt: 2, expiresAt: 30_000 },
    why: { longestIdleMs: null, previousOwner: false, othersAvailable: 0 },
    handover: { byId: maya.id, byName: maya.name, to: { kind: 'agent', ...ben } },
  },
});
const sendOn = (expects: UserId | null): WorkEvent => ({
  ...{ type: 'send-on', by: maya, expects },
  to: {
    ...{ queueId: 'south' as QueueId, queueName: 'South', teamId: null },
    target: { kind: 'queue', id: 'south' as QueueId, name: 'South' },
  },
});
const back = (keeps: UserId | null): WorkEvent => ({ type: 'recall', by: maya, keeps });

test('a colleague who is asked is asked no more; whoever was not part of it changes nothing', () => {
  const asked = after(owned(), handOver(maya.id), 2);
  expect([verdict(asked, ben, 3), verdict(asked, maya, 3)]).toEqual(['refused', 'changed']);
  const recalled = after(asked, back(null), 3);
  expect(recalled).toMatchObject({ state: 'active', ownerId: 'maya', offer: null });
  expect(recalled.history.at(-1)?.event).toEqual({
    ...{ type: 'transfer-recalled', byId: 'maya', byName: 'Maya', to: { kind: 'agent', id: 'ben', name: 'Ben' } },
  });
  expect(verdict(recalled, maya, 4)).toBe('same');
});

test('accepted, it stays where it went', () => {
  const taken = after(
    after(owned(), handOver(maya.id), 2),
    { type: 'accept', agentId: ben.id, offerId: 'o' as OfferId },
    3,
  );
  expect(verdict(taken, maya, 4)).toBe('refused');
  expect([handedOnBy(taken, maya.id), handedOnBy(taken, ben.id)]).toEqual([true, false]);
});

test('sent on, it comes back to its owner, or waits where it lay; for a minute', () => {
  const sent = after(owned(), sendOn(maya.id), 10);
  expect(sent).toMatchObject({ state: 'waiting', queueId: 'south', ownerId: null });
  expect(after(sent, back(maya.id), 11)).toMatchObject({ state: 'active', queueId: 'north', ownerId: 'maya' });
  expect(after(sent, back(null), 11)).toMatchObject({
    ...{ state: 'waiting', queueId: 'north', ownerId: null, preferredAgentId: 'maya' },
  });
  expect(findRecallable(sent, 10 + RECALL_MS)).not.toBeNull();
  expect(findRecallable(sent, 11 + RECALL_MS)).toBeNull();
});

test('what slept sleeps on, and its time of waiting did not pass', () => {
  const asleep = after(owned(), { type: 'snooze', until: 9_000, by: maya }, 100);
  const sent = after(asleep, sendOn(maya.id), 600);
  expect(sent).toMatchObject({ state: 'waiting', snooze: null, pausedMs: 500 });
  expect(after(sent, back(null), 700)).toMatchObject({ state: 'snoozed', snooze: { until: 9_000 }, ownerId: 'maya' });
  const asked = after(asleep, handOver(maya.id), 200);
  expect(asked).toMatchObject({ state: 'snoozed', offer: { agentId: 'ben' } });
  // Its time comes while the colleague is asked, and there is no room for its owner.
  const woken = after(asked, { type: 'wake', reason: 'due', keeps: null, version: asked.version }, 9_000);
  expect(woken).toMatchObject({ state: 'offered', ownerId: null, offer: { agentId: 'ben' } });
});
