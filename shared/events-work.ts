/** Socket events of working on a conversation: who has it, when it comes back, how it ends; events.ts takes them in. */
import { z } from 'zod';
import { limits } from './limits.ts';
import type { AgentSelf } from './model/agent.ts';
import { priorities } from './model/conversation.ts';
import {
  type ConversationId,
  clientIdSchema,
  type DispositionId,
  idSchema,
  type PresenceReasonId,
  type QueueId,
  type TagId,
  type TeamId,
  type UserId,
  type WorkItemId,
} from './model/ids.ts';

const conversationId = idSchema<ConversationId>();
const agentId = idSchema<UserId>();
const inConversation = z.object({ conversationId });
const note = z.string().trim().max(limits.handoverNote).optional();
const tagIds = z.array(idSchema<TagId>()).max(limits.tags).default([]);
const ending = { dispositionId: idSchema<DispositionId>().nullable().default(null), note };
const presence = {
  state: z.enum(['available', 'away']),
  reasonId: idSchema<PresenceReasonId>().optional(),
};

export const transferToSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), id: agentId }),
  z.object({ kind: z.literal('team'), id: idSchema<TeamId>() }),
  z.object({ kind: z.literal('queue'), id: idSchema<QueueId>() }),
]);
/** To whom work is handed. */
export type TransferDestination = z.infer<typeof transferToSchema>;

export const workRequests = {
  /** With a disposition it is over at once; without, the owner wraps it up where the queue asks for that. */
  'conversation:close': z.object({ conversationId, ...ending }),
  'conversation:reopen': inConversation,
  /** A colleague is asked, and may decline; to a team or queue it goes back to waiting. The owner, or `floor:manage`. */
  'work:transfer': z.object({ conversationId, to: transferToSchema, note }),
  /** Back from whom one handed it to and who has not answered, or, for a minute, from where one sent it and nobody took it. */
  'work:recall': z.object({ workItemId: idSchema<WorkItemId>() }),
  /** `floor:manage` */
  'work:give': z.object({ conversationId, agentId }),
  /** From the queue anybody may; from a colleague `floor:manage`. */
  'work:take': inConversation,
  /** ms since 1970; null wakes it */
  'work:snooze': z.object({ conversationId, until: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable() }),
  'work:prioritise': z.object({ conversationId, priority: z.enum(priorities) }),
  'work:tag': z.object({ conversationId, add: tagIds, remove: tagIds }),
  'work:wrap-up': z.object({ conversationId, ...ending }),
  'guest:ask': z.object({
    conversationId,
    agentId,
    clientId: clientIdSchema,
    text: z.string().trim().min(1).max(limits.handoverNote),
  }),
  /** oneself, or somebody one works with on it */
  'guest:end': z.object({ conversationId, agentId }),
  'hand:raise': z.object({ conversationId, text: z.string().trim().max(limits.handoverNote).default('') }),
  'hand:lower': inConversation,
  'presence:set': z.object(presence),
  /** `floor:manage`, of people of one's own teams unless one's role reaches everybody */
  'presence:force': z.object({ agentId, ...presence }),
} as const;
export type WorkRequests = typeof workRequests;

export interface WorkAnswers {
  'conversation:close': null;
  'conversation:reopen': null;
  'work:transfer': null;
  'work:recall': null;
  'work:give': null;
  'work:take': null;
  'work:snooze': null;
  'work:prioritise': null;
  'work:tag': null;
  'work:wrap-up': null;
  'guest:ask': null;
  'guest:end': null;
  'hand:raise': null;
  'hand:lower': null;
  'presence:set': AgentSelf;
  'presence:force': null;
}
