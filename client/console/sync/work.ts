/** What the agent does with conversations as work; each verb is one request, and what follows from it comes as facts. */
import type { Result } from '../../../shared/errors.ts';
import type { TransferDestination } from '../../../shared/events-work.ts';
import type { Priority } from '../../../shared/model/conversation.ts';
import type { ConversationId, DispositionId, TagId, UserId, WorkItemId } from '../../../shared/model/ids.ts';
import type { Transport } from './transport.ts';

export interface Ending {
  dispositionId: DispositionId | null;
  note?: string;
}

type Done = Promise<Result<null>>;

export interface WorkVerbs {
  close(id: ConversationId, ending?: Ending): Done;
  wrapUp(id: ConversationId, ending: Ending): Done;
  reopen(id: ConversationId): Done;
  transfer(id: ConversationId, to: TransferDestination, note: string): Done;
  /** what one handed over or sent on, while nobody has taken it */
  recall(workItemId: WorkItemId): Done;
  give(id: ConversationId, agentId: UserId): Done;
  take(id: ConversationId): Done;
  /** ms since 1970; null wakes it */
  snooze(id: ConversationId, until: number | null): Done;
  prioritise(id: ConversationId, priority: Priority): Done;
  tag(id: ConversationId, change: { add?: TagId[]; remove?: TagId[] }): Done;
  /** Repeating it under the same client id writes the question only once. */
  askIn(id: ConversationId, asking: { agentId: UserId; text: string; clientId: string }): Done;
  endGuest(id: ConversationId, agentId: UserId): Done;
  raiseHand(id: ConversationId, text: string): Done;
  lowerHand(id: ConversationId): Done;
}

export function createWorkVerbs({ ask }: Pick<Transport, 'ask'>): WorkVerbs {
  return {
    close: (conversationId, ending) => ask('conversation:close', { conversationId, ...ending }),
    wrapUp: (conversationId, ending) => ask('work:wrap-up', { conversationId, ...ending }),
    reopen: (conversationId) => ask('conversation:reopen', { conversationId }),
    transfer: (conversationId, to, note) =>
      ask('work:transfer', { conversationId, to, ...(note.trim() ? { note: note.trim() } : {}) }),
    recall: (workItemId) => ask('work:recall', { workItemId }),
    give: (conversationId, agentId) => ask('work:give', { conversationId, agentId }),
    take: (conversationId) => ask('work:take', { conversationId }),
    snooze: (conversationId, until) => ask('work:snooze', { conversationId, until }),
    prioritise: (conversationId, priority) => ask('work:prioritise', { conversationId, priority }),
    tag: (conversationId, { add = [], remove = [] }) => ask('work:tag', { conversationId, add, remove }),
    askIn: (conversationId, asking) => ask('guest:ask', { conversationId, ...asking }),
    endGuest: (conversationId, agentId) => ask('guest:end', { conversationId, agentId }),
    raiseHand: (conversationId, text) => ask('hand:raise', { conversationId, text }),
    lowerHand: (conversationId) => ask('hand:lower', { conversationId }),
  };
}
