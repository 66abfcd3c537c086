/** A call as people inside are shown it. Whoever only listens is in no picture but their own. */
import type { CallListening, CallPhase, CallView, CallWrapUp, VisitorCall } from '../../shared/model/call.ts';
import type { ConversationId, UserId } from '../../shared/model/ids.ts';
import { type Call, isEnded, isTalking, isThere, isUntold, type Leg } from './model.ts';

export function phaseOf(call: Call): CallPhase {
  const { stage } = call;
  switch (stage.kind) {
    case 'queued':
      return call.legs.some((leg) => isThere(leg) && leg.role !== 'supervisor') ? 'ringing' : 'queued';
    case 'talking':
      if (call.returning) return 'returning';
      if (call.transfer) return 'consult';
      return call.customer.held ? 'held' : 'talking';
    case 'forwarding':
      return 'forwarded';
    default:
      return stage.kind;
  }
}

function supervisesOf({ role, as }: Leg): 'whisper' | 'barge' | null {
  if (role !== 'supervisor') return null;
  return as.mode === 'talk' ? 'barge' : 'whisper';
}

/** Null while it is in no conversation: nobody hears of it. */
export function viewOf(
  call: Call,
  names: { queueName: string; ownerId: UserId | null; wrapUp: CallWrapUp | null },
): CallView | null {
  const { conversationId, transfer, recording } = call;
  if (conversationId === null) return null;
  const first = call.log.find(({ told }) => told.what === 'answered' || told.what === 'connected');
  return {
    id: call.id,
    version: call.version,
    conversationId: conversationId as ConversationId,
    inboxId: call.inboxId,
    workItemId: call.workItemId,
    direction: call.direction,
    by: call.by,
    phase: phaseOf(call),
    customerName: call.customerName,
    number: call.direction === 'in' ? (call.from ? call.fromText : '') : call.to,
    ours: call.log[0]?.told.what === 'began' ? call.log[0].told.ours : '',
    queueName: names.queueName,
    ownerId: names.ownerId,
    startedAt: call.startedAt,
    answeredAt: first?.at ?? null,
    endedAt: call.endedAt,
    ending: call.ending,
    heldSince: call.heldSince,
    parties: call.legs.flatMap((leg) =>
      isThere(leg) && !isUntold(leg) && !isEnded(call)
        ? [
            {
              ...{ legId: leg.id, userId: leg.userId, name: leg.name, muted: leg.muted, joinedAt: leg.joinedAt },
              kind: leg.userId ? ('agent' as const) : ('number' as const),
              state: isTalking(leg) ? ('joined' as const) : ('ringing' as const),
              supervises: supervisesOf(leg),
              isGuest: leg.role === 'guest',
            },
          ]
        : [],
    ),
    transfer: transfer && {
      mode: transfer.mode,
      legId: transfer.legId,
      byId: transfer.by.id,
      to: transfer.to,
      state: call.legs.some((leg) => leg.id === transfer.legId && isTalking(leg)) ? 'talking' : 'ringing',
    },
    recording: !recording.on ? 'off' : recording.pausedUntil === null ? 'on' : 'paused',
    pausedUntil: recording.pausedUntil,
    pauseRanOut: recording.ranOut,
    wrapUp: names.wrapUp,
  };
}

/** A visitor's own call, as they are told of it. */
export function visitorViewOf(call: Call): VisitorCall {
  const { id, version, conversationId, stage, customer, ending } = call;
  const talker = call.legs.find((leg) => isTalking(leg) && (leg.role === 'owner' || leg.role === 'offer'));
  const isTalked = stage.kind === 'talking';
  const isHeard = isTalked && !customer.held && talker !== undefined;
  return {
    ...{ id, version, conversationId, ending },
    phase: isEnded(call) ? 'ended' : isHeard ? 'talking' : isTalked ? 'held' : 'waiting',
    ahead: stage.kind === 'queued' ? stage.place : null,
    agent: isTalked ? (talker?.name ?? null) : null,
    answeredAt: call.log.find(({ told }) => told.what === 'answered')?.at ?? null,
  };
}

export function listeningOf(call: Call, userId: UserId): CallListening | null {
  const leg = call.legs.find((one) => one.role === 'supervisor' && one.userId === userId && isThere(one));
  if (!leg || isEnded(call)) return null;
  const mode = leg.as.mode === 'talk' ? 'barge' : leg.as.mode === 'coach' ? 'whisper' : 'listen';
  return { callId: call.id, legId: leg.id, mode, state: isTalking(leg) ? 'joined' : 'ringing' };
}
