/** Taking back what was handed over or sent on, while nobody has taken it. Pure. */
import type { TransferTarget } from '../../shared/model/entry.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { type Before, isWaiting, type Outcome, type Work, type WorkEvent } from './work-model.ts';
import { refused, same, step } from './work-step.ts';

/** What was sent into a queue may be had back for so long. */
export const RECALL_MS = 60_000;

export interface Recallable {
  byId: UserId;
  to: TransferTarget;
  /** of what was sent on: what it was before; null while a colleague is asked */
  before: Before | null;
}

/** What can be taken back of it now, if anything. */
export function findRecallable(work: Work, now: number): Recallable | null {
  const handover = work.offer?.handover;
  if (handover) return { byId: handover.byId, to: handover.to, before: null };
  if (!isWaiting(work)) return null;
  // Offers that came to nothing are no reason against it.
  const last = work.history.findLast(
    ({ what }) => !['offer', 'decline', 'lapse', 'withdraw', 'prioritise'].includes(what),
  );
  if (last?.event?.type !== 'transferred' || !last.before || now - last.at > RECALL_MS) return null;
  return { byId: last.event.byId, to: last.event.to, before: last.before };
}

/** Whether this one has handed it on at all: who has not is told nothing of it. */
export function handedOnBy(work: Work, id: UserId): boolean {
  return work.history.some(({ event }) => event?.type === 'transferred' && event.byId === id);
}

export function recall(work: Work, event: Extract<WorkEvent, { type: 'recall' }>, now: number): Outcome<Work> {
  const found = findRecallable(work, now);
  const isTheirs = found?.byId === event.by.id || (work.ownerId !== null && work.ownerId === event.by.id);
  if (!found) return work.history.at(-1)?.what === 'recall' ? same : refused;
  if (!isTheirs) return refused;
  const { id: byId, name: byName } = event.by;
  const told = { agentId: byId, event: { type: 'transfer-recalled' as const, byId, byName, to: found.to } };
  return step(work, event, now, found.before ? putBack(work, found.before, event.keeps, now) : unasked(work), told);
}

function unasked(work: Work): Partial<Work> {
  return { offer: null, ...(isWaiting(work) ? { state: 'waiting' as const, retryAt: null } : {}) };
}

/** Asleep, to be woken when it is time, or with its owner as before; who has no room any more finds it waiting where it lay. */
function putBack(work: Work, before: Before, keeps: UserId | null, now: number): Partial<Work> {
  const { snooze, ownerId, ownerName, ...place } = before;
  const isAsleep = snooze !== null;
  const isOwned = ownerId !== null && (isAsleep || keeps === ownerId);
  return {
    ...place,
    state: isAsleep ? 'snoozed' : isOwned ? 'active' : 'waiting',
    snooze,
    ownerId: isOwned ? ownerId : null,
    ownerName: isOwned ? ownerName : null,
    preferredAgentId: isOwned ? null : ownerId,
    ...{ offer: null, acceptedOfferId: null, excluded: [], retryAt: null },
    unseenSince: work.unseenSince === null ? null : now,
  };
}
