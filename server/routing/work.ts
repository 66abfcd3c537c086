/** A work item's life as a pure function: what each event makes of it, and when it needs looking at again. */
import type { ConversationEvent } from '../../shared/model/entry.ts';
import type { CallId, OfferId, UserId } from '../../shared/model/ids.ts';
import {
  type HeldOffer,
  isWaiting,
  type Outcome,
  type Work,
  type WorkEvent,
  type WorkSettings,
  waitingSince,
} from './work-model.ts';
import { recall } from './work-recall.ts';
import { refused, same, step } from './work-step.ts';
import { giveTo, handOver, resume, sendOn, snooze, wake, wokenAt, wrapUp } from './work-verbs.ts';

export {
  enqueueWork,
  type Handover,
  type HeldOffer,
  HISTORY,
  type Holder,
  holdersOf,
  isLive,
  isWaiting,
  leavingEvent,
  type Outcome,
  type SendTarget,
  type Work,
  type WorkEvent,
  type WorkRecord,
  type WorkSettings,
  waitingSince,
} from './work-model.ts';

export function advanceWork(work: Work, event: WorkEvent, now: number, settings: WorkSettings): Outcome<Work> {
  switch (event.type) {
    case 'offer':
      if (work.offer?.id === event.offer.id) return same;
      if (work.state !== 'waiting') return refused;
      return step(work, event, now, { state: 'offered', offer: event.offer }, { agentId: event.offer.agentId });
    case 'accept':
      return accept(work, event, now);
    case 'decline': {
      const offer = openOffer(work, event.offerId);
      if (offer?.agentId !== event.agentId) return same;
      const told: ConversationEvent = { type: 'declined', agentId: offer.agentId, agentName: offer.agentName };
      return step(work, event, now, turnedDown(work, offer.agentId, now, settings), {
        agentId: event.agentId,
        reason: event.reason,
        event: refusal(offer, 'declined') ?? told,
      });
    }
    case 'lapse': {
      const offer = openOffer(work, event.offerId);
      if (!offer) return same;
      const told: ConversationEvent = { type: 'missed', agentId: offer.agentId, agentName: offer.agentName };
      return step(work, event, now, turnedDown(work, offer.agentId, now, settings), {
        agentId: offer.agentId,
        event: refusal(offer, 'timeout') ?? told,
      });
    }
    case 'withdraw': {
      const offer = openOffer(work, event.offerId);
      if (!offer) return same;
      const retryAt = work.excluded.length > 0 ? now + settings.backOffMs : null;
      const change = !isWaiting(work) ? { offer: null } : { state: 'waiting' as const, offer: null, retryAt };
      return step(work, event, now, change, { agentId: offer.agentId, event: refusal(offer, 'timeout') });
    }
    case 'requeue':
      if (work.state !== 'active' || work.ownerId !== event.ownerId) return same;
      return step(work, event, now, withoutOwner(work, event.ownerId, now), {
        agentId: event.ownerId,
        event: { type: 'requeued', reason: 'owner-gone' },
      });
    case 'retry':
      if (work.state !== 'waiting' || work.retryAt === null) return same;
      return quietly(work, event.clear ? { excluded: [], retryAt: null } : { retryAt: now + settings.backOffMs });
    case 'see':
      if (work.state === 'closed' || (work.unseenSince === null && work.seenOn.includes(event.nodeId))) return same;
      return quietly(work, { unseenSince: null, seenOn: [...new Set([...work.seenOn, event.nodeId])] });
    case 'lose-sight': {
      const seenOn = event.nodeId === null ? [] : work.seenOn.filter((nodeId) => nodeId !== event.nodeId);
      if (work.state === 'closed' || work.unseenSince !== null) return same;
      // Only who waits at the screen can leave the queue.
      if (!work.live && seenOn.length === work.seenOn.length) return same;
      if (!work.live || seenOn.length > 0) return quietly(work, { seenOn });
      return quietly(work, { unseenSince: now, patienceMs: event.patienceMs, seenOn });
    }
    case 'extend':
      if (openOffer(work, event.offerId) === null || work.offer?.expiresAt === event.until) return same;
      return quietly(work, { offer: work.offer && { ...work.offer, expiresAt: event.until } });
    case 'relink':
      if (work.callId === event.callId) return same;
      return isWaiting(work) && work.callId !== null ? quietly(work, relinked(work, event.callId)) : refused;
    case 'hand-over':
      return handOver(work, event, now);
    case 'send-on':
      return sendOn(work, event, now, settings);
    case 'recall':
      return recall(work, event, now);
    case 'give':
      return giveTo(work, event, now);
    case 'snooze':
      return snooze(work, event, now);
    case 'wake':
      return wake(work, event, now);
    case 'wrap-up':
      return wrapUp(work, event, now);
    case 'resume':
      return resume(work, event, now);
    case 'prioritise': {
      if (work.state === 'closed') return refused;
      if (work.priority === event.priority) return same;
      const { id: byId, name: byName } = event.by;
      const told = { type: 'prioritised' as const, byId, byName, priority: event.priority };
      return step(work, event, now, { priority: event.priority }, { agentId: byId, event: told });
    }
    case 'close':
      return close(work, event, now);
  }
}

/** ms since 1970 when it needs looking at without anybody asking; null for never. */
export function dueOf(work: Work): number | null {
  const times = [
    leavesAt(work),
    work.offer?.expiresAt,
    work.state === 'waiting' ? work.retryAt : null,
    work.state === 'snoozed' ? work.snooze?.until : null,
    work.state === 'wrap-up' ? work.wrapUpUntil : null,
  ];
  const due = times.filter((time) => typeof time === 'number');
  return due.length === 0 ? null : Math.min(...due);
}

/** `retry` and `wake` need a look at the agents first. */
export type Overdue = Exclude<WorkEvent, { type: 'retry' | 'wake' }> | { type: 'retry' } | { type: 'wake' };

/** What time alone makes of it. An offer that ran out before this router led was not missed: perhaps nobody could answer. */
export function overdueEvent(work: Work, now: number, leadingSince: number): Overdue | null {
  const leaves = leavesAt(work);
  if (leaves !== null && leaves <= now) return { type: 'close', by: { kind: 'customer' }, reason: 'abandoned' };
  if (work.offer && work.offer.expiresAt <= now) {
    return { type: work.offer.expiresAt < leadingSince ? 'withdraw' : 'lapse', offerId: work.offer.id };
  }
  if (work.state === 'snoozed' && work.snooze && work.snooze.until <= now) return { type: 'wake' };
  if (work.state === 'wrap-up' && work.wrapUpUntil !== null && work.wrapUpUntil <= now) {
    return { type: 'wrap-up', by: null, outcome: null };
  }
  if (work.state === 'waiting' && work.retryAt !== null && work.retryAt <= now) return { type: 'retry' };
  return null;
}

function leavesAt(work: Work): number | null {
  if (!work.live || !isWaiting(work) || work.unseenSince === null) return null;
  return work.unseenSince + work.patienceMs;
}

function accept(work: Work, event: Extract<WorkEvent, { type: 'accept' }>, now: number): Outcome<Work> {
  if (work.acceptedOfferId === event.offerId && work.ownerId === event.agentId) return same;
  const offer = openOffer(work, event.offerId);
  if (offer?.agentId !== event.agentId || offer.expiresAt <= now) return refused;
  if (work.callId !== null && !event.byLeg) return refused;
  const change: Partial<Work> = {
    state: 'active',
    since: now,
    offer: null,
    ownerId: offer.agentId,
    ownerName: offer.agentName,
    acceptedOfferId: offer.id,
    preferredAgentId: null,
    excluded: [],
    retryAt: null,
    ...wokenAt(work, now),
  };
  // Whoever had somebody to talk to did not wait before it was handed over, nor while it was put aside.
  const waitedMs = now - (!isWaiting(work) ? offer.offeredAt : waitingSince(work));
  return step(work, event, now, change, {
    agentId: offer.agentId,
    event: { type: 'assigned', agentId: offer.agentId, agentName: offer.agentName, waitedMs: Math.max(0, waitedMs) },
  });
}

/** A live customer who leaves before anybody answered has abandoned, however they left. */
function close(work: Work, event: Extract<WorkEvent, { type: 'close' }>, now: number): Outcome<Work> {
  const { by, outcome = null } = event;
  if (work.state === 'closed') return same;
  if (work.state === 'wrap-up') {
    return by.kind === 'agent' ? wrapUp(work, { type: 'wrap-up', by, outcome, note: event.note }, now) : same;
  }
  const reason = by.kind === 'customer' && work.live && isWaiting(work) ? 'abandoned' : event.reason;
  const name = by.kind === 'agent' ? { agentName: by.name } : {};
  const wrapUpMs = isToBeWrappedUp(work, event) ? (event.wrapUpMs ?? 0) : 0;
  const change: Partial<Work> = {
    state: wrapUpMs > 0 ? 'wrap-up' : 'closed',
    wrapUpUntil: wrapUpMs > 0 ? now + wrapUpMs : null,
    outcome,
    offer: null,
    retryAt: null,
    snooze: null,
    closedAt: now,
  };
  const byName = by.kind === 'agent' ? by.name : null;
  const note = outcome?.note ?? event.note;
  return step(work, event, now, change, {
    reason,
    event: { type: 'closed', by: by.kind, reason, ...name },
    ...(outcome || note
      ? { also: { type: 'wrapped-up', byName, outcome: outcome?.name ?? null, ...(note ? { note } : {}) } }
      : {}),
  });
}

/** Whoever talked to the customer writes down how it ended, unless they said so on closing, or somebody else closed it for them. */
function isToBeWrappedUp(work: Work, { by, outcome, note }: Extract<WorkEvent, { type: 'close' }>): boolean {
  if (work.state !== 'active' || work.ownerId === null || outcome || note) return false;
  return by.kind === 'customer' || (by.kind === 'agent' && by.id === work.ownerId);
}

/** Whoever asked to be called back no longer waits on the line: they cannot leave the queue by hanging up. */
function relinked(work: Work, callId: CallId): Partial<Work> {
  return { callId, slot: work.slot && callId, live: false };
}

function openOffer(work: Work, offerId: OfferId): HeldOffer | null {
  return work.offer?.id === offerId ? work.offer : null;
}

function refusal(offer: HeldOffer, why: 'declined' | 'timeout'): ConversationEvent | undefined {
  return offer.handover && { type: 'transfer-refused', to: offer.handover.to, why };
}

/** What was handed over stays with its owner; the rest waits for somebody else. */
function turnedDown(work: Work, agentId: UserId, now: number, settings: WorkSettings): Partial<Work> {
  if (!isWaiting(work)) return { offer: null };
  const excluded = work.excluded.includes(agentId) ? work.excluded : [...work.excluded, agentId];
  return { state: 'waiting', offer: null, excluded, retryAt: now + settings.backOffMs };
}

/** The rank stays: who waited once does not wait again from the beginning. An unseen customer's patience counts from now. */
function withoutOwner(work: Work, ownerId: UserId, now: number): Partial<Work> {
  return {
    state: work.offer ? 'offered' : 'waiting',
    ownerId: null,
    ownerName: null,
    acceptedOfferId: null,
    preferredAgentId: ownerId,
    excluded: [],
    retryAt: null,
    unseenSince: work.unseenSince === null ? null : now,
  };
}

/** A change that the conversation need not hear of. */
function quietly(work: Work, change: Partial<Work>): Outcome<Work> {
  return { kind: 'changed', next: { ...work, ...change, version: work.version + 1 } };
}
