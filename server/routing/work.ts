/** A work item's life as a pure function: what each event makes of it, and when it needs looking at again. */
import type { Offer } from '../../shared/model/agent.ts';
import type { ConversationEvent } from '../../shared/model/entry.ts';
import type { OfferId, UserId, WorkItemId } from '../../shared/model/ids.ts';
import type { Closer, EnqueueRequest, WorkItem } from './routing.ts';

export interface HeldOffer {
  id: OfferId;
  agentId: UserId;
  agentName: string;
  offeredAt: number;
  expiresAt: number;
  why: Offer['why'];
}

/** One step of the past. `event` is what the conversation is told of it, if anything. */
export interface WorkRecord {
  version: number;
  at: number;
  what: WorkEvent['type'] | 'enqueue';
  agentId?: UserId;
  reason?: string;
  event?: ConversationEvent;
  /** how the item stood afterwards: what the numbers of the floor are computed from */
  after: Pick<WorkItem, 'state' | 'queueId' | 'ownerId'>;
}

export interface Work extends Omit<WorkItem, 'offer'> {
  queueName: string;
  offer: HeldOffer | null;
  /** makes repeating an accept succeed */
  acceptedOfferId: OfferId | null;
  /** the live customer's last page went then; null while one is open */
  unseenSince: number | null;
  /** how long an unseen customer keeps the place */
  patienceMs: number;
  /** nodes that saw the customer; when the last of them dies nobody will tell that they left */
  seenOn: string[];
  /** when those who said no are considered again */
  retryAt: number | null;
  /** highest fence of a router that wrote it */
  fence: number;
  closedAt: number | null;
  /** the conversation has not been told everything yet */
  dirty: boolean;
  /** version up to which it has */
  told: number;
  history: WorkRecord[];
}

export type WorkEvent =
  | { type: 'offer'; offer: HeldOffer }
  | { type: 'accept'; agentId: UserId; offerId: OfferId }
  | { type: 'decline'; agentId: UserId; offerId: OfferId; reason?: string }
  /** the offer's time ran out */
  | { type: 'lapse'; offerId: OfferId }
  | { type: 'withdraw'; offerId: OfferId }
  /** the owner has been gone for longer than the grace */
  | { type: 'requeue'; ownerId: UserId }
  /** everybody who could has been asked: ask again, or wait for the others a little longer */
  | { type: 'retry'; clear: boolean }
  | { type: 'see'; nodeId: string }
  /** nowhere to be seen; with a node: that node is gone, and others may still see them */
  | { type: 'lose-sight'; patienceMs: number; nodeId: string | null }
  | { type: 'close'; by: Closer; reason: 'done' | 'ended' | 'abandoned' };

/** `same`: it had happened already or makes no difference; `refused`: it no longer may. */
export type Outcome<T> = { kind: 'changed'; next: T } | { kind: 'same' } | { kind: 'refused' };

export interface WorkSettings {
  /** ms until those who declined are asked again when there is nobody else */
  backOffMs: number;
}

/** Steps kept on the item; the conversation's entries keep all of them. */
export const HISTORY = 100;

const same = { kind: 'same' } as const;
const refused = { kind: 'refused' } as const;

/** A new item begins to wait. Its version starts above that of the conversation's item before, so that the newer mirror always wins. */
export function enqueueWork(
  request: EnqueueRequest,
  birth: { id: WorkItemId; queueName: string; after: number | null; nodeId: string; now: number },
): Work {
  const version = (birth.after ?? 0) + 1;
  const event: ConversationEvent =
    birth.after === null
      ? { type: 'queued', queueId: request.queueId, queueName: birth.queueName }
      : { type: 'requeued', reason: 'reopened' };
  return {
    ...request,
    id: birth.id,
    queueName: birth.queueName,
    rank: birth.now,
    state: 'waiting',
    since: birth.now,
    version,
    ownerId: null,
    ownerName: null,
    offer: null,
    excluded: [],
    acceptedOfferId: null,
    unseenSince: null,
    patienceMs: 0,
    seenOn: request.live ? [birth.nodeId] : [],
    retryAt: null,
    fence: 0,
    closedAt: null,
    dirty: true,
    told: birth.after ?? 0,
    history: [
      {
        ...{ version, at: birth.now, what: 'enqueue', event },
        after: { state: 'waiting', queueId: request.queueId, ownerId: null },
      },
    ],
  };
}

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
      return step(work, event, now, turnedDown(work, event.agentId, now, settings), {
        agentId: event.agentId,
        reason: event.reason,
        event: { type: 'declined', agentId: offer.agentId, agentName: offer.agentName },
      });
    }
    case 'lapse': {
      const offer = openOffer(work, event.offerId);
      if (!offer) return same;
      return step(work, event, now, turnedDown(work, offer.agentId, now, settings), {
        agentId: offer.agentId,
        event: { type: 'missed', agentId: offer.agentId, agentName: offer.agentName },
      });
    }
    case 'withdraw': {
      const offer = openOffer(work, event.offerId);
      if (!offer) return same;
      const retryAt = work.excluded.length > 0 ? now + settings.backOffMs : null;
      return step(work, event, now, { state: 'waiting', offer: null, retryAt }, { agentId: offer.agentId });
    }
    case 'requeue':
      if (work.state !== 'active' || work.ownerId !== event.ownerId) return same;
      return step(work, event, now, backInQueue(work, event.ownerId, now), {
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
      if (work.state === 'closed' || !work.live || work.unseenSince !== null) return same;
      if (seenOn.length > 0) return quietly(work, { seenOn });
      return quietly(work, { unseenSince: now, patienceMs: event.patienceMs, seenOn });
    }
    case 'close':
      return close(work, event, now);
  }
}

/** Whether a customer still waits for somebody: nobody has accepted yet. */
export function isWaiting(work: Pick<Work, 'state'>): boolean {
  return work.state === 'waiting' || work.state === 'offered';
}

/** Whose capacity it takes, by an open offer or by owning it. */
export function holderOf(work: Work): { agentId: UserId; offerId: OfferId | null } | null {
  if (work.offer) return { agentId: work.offer.agentId, offerId: work.offer.id };
  return work.state === 'active' && work.ownerId ? { agentId: work.ownerId, offerId: null } : null;
}

/** ms since 1970 when it needs looking at without anybody asking; null for never. */
export function dueOf(work: Work): number | null {
  const times = [leavesAt(work), work.offer?.expiresAt, work.state === 'waiting' ? work.retryAt : null];
  const due = times.filter((time) => typeof time === 'number');
  return due.length === 0 ? null : Math.min(...due);
}

/** What time alone makes of it. An offer that ran out before this router led was not missed: perhaps nobody could answer. */
export function overdueEvent(
  work: Work,
  now: number,
  leadingSince: number,
): Exclude<WorkEvent, { type: 'retry' }> | { type: 'retry' } | null {
  const leaves = leavesAt(work);
  if (leaves !== null && leaves <= now) return { type: 'close', by: { kind: 'customer' }, reason: 'abandoned' };
  if (work.offer && work.offer.expiresAt <= now) {
    return { type: work.offer.expiresAt < leadingSince ? 'withdraw' : 'lapse', offerId: work.offer.id };
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
  const change: Partial<Work> = {
    state: 'active',
    offer: null,
    ownerId: offer.agentId,
    ownerName: offer.agentName,
    acceptedOfferId: offer.id,
    preferredAgentId: null,
    excluded: [],
    retryAt: null,
  };
  return step(work, event, now, change, {
    agentId: offer.agentId,
    event: { type: 'assigned', agentId: offer.agentId, agentName: offer.agentName, waitedMs: now - work.rank },
  });
}

/** A live customer who leaves before anybody answered has abandoned, however they left. */
function close(work: Work, event: Extract<WorkEvent, { type: 'close' }>, now: number): Outcome<Work> {
  if (work.state === 'closed') return same;
  const reason = event.by.kind === 'customer' && work.live && isWaiting(work) ? 'abandoned' : event.reason;
  const name = event.by.kind === 'agent' ? { agentName: event.by.name } : {};
  return step(
    work,
    event,
    now,
    { state: 'closed', offer: null, retryAt: null, closedAt: now },
    { reason, event: { type: 'closed', by: event.by.kind, reason, ...name } },
  );
}

function openOffer(work: Work, offerId: OfferId): HeldOffer | null {
  return work.offer?.id === offerId ? work.offer : null;
}

function turnedDown(work: Work, agentId: UserId, now: number, settings: WorkSettings): Partial<Work> {
  const excluded = work.excluded.includes(agentId) ? work.excluded : [...work.excluded, agentId];
  return { state: 'waiting', offer: null, excluded, retryAt: now + settings.backOffMs };
}

/** The rank stays: who waited once does not wait again from the beginning. An unseen customer's patience counts from now. */
function backInQueue(work: Work, ownerId: UserId, now: number): Partial<Work> {
  return {
    state: 'waiting',
    ownerId: null,
    ownerName: null,
    acceptedOfferId: null,
    preferredAgentId: ownerId,
    excluded: [],
    retryAt: null,
    unseenSince: work.unseenSince === null ? null : now,
  };
}

function step(
  work: Work,
  event: WorkEvent,
  now: number,
  change: Partial<Work>,
  record: Pick<WorkRecord, 'agentId' | 'reason' | 'event'>,
): Outcome<Work> {
  const version = work.version + 1;
  const next = { ...work, ...change, since: now, version, dirty: true };
  const after = { state: next.state, queueId: next.queueId, ownerId: next.ownerId };
  const history = [...work.history, { version, at: now, what: event.type, ...record, after }].slice(-HISTORY);
  return { kind: 'changed', next: { ...next, history } };
}

/** A change that the conversation need not hear of. */
function quietly(work: Work, change: Partial<Work>): Outcome<Work> {
  return { kind: 'changed', next: { ...work, ...change, version: work.version + 1 } };
}
