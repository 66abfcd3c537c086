/** A work item as it is kept: what it is, what was done with it, and whose capacity it takes. */
import type { Offer } from '../../shared/model/agent.ts';
import type { Outcome as Ending, Priority } from '../../shared/model/conversation.ts';
import type { ConversationEvent, TransferTarget } from '../../shared/model/entry.ts';
import type { CallId, OfferId, QueueId, TeamId, UserId, WorkItemId } from '../../shared/model/ids.ts';
import { rankOf } from './rank.ts';
import type { Closer, EnqueueRequest, Person, WorkItem } from './routing.ts';

/** Who hands it over, and to whom; what nobody takes goes back to an owner who is still there. */
export interface Handover {
  byId: UserId;
  byName: string;
  to: Extract<TransferTarget, { kind: 'agent' }>;
  note?: string;
}

export interface HeldOffer {
  id: OfferId;
  agentId: UserId;
  agentName: string;
  offeredAt: number;
  expiresAt: number;
  why: Offer['why'];
  /** handed over by a colleague: the owner, if there is one, keeps it until it is accepted */
  handover?: Handover;
}

/** One step of the past. `event` is what the conversation is told of it, if anything, `also` what it is told besides. */
export interface WorkRecord {
  version: number;
  at: number;
  what: WorkEvent['type'] | 'enqueue';
  agentId?: UserId;
  reason?: string;
  event?: ConversationEvent;
  also?: ConversationEvent;
  /** of what was sent on: where it lay before, for whoever thinks better of it */
  before?: Before;
  /** how the item stood afterwards: what the numbers of the floor are computed from */
  after: Pick<WorkItem, 'state' | 'queueId' | 'ownerId'>;
}

export type Before = Pick<Work, 'queueId' | 'queueName' | 'teamId' | 'ownerId' | 'ownerName' | 'snooze'>;

export interface Work extends Omit<WorkItem, 'offer'> {
  queueName: string;
  offer: HeldOffer | null;
  /** only this team's members are asked */
  teamId: TeamId | null;
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
  /** put aside until then */
  snooze: { until: number; byName: string } | null;
  /** time spent snoozed, ms: it does not count as waiting */
  pausedMs: number;
  wrapUpUntil: number | null;
  outcome: Ending | null;
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
  /** `byLeg`: somebody answered the phone; calls are accepted in no other way */
  | { type: 'accept'; agentId: UserId; offerId: OfferId; byLeg?: boolean }
  /** handed over and talking to the owner: it stands until they have made up their minds */
  | { type: 'extend'; offerId: OfferId; until: number }
  /** another call goes on with it, such as the one back to whoever asked for it */
  | { type: 'relink'; callId: CallId }
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
  /** offered to one colleague, or back into a queue; `expects`: the owner whose leave it was */
  | { type: 'hand-over'; offer: HeldOffer; expects: UserId | null }
  | { type: 'send-on'; to: SendTarget; by: Person; note?: string; expects: UserId | null }
  /** handed over or sent on, and wanted back before anybody took it; `keeps`: that owner's capacity has been taken again */
  | { type: 'recall'; by: Person; keeps: UserId | null }
  /** owned at once, without being asked: given by somebody else, or taken by themselves */
  | { type: 'give'; to: Person; by: Person }
  | { type: 'snooze'; until: number; by: Person }
  /** `keeps`: the owner's capacity has been taken again; otherwise it waits */
  | { type: 'wake'; reason: 'due' | 'customer' | 'agent'; byName?: string; keeps: UserId | null; version: number }
  /** how it ended; null when the time ran out */
  | { type: 'wrap-up'; by: Person | null; outcome: Ending | null; note?: string }
  /** still in wrap-up: the owner goes on with it */
  | { type: 'resume' }
  | { type: 'prioritise'; priority: Priority; by: Person }
  | {
      type: 'close';
      by: Closer;
      reason: 'done' | 'ended' | 'abandoned';
      wrapUpMs?: number;
      outcome?: Ending;
      note?: string;
    };

export interface SendTarget {
  queueId: QueueId;
  queueName: string;
  teamId: TeamId | null;
  target: Exclude<TransferTarget, { kind: 'agent' }>;
}

/** `same`: it had happened already or makes no difference; `refused`: it no longer may. */
export type Outcome<T> = { kind: 'changed'; next: T } | { kind: 'same' } | { kind: 'refused' };

export interface WorkSettings {
  /** ms until those who declined are asked again when there is nobody else */
  backOffMs: number;
}

/** Steps kept on the item; the conversation's entries keep all of them. */
export const HISTORY = 100;

export interface Birth {
  id: WorkItemId;
  queueName: string;
  /** version of the conversation's item before, null for the first */
  after: number | null;
  nodeId: string;
  now: number;
  /** what came back to the queue goes on waiting since then */
  since?: number;
  /** of calls: beside other work of the conversation */
  slot?: CallId;
  /** whoever began it has it at once */
  owner?: Person;
  /** reopened by somebody inside: theirs at once, if their capacity was taken */
  reopened?: { owner: Person | null };
}

/** A new item begins to wait. Its version starts above that of the conversation's item before, so that the newer mirror always wins. */
export function enqueueWork(request: EnqueueRequest, birth: Birth): Work {
  const version = (birth.after ?? 0) + 1;
  const owner = birth.owner ?? birth.reopened?.owner ?? null;
  const callId = request.callId ?? null;
  const state = owner ? 'active' : 'waiting';
  const enqueuedAt = birth.since ?? birth.now;
  const priority = request.priority ?? 'normal';
  return {
    ...request,
    id: birth.id,
    queueName: birth.queueName,
    callId,
    slot: birth.slot ?? null,
    exclusive: request.exclusive ?? false,
    besideId: request.besideId ?? null,
    offerSeconds: request.offerSeconds ?? null,
    rank: rankOf({ enqueuedAt, pausedMs: 0, priority, callId }),
    enqueuedAt,
    priority,
    state,
    since: birth.now,
    version,
    ownerId: owner?.id ?? null,
    ownerName: owner?.name ?? null,
    offer: null,
    teamId: null,
    excluded: [],
    acceptedOfferId: null,
    unseenSince: null,
    patienceMs: 0,
    // Whether a caller is still on the line is told by the line.
    seenOn: request.live && callId === null ? [birth.nodeId] : [],
    retryAt: null,
    snooze: null,
    pausedMs: 0,
    wrapUpUntil: null,
    outcome: null,
    fence: 0,
    closedAt: null,
    dirty: true,
    told: birth.after ?? 0,
    history: [
      {
        ...{ version, at: birth.now, what: 'enqueue', event: birthEvent(request, birth) },
        after: { state, queueId: request.queueId, ownerId: owner?.id ?? null },
      },
    ],
  };
}

function birthEvent(request: EnqueueRequest, birth: Birth): ConversationEvent | undefined {
  if (birth.owner) return undefined;
  if (birth.reopened) return { type: 'reopened' };
  if (birth.after !== null) return { type: 'requeued', reason: 'reopened' };
  return { type: 'queued', queueId: request.queueId, queueName: birth.queueName };
}

/** Whether a customer still waits for somebody: nobody has accepted yet. */
export function isWaiting(work: Pick<Work, 'state'>): boolean {
  return work.state === 'waiting' || work.state === 'offered';
}

export interface Holder {
  agentId: UserId;
  /** null once it is owned, in wrap-up too */
  offerId: OfferId | null;
}

/** Whose capacity it takes: by an open offer, by owning it or wrapping it up. While it is handed over it takes both. */
export function holdersOf(work: Pick<Work, 'state' | 'ownerId' | 'offer'>): Holder[] {
  const owns = (work.state === 'active' || work.state === 'wrap-up') && work.ownerId !== null;
  return [
    ...(owns && work.ownerId ? [{ agentId: work.ownerId, offerId: null }] : []),
    ...(work.offer ? [{ agentId: work.offer.agentId, offerId: work.offer.id }] : []),
  ];
}

/** Whether somebody is at the other end, so that it cannot wait for an owner who has left; letters and texts can. */
export function isLive(work: Pick<Work, 'live' | 'callId' | 'seenOn'>): boolean {
  return work.live || work.callId !== null || work.seenOn.length > 0;
}

/** What becomes of what somebody owns who is offline; null: it stays theirs. What was over for the customer is over for good. */
export function leavingEvent(
  work: Pick<Work, 'state' | 'ownerId' | 'live' | 'callId' | 'seenOn'>,
  isEnabled: boolean,
): Extract<WorkEvent, { type: 'wrap-up' | 'requeue' }> | null {
  if (work.ownerId === null) return null;
  if (work.state === 'wrap-up') return { type: 'wrap-up', by: null, outcome: null };
  if (work.state !== 'active' || (isEnabled && !isLive(work))) return null;
  return { type: 'requeue', ownerId: work.ownerId };
}

/** When the customer began to wait, without the time it was put aside. */
export function waitingSince(work: Pick<Work, 'enqueuedAt' | 'pausedMs'>): number {
  return work.enqueuedAt + work.pausedMs;
}
