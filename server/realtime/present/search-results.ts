/** What a search found, as the console shows it. Everything in it was seen by whoever asks: the search asks for that. */
import type { InboxId } from '../../../shared/model/ids.ts';
import type { FoundCustomer, FoundEntry, SearchAnswer } from '../../../shared/model/search.ts';
import { findMatches } from '../../../shared/search-text.ts';
import { saidIn } from '../../search/entry-text.ts';
import type { EntryHit } from '../../search/find-entries.ts';
import type { FoundPerson, Results } from '../../search/search.ts';
import { presentRow } from './row.ts';

export function presentResults(
  { customers, conversations, entries, next, instead }: Results,
  text: string,
  channels: ReadonlyMap<InboxId, string>,
): SearchAnswer {
  return {
    customers: customers.flatMap((person) => presentPerson(person, text)),
    conversations: conversations.map(presentRow),
    entries: entries.map((hit) => presentHit(hit, channels)),
    next,
    instead,
  };
}

function presentPerson({ id, conversations }: FoundPerson, text: string): FoundCustomer[] {
  const [newest] = conversations;
  if (!newest) return [];
  const { name, email } = newest.customer;
  return [
    {
      ...{ id, name, email: email?.value ?? null, conversationId: newest.id, conversations: conversations.length },
      marks: { name: findMatches(name, text), email: email ? findMatches(email.value, text) : [] },
    },
  ];
}

function presentHit(
  { entry, conversation, snippet, subject }: EntryHit,
  channels: ReadonlyMap<InboxId, string>,
): FoundEntry {
  const { id, conversationId, seq, at, inboxId, author, body } = entry;
  return {
    conversationId: conversation.id,
    number: conversation.number,
    customerName: conversation.customer.name,
    queueId: conversation.queueId,
    status: conversation.status,
    entry: {
      ...{ id, conversationId, seq, at },
      channel: channels.get(inboxId) ?? conversation.channel,
      kind: saidIn(body)?.purpose ?? (body.kind === 'note' ? 'note' : 'message'),
      author: { kind: author.kind, name: author.kind === 'system' ? '' : author.name },
    },
    ...{ snippet, subject },
  };
}
