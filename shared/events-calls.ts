/** Socket events of calls: what whoever talks may do, what whoever runs the floor may hear; events.ts takes them in. */
import { z } from 'zod';
import { limits } from './limits.ts';
import { type CallListening, type CallView, listenModes } from './model/call.ts';
import {
  type CallId,
  type ConversationId,
  type DispositionId,
  type InboxId,
  idSchema,
  type LegId,
  type QueueId,
  type UserId,
} from './model/ids.ts';

const callId = idSchema<CallId>();
const inCall = z.object({ callId });
const number = z.string().trim().min(2).max(40);
const agent = z.object({ kind: z.literal('agent'), id: idSchema<UserId>() });
const outside = z.object({ kind: z.literal('number'), number });

export const callTargetSchema = z.discriminatedUnion('kind', [
  agent,
  outside,
  z.object({ kind: z.literal('queue'), id: idSchema<QueueId>() }),
]);
export type CallTarget = z.infer<typeof callTargetSchema>;

export const callRequests = {
  /** those that go on and that one may see */
  'calls:list': z.object({}),
  /** what a device needs to ring; for each inbox of calls there is */
  'call:grant': z.object({}),
  /** on which this page's device can be rung now; no call of another line is offered there */
  'call:lines': z.object({ inboxIds: z.array(idSchema<InboxId>()).max(limits.lines) }),
  /** of devices that carry their own sound: a whole offer, answered by a whole answer */
  'call:connect': z.object({ callId, legId: idSchema<LegId>(), sdp: z.string().min(1).max(64_000) }),
  /** The agent's own device rings first. `conversationId`: whose call it is; without one it begins a conversation. */
  'call:dial': z.object({
    inboxId: idSchema<InboxId>().optional(),
    number,
    conversationId: idSchema<ConversationId>().optional(),
  }),
  'call:hold': z.object({ callId, held: z.boolean() }),
  'call:mute': z.object({ callId, muted: z.boolean() }),
  'call:press': z.object({ callId, digits: z.string().regex(/^[0-9*#]{1,32}$/) }),
  'call:end': inCall,
  /** Warm: they are spoken to first. Into a queue there is nobody to speak to. */
  'call:transfer': z.object({
    callId,
    mode: z.enum(['warm', 'cold']),
    to: callTargetSchema,
    note: z.string().trim().max(limits.handoverNote).optional(),
  }),
  'call:finish-transfer': inCall,
  'call:cancel-transfer': inCall,
  'call:add': z.object({ callId, to: z.discriminatedUnion('kind', [agent, outside]) }),
  'call:remove': z.object({ callId, legId: idSchema<LegId>() }),
  'call:record': z.object({ callId, what: z.enum(['start', 'pause', 'resume', 'stop']) }),
  'call:wrap-up': z.object({
    callId,
    dispositionId: idSchema<DispositionId>().nullable().default(null),
    note: z.string().trim().max(limits.handoverNote).optional(),
  }),
  /** `floor:manage`; null: no longer */
  'call:listen': z.object({ callId, mode: z.enum(listenModes).nullable() }),
} as const;
export type CallRequests = typeof callRequests;

/** What a device is given, as its line wants it; `grant` is passed on unread. */
export interface CallGrant {
  inboxId: InboxId;
  name: string;
  /** the number that is shown to whoever is called; null: nobody can be dialled through it */
  number: string | null;
  grant: unknown;
}

export interface CallAnswers {
  'calls:list': { calls: CallView[]; listening: CallListening | null };
  'call:grant': { lines: CallGrant[] };
  'call:lines': null;
  'call:connect': { sdp: string } | { gone: true };
  'call:dial': { call: CallView };
  'call:hold': null;
  'call:mute': null;
  'call:press': null;
  'call:end': null;
  'call:transfer': null;
  'call:finish-transfer': null;
  'call:cancel-transfer': null;
  'call:add': null;
  'call:remove': null;
  'call:record': null;
  'call:wrap-up': null;
  'call:listen': null;
}

export interface CallFacts {
  /** whole each time; the highest version counts */
  'call:changed': (fact: { call: CallView }) => void;
  /** a supervisor's own leg, told to their own consoles alone; null: no longer */
  'call:listening': (fact: { listening: CallListening | null }) => void;
}
