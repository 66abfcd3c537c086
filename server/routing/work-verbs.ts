/** What people do with work by hand: hand it over, send it on, give it, put it aside, wrap it up. Pure. */

import { isWaiting, type Outcome, type Work, type WorkEvent, type WorkSettings } from './work-model.ts';
import { refused, same, step } from './work-step.ts';

type Of<Type extends WorkEvent['type']> = Extract<WorkEvent, { type: Type }>;

/** The owner keeps it until it is accepted; what nobody owns is offered to this one before others. */
export function handOver(work: Work, event: Of<'hand-over'>, now: number): Outcome<Work> {
  const { offer } = event;
  if (work.offer?.id === offer.id) return same;
  if (!offer.handover || !mayBeMoved(work, event.expects) || offer.agentId === work.ownerId) return refused;
  const { byId, byName, to, note } = offer.handover;
  // What was put aside stays so until it is accepted.
  const state = isWaiting(work) ? 'offered' : work.state;
  return step(
    work,
    event,
    now,
    { state, offer, retryAt: null },
    { agentId: offer.agentId, event: { type: 'transferred', byId, byName, to, ...(note ? { note } : {}) } },
  );
}

/** Back into a queue with its rank; whoever gives it away is asked again only after the others. */
export function sendOn(work: Work, event: Of<'send-on'>, now: number, settings: WorkSettings): Outcome<Work> {
  if (!mayBeMoved(work, event.expects)) return refused;
  const { to, by, note } = event;
  const change: Partial<Work> = {
    state: 'waiting',
    queueId: to.queueId,
    queueName: to.queueName,
    teamId: to.teamId,
    ownerId: null,
    ownerName: null,
    acceptedOfferId: null,
    offer: null,
    preferredAgentId: null,
    excluded: event.expects ? [event.expects] : [],
    retryAt: event.expects ? now + settings.backOffMs : null,
    unseenSince: work.unseenSince === null ? null : now,
    ...wokenAt(work, now),
    // Whoever left while it was put aside is not waited for.
    ...(work.state === 'snoozed' ? { live: work.live && work.unseenSince === null, unseenSince: null } : {}),
  };
  const { queueId, queueName, teamId, ownerId, ownerName, snooze: asleep } = work;
  const before = { queueId, queueName, teamId, ownerId, ownerName, snooze: asleep };
  const told = { type: 'transferred' as const, byId: by.id, byName: by.name, to: to.target, ...(note ? { note } : {}) };
  return step(work, event, now, change, { agentId: by.id, event: told, before });
}

export function giveTo(work: Work, event: Of<'give'>, now: number): Outcome<Work> {
  const { to, by } = event;
  if (work.state === 'wrap-up' || work.state === 'closed') return refused;
  if (work.state === 'active' && work.ownerId === to.id && !work.offer) return same;
  const change: Partial<Work> = {
    state: 'active',
    since: now,
    ownerId: to.id,
    ownerName: to.name,
    acceptedOfferId: work.offer?.agentId === to.id ? work.offer.id : null,
    offer: null,
    preferredAgentId: null,
    excluded: [],
    retryAt: null,
    ...wokenAt(work, now),
  };
  const agent = { agentId: to.id, agentName: to.name };
  const fromName = work.ownerId === to.id ? null : work.ownerName;
  const told =
    to.id === by.id
      ? { type: 'taken-over' as const, ...agent, fromName }
      : { type: 'given' as const, byId: by.id, byName: by.name, ...agent };
  return step(work, event, now, change, { agentId: to.id, event: told });
}

/** Takes nobody's capacity, and is nobody's turn, until it is woken; the owner stays its owner. */
export function snooze(work: Work, event: Of<'snooze'>, now: number): Outcome<Work> {
  if (work.state === 'wrap-up' || work.state === 'closed' || work.callId !== null) return refused;
  if (work.state === 'snoozed' && work.snooze?.until === event.until) return same;
  const { id: byId, name: byName } = event.by;
  return step(
    work,
    event,
    now,
    { state: 'snoozed', offer: null, retryAt: null, snooze: { until: event.until, byName } },
    { agentId: byId, event: { type: 'snoozed', byId, byName, until: event.until } },
  );
}

/** Back to its owner if their capacity could be taken, else into the queue with the age it had. Who is long gone is not waited for. */
export function wake(work: Work, event: Of<'wake'>, now: number): Outcome<Work> {
  if (work.state !== 'snoozed') return same;
  if (work.version !== event.version || (event.keeps !== null && event.keeps !== work.ownerId)) return refused;
  const named = event.byName === undefined ? {} : { byName: event.byName };
  const seen = event.reason === 'customer' || work.unseenSince === null;
  const change: Partial<Work> = {
    ...wokenAt(work, now),
    live: work.live && seen,
    unseenSince: null,
    ...(event.keeps !== null
      ? { state: 'active' as const }
      : {
          // Handed to a colleague meanwhile, it is offered to them all the same.
          state: work.offer ? ('offered' as const) : ('waiting' as const),
          ownerId: null,
          ownerName: null,
          acceptedOfferId: null,
          preferredAgentId: work.ownerId ?? work.preferredAgentId,
        }),
  };
  return step(work, event, now, change, { event: { type: 'woken', reason: event.reason, ...named } });
}

/** Ends the wrap-up; whoever was too slow for it may still say how it ended. */
export function wrapUp(work: Work, event: Of<'wrap-up'>, now: number): Outcome<Work> {
  const { by, outcome } = event;
  const note = outcome?.note ?? event.note;
  const isLate = work.state === 'closed' && work.outcome === null && outcome !== null && by !== null;
  if (work.state === 'closed' && JSON.stringify(work.outcome) === JSON.stringify(outcome)) return same;
  if (work.state !== 'wrap-up' && !(isLate && work.ownerId === by.id)) return refused;
  return step(
    work,
    event,
    now,
    { state: 'closed', wrapUpUntil: null, outcome },
    {
      ...(by ? { agentId: by.id } : {}),
      event: {
        type: 'wrapped-up',
        byName: by?.name ?? null,
        outcome: outcome?.name ?? null,
        ...(note ? { note } : {}),
      },
    },
  );
}

/** The customer wrote again, or the owner thought better of it: it goes on where it was. */
export function resume(work: Work, event: Of<'resume'>, now: number): Outcome<Work> {
  if (work.state !== 'wrap-up') return same;
  // A call that is over does not come back.
  if (work.callId !== null) return refused;
  return step(
    work,
    event,
    now,
    { state: 'active', wrapUpUntil: null, closedAt: null, outcome: null },
    { event: { type: 'reopened' } },
  );
}

/** Waiting, or owned by the one whose leave it is; put aside, it may be nobody's. */
function mayBeMoved(work: Work, expects: Work['ownerId']): boolean {
  if (isWaiting(work)) return expects === null;
  return (work.state === 'active' || work.state === 'snoozed') && work.ownerId === expects;
}

/** The time it was put aside is no time of waiting. */
export function wokenAt(work: Work, now: number): Partial<Work> {
  if (work.state !== 'snoozed') return {};
  return { snooze: null, pausedMs: work.pausedMs + Math.max(0, now - work.since) };
}
