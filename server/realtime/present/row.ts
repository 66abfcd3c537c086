/** A conversation as one row of an agent's list. */
import type { ConversationRow } from '../../../shared/model/conversation.ts';
import type { Conversation } from '../../timeline/model.ts';
import { presentAgentConversation } from './agent-conversation.ts';

export function presentRow(conversation: Conversation): ConversationRow {
  return {
    conversation: presentAgentConversation(conversation),
    queueId: conversation.queueId,
    head: conversation.heads.agent,
    lastAt: conversation.lastAt,
    tally: conversation.tally,
    replyDue: conversation.replyDue ?? null,
    preview: conversation.preview,
  };
}
