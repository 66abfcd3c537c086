/** A conversation's state as its visitor sees it: no queue, no customer record, no form, no team but the agent's name. */
import type { VisitorConversation, VisitorConversationStatus } from '../../../shared/model/conversation.ts';
import type { Conversation, Marked } from '../../timeline/model.ts';

export function presentVisitorConversation(conversation: Conversation): VisitorConversation {
  const { work, rating, marks, customer } = conversation;
  return {
    id: conversation.id,
    rev: conversation.rev,
    status: statusFor(conversation),
    agent: work?.ownerName ? { name: work.ownerName } : null,
    ...(customer.email?.verified === false && { unproven: customer.email.value }),
    createdAt: conversation.createdAt,
    closedAt: conversation.closedAt,
    rating: rating && { score: rating.score },
    marks: { youRead: presentMark(marks.customerRead), agentRead: presentMark(marks.teamRead) },
  };
}

function statusFor({ status, work, left }: Conversation): VisitorConversationStatus {
  if (status === 'closed' || work?.state === 'wrap-up') return 'closed';
  // Put aside by whoever has read it: nobody is waited for in a queue.
  if (work?.state === 'active' || work?.state === 'snoozed') return 'active';
  return left ? 'message-left' : 'waiting';
}

function presentMark(mark: Marked): Marked {
  return { seq: mark.seq, tally: { customer: mark.tally.customer, agent: mark.tally.agent } };
}
