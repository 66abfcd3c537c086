/** The line behind a number says what the number says. */
import type { ConversationId, InboxId, QueueId, UserId, WorkItemId } from '../../shared/model/ids.ts';
import { presentCase } from './cases.ts';
import type { Visit } from './measure.ts';

const visit: Visit = {
  ...{ id: 'a', kind: 'visit', workItemId: 'w' as WorkItemId, conversationId: 'c' as ConversationId },
  ...{
    inboxId: 'i' as InboxId,
    queueId: 'q' as QueueId,
    version: 3,
    open: true,
    live: true,
    target: { percent: 80, seconds: 30 },
  },
  ...{ at: 1_000, agentId: 'maya' as UserId, outcome: 'accepted', waitMs: 200, met: true },
  ...{ dueAt: null, asideSince: null, asideMs: 0, waitingSince: 9_000 },
};

test('whoever lost their agent is behind the number of those who wait as waiting since then, with nobody', () => {
  expect(presentCase(visit, null, 'waiting')).toMatchObject({
    ...{ outcome: 'waiting', agentId: null, waitingSince: 9_000, waitMs: null, met: null },
  });
});

test('behind the number of those accepted the same visit was accepted', () => {
  expect(presentCase(visit, null, 'accepted')).toMatchObject({
    ...{ outcome: 'accepted', agentId: 'maya', waitingSince: null, waitMs: 200, met: true },
  });
});

test('who was put aside unanswered does not wait', () => {
  const aside: Visit = { ...visit, outcome: 'waiting', waitMs: null, asideSince: 2_000, waitingSince: null };
  expect(presentCase(aside, null, 'offered')).toMatchObject({ outcome: 'waiting', waitingSince: null });
});
