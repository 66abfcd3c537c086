/** How a conversation lies in the database. */
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Conversation } from '../timeline/model.ts';
import { toDomain } from './connect.ts';

/** `previewSeq` is the seq of the message the preview was made from, so that an older one never wins. */
export type ConversationDocument = Omit<Conversation, 'id'> & { _id: ConversationId; previewSeq: number };

export function toConversation(document: ConversationDocument): Conversation {
  const { previewSeq: _, ...rest } = document;
  return toDomain<Conversation>(rest);
}
