/** The entries that ingest writes, and the keys that make each of them happen once. */
import type { InboundLetter, InboundMessage } from '../../channels/channel.ts';
import type { ConversationEvent } from '../../shared/model/entry.ts';
import type { Conversation } from '../timeline/model.ts';
import type { EntryDraft } from '../timeline/timeline.ts';

/** The same (inbox, key) is one entry for ever; a letter is one in whichever inboxes it arrives. */
export function entryKeyOf(event: InboundMessage): string {
  return event.letter ? letterKey(event.letter.externalId) : `${event.inboxId}:${event.key}`;
}

export const letterKey = (externalId: string): string => `letter:${externalId}`;

/** The id of a letter that came in, by the key of its entry; null for every other entry. */
export const externalIdOf = (key: string): string | null =>
  key.startsWith('letter:') ? (key.slice('letter:'.length).split('#')[0] ?? null) : null;

/** `sender`: where somebody else than the conversation's customer may have written. */
export function customerEntry(
  event: InboundMessage,
  conversation: Conversation,
  sender: Pick<Conversation, 'identityId' | 'customer'> = conversation,
): EntryDraft {
  const { identityId, customer } = sender;
  const { letter } = event;
  return {
    conversationId: conversation.id,
    key: entryKeyOf(event),
    clientId: event.clientId,
    author: { kind: 'customer', identityId, name: customer.name },
    identityId,
    inboxId: event.inboxId,
    direction: 'in',
    body: { kind: 'message', text: event.text, files: event.files, ...(letter && { letter: letter.letter }) },
    ...(letter && { digest: letter.digest, answers: answersOf(letter) }),
  };
}

/** Kept so that what it answers finds it when that comes later; who is not who they say they are is not looked for. */
const answersOf = ({ sender, thread }: InboundLetter): string[] =>
  sender === 'refuted' ? [] : thread.answers.slice(0, KEPT_ANSWERS);

/** The nearest of a very long thread. */
const KEPT_ANSWERS = 50;

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
