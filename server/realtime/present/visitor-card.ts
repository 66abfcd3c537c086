/** One line of a visitor's own list of conversations. */
import type { VisitorCard } from '../../../shared/events.ts';
import type { Conversation } from '../../timeline/model.ts';
import { presentVisitorConversation } from './visitor-conversation.ts';

/** The preview is of messages only; `lastAt` would also tell when the team wrote a note, so it is not used. */
export function presentVisitorCard(conversation: Conversation): VisitorCard {
  const { tally, marks, preview, createdAt } = conversation;
  return {
    conversation: presentVisitorConversation(conversation),
    preview: preview?.text ?? '',
    at: preview?.at ?? createdAt,
    unread: Math.max(0, tally.agent - marks.customerRead.tally.agent),
  };
}
