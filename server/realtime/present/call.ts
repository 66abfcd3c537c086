/** A call as people inside see it, written by hand: nothing else of it leaves. */
import type { CallView } from '../../../shared/model/call.ts';

export function presentCall(call: CallView): CallView {
  return {
    id: call.id,
    version: call.version,
    conversationId: call.conversationId,
    inboxId: call.inboxId,
    workItemId: call.workItemId,
    direction: call.direction,
    by: call.by,
    phase: call.phase,
    customerName: call.customerName,
    number: call.number,
    ours: call.ours,
    queueName: call.queueName,
    ownerId: call.ownerId,
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    ending: call.ending,
    heldSince: call.heldSince,
    parties: call.parties.map(({ legId, kind, userId, name, state, muted, joinedAt, supervises, isGuest }) => ({
      ...{ legId, kind, userId, name, state, muted, joinedAt, supervises, isGuest },
    })),
    transfer: call.transfer && {
      mode: call.transfer.mode,
      legId: call.transfer.legId,
      byId: call.transfer.byId,
      to: call.transfer.to,
      state: call.transfer.state,
    },
    recording: call.recording,
    pausedUntil: call.pausedUntil,
    pauseRanOut: call.pauseRanOut,
    wrapUp: call.wrapUp && {
      ownerId: call.wrapUp.ownerId,
      queueId: call.wrapUp.queueId,
      until: call.wrapUp.until,
    },
  };
}
