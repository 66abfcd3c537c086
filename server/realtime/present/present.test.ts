/** What each audience is shown: the visitor's shapes are compared field by field, so that a new one is noticed. */
import type { ConversationEvent } from '../../../shared/model/entry.ts';
import type {
  CustomerId,
  DispositionId,
  EntryId,
  IdentityId,
  InboxId,
  QueueId,
  TagId,
  UserId,
  WorkItemId,
} from '../../../shared/model/ids.ts';
import type { Conversation, Entry } from '../../timeline/model.ts';
import { isVisible } from '../../timeline/visible.ts';
import { presentAgentConversation } from './agent-conversation.ts';
import { presentAgentEntry } from './agent-entry.ts';
import { presentVisitorCard } from './visitor-card.ts';
import { presentVisitorConversation } from './visitor-conversation.ts';
import { presentVisitorEntry } from './visitor-entry.ts';

const tally = { customer: 1, agent: 2 };
const mark = { seq: 3, tally };
const agentId = 'agent' as UserId;

const conversation: Conversation = {
  id: 'conversation' as Conversation['id'],
  key: 'secret key',
  number: 12,
  rev: 7,
  identityId: 'identity' as IdentityId,
  customer: { id: 'customer' as CustomerId, name: 'Lea', email: { value: 'lea@example.com', verified: true } },
  inboxId: 'inbox' as InboxId,
  channel: 'webchat',
  queueId: 'queue' as QueueId,
  status: 'open',
  work: {
    id: 'work' as WorkItemId,
    state: 'active',
    queueId: 'queue' as QueueId,
    ownerId: agentId,
    ownerName: 'Maya Keller',
    enqueuedAt: 1,
    since: 2,
    wrapUpUntil: null,
    handingTo: null,
    version: 9,
  },
  left: false,
  createdAt: 1,
  closedAt: null,
  linkedFrom: null,
  form: [{ label: 'Topic', value: 'Lamp' }],
  context: { url: 'https://shop.example' },
  rating: { score: 5, comment: 'for the team only' },
  priority: 'urgent',
  tagIds: ['tag' as TagId],
  snooze: { until: 9, byName: 'Maya Keller' },
  outcome: { dispositionId: 'disposition' as DispositionId, name: 'Solved', note: 'for the team only' },
  subject: 'About the lamp',
  placements: [],
  deliveries: [{ entryId: 'entry' as EntryId, state: 'queued', at: 6, nextAt: null }],
  help: { byId: agentId, byName: 'Maya Keller', at: 5, text: 'Please look' },
  guestIds: [agentId],
  marks: { customerDelivered: mark, customerRead: mark, teamRead: mark },
  heads: { agent: 4, visitor: 3 },
  tally: { customer: 3, agent: 5 },
  preview: { from: 'agent', text: 'Yes', at: 11 },
  lastAt: 99,
};

const entry: Entry = {
  id: 'entry' as EntryId,
  conversationId: conversation.id,
  seq: 4,
  prev: { agent: 3, visitor: 2 },
  at: 5,
  key: 'secret key',
  digest: 'secret digest',
  clientId: 'client-id',
  author: { kind: 'agent', id: agentId, name: 'Maya Keller' },
  identityId: conversation.identityId,
  inboxId: conversation.inboxId,
  direction: 'out',
  body: { kind: 'message', text: 'Yes', files: [] },
  tally,
};

const events: ConversationEvent[] = [
  { type: 'opened' },
  { type: 'form-answered', answers: [] },
  { type: 'message-left', email: 'lea@example.com' },
  { type: 'queued', queueId: conversation.queueId, queueName: 'North' },
  { type: 'assigned', agentId, agentName: 'Maya Keller', waitedMs: 5 },
  { type: 'declined', agentId, agentName: 'Maya Keller' },
  { type: 'missed', agentId, agentName: 'Maya Keller' },
  { type: 'requeued', reason: 'owner-gone' },
  { type: 'closed', by: 'agent', reason: 'done', agentName: 'Maya Keller' },
  { type: 'reopened' },
  { type: 'rated', score: 5, comment: 'for the team only' },
];

describe('a visitor', () => {
  test('is shown a message with the seq that they may see before it, and no ids of people', () => {
    expect(presentVisitorEntry(entry)).toEqual({
      id: 'entry',
      conversationId: 'conversation',
      seq: 4,
      prev: 2,
      at: 5,
      author: { kind: 'agent', name: 'Maya Keller' },
      body: { kind: 'message', text: 'Yes', files: [] },
      tally,
    });
  });

  test('is never shown a note', () => {
    expect(presentVisitorEntry({ ...entry, body: { kind: 'note', text: 'Psst', files: [] } })).toBeNull();
  });

  test.each(events)('is shown the event $type exactly when the timeline counts it for them', (event) => {
    const body = { kind: 'event' as const, event };
    const shown = presentVisitorEntry({ ...entry, body });
    expect(shown !== null).toBe(isVisible(body, 'visitor'));
    expect(JSON.stringify(shown)).not.toMatch(/team only|agentId|waitedMs|"done"/);
  });

  test('is shown nothing of queue, customer record, form or rating comment', () => {
    expect(presentVisitorConversation(conversation)).toEqual({
      id: 'conversation',
      rev: 7,
      status: 'active',
      agent: { name: 'Maya Keller' },
      createdAt: 1,
      closedAt: null,
      rating: { score: 5 },
      marks: { youRead: mark, agentRead: mark },
    });
  });

  test.each([
    [{ status: 'closed' as const }, 'closed'],
    [{ work: null }, 'waiting'],
    [{ work: null, left: true }, 'message-left'],
    [{ left: true }, 'active'],
  ])('with %j is told %s', (change, status) => {
    expect(presentVisitorConversation({ ...conversation, ...change }).status).toBe(status);
  });

  test('has a card that does not tell when the team wrote a note', () => {
    expect(presentVisitorCard(conversation)).toMatchObject({ preview: 'Yes', at: 11, unread: 3 });
  });
});

describe('an agent', () => {
  test('is shown neither keys nor digests nor versions', () => {
    const shown = JSON.stringify([presentAgentEntry(entry), presentAgentConversation(conversation)]);
    expect(shown).not.toMatch(/secret|version/);
  });
});
