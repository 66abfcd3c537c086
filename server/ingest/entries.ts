/** The entries that ingest writes, and the keys that make each of them happen once. */
import type { InboundEvent } from '../../channels/channel.ts';
import type { ConversationEvent } from '../../shared/model/entry.ts';
import type { Conversation } from '../timeline/model.ts';
import type { EntryDraft } from '../timeline/timeline.ts';

/** The same (inbox, key) is one entry for ever. */
export function entryKeyOf(event: InboundEvent): string {
  return `${event.inboxId}:${event.key}`;
}

export function customerEntry(event: InboundEvent, conversation: Conversation): EntryDraft {
  const { identityId, customer } = conversation;
  return {
    conversationId: conversation.id,
    key: entryKeyOf(event),
    clientId: event.clientId,
    author: { kind: 'customer', identityId, name: customer.name },
    identityId,
    inboxId: event.inboxId,
    direction: 'in',
    body: { kind: 'message', text: event.text, files: event.files },
  };
}

export function eventEntry(conversation: Conversation, key: string, event: ConversationEvent): EntryDraft {
  return {
    conversationId: conversation.id,
    key,
    author: { kind: 'system' },
    identityId: conversation.identityId,
    inboxId: conversation.inboxId,
    direction: 'internal',
    body: { kind: 'event', event },
  };
}
