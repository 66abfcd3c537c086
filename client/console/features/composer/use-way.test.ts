/** Which inbox a reply goes by when the customer has left. */
import type { DeskInbox } from '../../../../shared/events.ts';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { InboxId, QueueId } from '../../../../shared/model/ids.ts';
import { findLetterInbox } from './use-way.ts';

const inbox = (id: string, queue: string, format: DeskInbox['format']) =>
  ({ id: id as InboxId, queueId: queue as QueueId, format }) as DeskInbox;
const inboxes = [
  inbox('chat', 'north', 'chat'),
  inbox('mail-south', 'south', 'letter'),
  inbox('mail-north', 'north', 'letter'),
];
const of = (inboxId: string, verified: boolean | null) =>
  ({
    inboxId,
    customer: verified === null ? {} : { email: { value: 'zoe@example.org', verified } },
  }) as unknown as AgentConversation;

it('takes the one that speaks for the same queue, else any', () => {
  expect(findLetterInbox(inboxes, of('chat', true))?.id).toBe('mail-north');
  expect(findLetterInbox(inboxes.slice(0, 2), of('chat', true))?.id).toBe('mail-south');
  expect(findLetterInbox(inboxes.slice(0, 1), of('chat', true))).toBeNull();
});

it('sends nothing to an address that was only said, and letters go their own way', () => {
  expect(findLetterInbox(inboxes, of('chat', false))).toBeNull();
  expect(findLetterInbox(inboxes, of('chat', null))).toBeNull();
  expect(findLetterInbox(inboxes, of('mail-north', true))).toBeNull();
});
