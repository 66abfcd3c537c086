/** A conversation's state as people inside see it. */
import type { AgentConversation, Resemblance, WorkSummary } from '../../../shared/model/conversation.ts';
import type { Conversation } from '../../timeline/model.ts';

export function presentAgentConversation(conversation: Conversation): AgentConversation {
  return {
    id: conversation.id,
    number: conversation.number,
    rev: conversation.rev,
    inboxId: conversation.inboxId,
    channel: conversation.channel,
    subject: conversation.subject,
    ...(conversation.erasedRev !== undefined && { erasedRev: conversation.erasedRev }),
    ...(conversation.erasedFiles !== undefined && { erasedFiles: conversation.erasedFiles }),
    customer: presentCustomer(conversation.customer),
    status: conversation.status,
    work: conversation.work && presentWork(conversation.work),
    createdAt: conversation.createdAt,
    closedAt: conversation.closedAt,
    linkedFrom: conversation.linkedFrom,
    form: conversation.form,
    context: conversation.context,
    rating: conversation.rating,
    priority: conversation.priority,
    tagIds: conversation.tagIds,
    ...(conversation.suggestedReplyId && { suggestedReplyId: conversation.suggestedReplyId }),
    snooze: conversation.snooze,
    outcome: conversation.outcome,
    help: conversation.help,
    deliveries: conversation.deliveries,
    placements: conversation.placements,
    ...(conversation.resembles && { resembles: presentResemblance(conversation.resembles) }),
    guestIds: conversation.guestIds,
    marks: {
      customerDelivered: conversation.marks.customerDelivered,
      customerRead: conversation.marks.customerRead,
      teamRead: conversation.marks.teamRead,
    },
  };
}

const presentResemblance = ({ id, number, by }: Resemblance): Resemblance => ({ id, number, by });

function presentCustomer({ id, name, email, traits }: Conversation['customer']): AgentConversation['customer'] {
  return { id, name, ...(email && { email }), ...(traits && { traits }) };
}

function presentWork(work: WorkSummary): WorkSummary {
  return {
    id: work.id,
    state: work.state,
    queueId: work.queueId,
    ownerId: work.ownerId,
    ownerName: work.ownerName,
    enqueuedAt: work.enqueuedAt,
    since: work.since,
    wrapUpUntil: work.wrapUpUntil ?? null,
    handingTo: work.handingTo ?? null,
  };
}
