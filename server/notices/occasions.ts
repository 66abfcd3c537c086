/** On what occasions people are told of a note: the same names where they are told and where it is taken back. */
import type { ConversationId, EntryId } from '../../shared/model/ids.ts';

export const mentionOf = (entryId: EntryId): string => `mentioned:${entryId}`;
export const askingOf = (conversationId: ConversationId, clientId: string): string =>
  `asked-in:${conversationId}:${clientId}`;
