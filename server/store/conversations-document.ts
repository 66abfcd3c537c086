/** How a conversation lies in the database. */
import type { ConversationId } from '../../shared/model/ids.ts';
import { searchKeysOf } from '../../shared/search-text.ts';
import type { Conversation } from '../timeline/model.ts';
import { toDomain } from './connect.ts';

/** `previewSeq` is the seq of the message the preview was made from, so that an older one never wins; `searchKeys` follow from the customer. */
export type ConversationDocument = Omit<Conversation, 'id'> & {
  _id: ConversationId;
  previewSeq: number;
  searchKeys: string[];
};

export function keysOfCustomer({ name, email }: Conversation['customer']): string[] {
  return searchKeysOf([name, email?.value]);
}

export function toConversation(document: ConversationDocument): Conversation {
  const { previewSeq: _, searchKeys: _keys, ...rest } = document;
  // Those that were kept before there were letters, or placements, have none.
  const { subject = null, deliveries = [], placements = [] } = rest;
  return toDomain<Conversation>({ ...rest, subject, deliveries, placements });
}
