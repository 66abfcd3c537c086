/** What is told of a conversation beside its entries, where those of many are read as one. */
import type { HistoryConversation, LockedConversation } from '../../../shared/events-history.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { HistoryLog } from '../../timeline/history.ts';
import type { Conversation } from '../../timeline/model.ts';

export interface HistoryContext {
  queueName: string | null;
  mayVisit: boolean;
  /** what is read together with it */
  isWithin(id: ConversationId): boolean;
}

export function presentHistoryConversation(
  conversation: Conversation,
  { queueName, mayVisit, isWithin }: HistoryContext,
): HistoryConversation {
  const { id, number, channel, subject, status, work, createdAt, closedAt, lastAt, placements, deliveries } =
    conversation;
  return {
    ...{ id, number, channel, subject, status, queueName, createdAt, closedAt, lastAt, deliveries, mayVisit },
    ownerName: work?.ownerName ?? null,
    placements: placements.filter(({ from, to }) => !isWithin(from.id) || !isWithin(to.id)),
  };
}

export function presentLocked({ channel, createdAt }: Pick<HistoryLog, 'channel' | 'createdAt'>): LockedConversation {
  return { kind: 'locked', key: String(createdAt), channel, createdAt };
}
