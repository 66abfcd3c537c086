/** What the server and its softswitch say to each other over loopback, checked on both sides. */
import { z } from 'zod';
import { type CallId, type InboxId, idSchema, type LegId } from '../../../shared/model/ids.ts';
import type { CallStep } from '../../voice.ts';

const legId = idSchema<LegId>();
const callId = idSchema<CallId>();
const spoken = z.array(z.object({ text: z.string().max(5_000), language: z.string().max(35) })).max(50);
const seconds = z.number().min(0).max(86_400);

export const stepSchema: z.ZodType<CallStep> = z.discriminatedUnion('do', [
  z.object({
    ...{ do: z.literal('ask'), say: spoken, digits: z.number().int().min(1).max(100), seconds },
    finishKey: z.string().max(1).nullable(),
  }),
  z.object({ do: z.literal('wait'), say: spoken, hearsKeys: z.boolean() }),
  z.object({ do: z.literal('take-message'), say: spoken, maxSeconds: seconds }),
  z.object({ do: z.literal('talk'), say: spoken, record: z.boolean() }),
  z.object({ do: z.literal('forward'), say: spoken, to: z.string().max(40), callerId: z.string().max(40), seconds }),
  z.object({ do: z.literal('hang-up'), say: spoken }),
  z.object({ do: z.literal('refuse'), reason: z.enum(['busy', 'rejected']) }),
]);

const modeSchema = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('talk') }),
  z.object({ mode: z.literal('listen') }),
  z.object({ mode: z.literal('coach'), coachOf: legId }),
]);

/** Which call: made by the first command that names it. */
const call = { callId, inboxId: idSchema<InboxId>(), externalId: z.string().max(200).nullable() };
const legOrCustomer = z.union([z.literal('customer'), legId]);
/** at which servers the two sides meet, from now on */
const iceSchema = z.object({
  stun: z.array(z.string()),
  turn: z.object({ urls: z.array(z.string()), secret: z.string() }).nullable(),
});
const sdp = z.string().min(1).max(100_000);

export const commandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('begin'), ...call, legId, ringSeconds: seconds, as: modeSchema }),
  z.object({ type: z.literal('drop'), callId, legId }),
  /** `after`: the event it answers; one that is not the newest of the customer's leg any more is not obeyed. Null: at once. */
  z.object({ type: z.literal('step'), callId, step: stepSchema, after: z.number().int().nullable() }),
  z.object({
    ...{ type: z.literal('set'), callId, leg: legOrCustomer },
    change: z.object({ muted: z.boolean().optional(), held: z.boolean().optional(), as: modeSchema.optional() }),
  }),
  z.object({ type: z.literal('press'), callId, legId, digits: z.string().max(64) }),
  z.object({ type: z.literal('announce'), callId, say: spoken }),
  z.object({ type: z.literal('record'), callId, what: z.enum(['start', 'pause', 'resume', 'stop']) }),
  z.object({ type: z.literal('end'), callId }),
  z.object({ type: z.literal('connect'), ...call, leg: legOrCustomer, sdp, ice: iceSchema.optional() }),
]);
export type SwitchCommand = z.infer<typeof commandSchema>;

export const resultSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('done'), externalId: z.string().optional(), sdp: z.string().optional() }),
  z.object({ state: z.literal('gone') }),
  z.object({ state: z.literal('failed'), retryable: z.boolean(), reason: z.string() }),
]);
export type SwitchResult = z.infer<typeof resultSchema>;

const legEnd = z.enum(['hung-up', 'no-answer', 'busy', 'declined', 'unreachable', 'failed', 'lost', 'removed']);
const left = { state: z.literal('left'), end: legEnd, detail: z.string() };
const purpose = z.enum(['call', 'voicemail']);
const recordingId = z.string();
/** What happened, in the words of the port. */
export const happeningSchema = z.union([
  z.object({ type: z.literal('keys'), digits: z.string() }),
  z.object({ type: z.literal('waited') }),
  z.object({ type: z.literal('leg'), legId, legExternalId: z.string(), state: z.enum(['ringing', 'joined']) }),
  z.object({ type: z.literal('leg'), legId, legExternalId: z.string(), ...left }),
  z.object({ type: z.literal('customer'), state: z.literal('joined') }),
  z.object({ type: z.literal('customer'), ...left }),
  z.object({ type: z.literal('recording'), purpose, recordingId, state: z.enum(['started', 'paused', 'resumed']) }),
  z.object({ type: z.literal('recording'), purpose, recordingId, state: z.literal('done'), seconds: z.number() }),
  z.object({ type: z.literal('recording'), purpose, recordingId, state: z.literal('absent') }),
]);
export type Happening = z.infer<typeof happeningSchema>;

export const eventSchema = z.object({
  /** counts from 1 as long as the process lives */
  seq: z.number().int(),
  at: z.number(),
  ...{ callId, inboxId: idSchema<InboxId>(), externalId: z.string() },
  /** the customer's leg waits for its next step */
  asks: z.boolean(),
  what: happeningSchema,
});
export type SwitchEvent = z.infer<typeof eventSchema>;

export const liveSchema = z.array(
  z.object({
    ...{ callId, inboxId: idSchema<InboxId>(), externalId: z.string() },
    customer: z.enum(['waiting', 'joined', 'left']),
    legs: z.array(z.object({ legId, externalId: z.string(), state: z.enum(['ringing', 'joined']) })),
  }),
);
export type LiveSwitchCall = z.infer<typeof liveSchema>[number];

/** Where a running softswitch is found; written by itself, readable by its owner alone. */
export const addressSchema = z.object({
  id: z.string(),
  pid: z.number().int(),
  startedAt: z.number(),
  /** the machine it runs on, and where it is reached from others */
  machine: z.string(),
  host: z.string(),
  port: z.number().int(),
  secret: z.string().min(32),
});
export type SwitchAddress = z.infer<typeof addressSchema>;
