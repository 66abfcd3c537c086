/** Makes a call follow its work: who is offered it is rung, who has it talks, who has it no longer is let go. Pure. */
import type { LegId } from '../../shared/model/ids.ts';
import type { Work } from '../routing/work-model.ts';
import { beginLeg, command, dropLeg, end, findLeg, hold, say } from './change.ts';
import { nextRound } from './menu.ts';
import { type Call, type CallWorld, isEnded, isTalking, isThere, ownersLegs } from './model.ts';
import { ringAnewDue } from './returning.ts';
import { settle } from './settle.ts';

/** A transfer whose offer is on its way is given so long. */
const OFFER_COMES_MS = 10_000;

export function align(before: Call, work: Work | null, world: CallWorld): Call {
  if (isEnded(before) || !work) return before;
  const { now } = world;
  if (work.state === 'closed' || work.state === 'wrap-up')
    return before.handedOut ? before : endByHand(before, work, now);
  // It goes on without us: whoever had it is not rung again, though their work is not closed yet.
  if (before.handedOut) return settle(before, world);
  let call = ringOffer(before, work, world);
  call = endTransfer(call, work, now);
  call = letGo(call, work, now);
  call = work.state === 'active' && work.ownerId ? follow(call, work, world) : waitAgain(call, work, world);
  return settle(call, world);
}

/** Its conversation was closed while it went on: whoever did so put it down. */
function endByHand(call: Call, work: Work, now: number): Call {
  if (call.stage.kind === 'voicemail' || call.stage.kind === 'forwarding') return call;
  return end(call, now, work.ownerId ? { id: work.ownerId, name: work.ownerName ?? '' } : null, true);
}

function ringOffer(call: Call, work: Work, world: CallWorld): Call {
  const { offer } = work;
  if (!offer) return call;
  const id = offer.id as string as LegId;
  if (findLeg(call, id)) return call;
  const { now } = world;
  const ringSeconds = Math.max(5, Math.ceil((offer.expiresAt - now) / 1_000));
  const to = { kind: 'agent', userId: offer.agentId, params: { conversationId: work.conversationId } } as const;
  const rung = beginLeg(say(call, now, { what: 'rang', name: offer.agentName }), world, {
    ...{ id, role: 'offer', name: offer.agentName, ringSeconds, to },
  });
  if (!offer.handover) return rung;
  const by = { id: offer.handover.byId, name: offer.handover.byName };
  const asked = { kind: 'agent', id: offer.agentId, name: offer.agentName } as const;
  const mode =
    call.transfer?.to.kind === 'agent' && call.transfer.to.id === offer.agentId ? call.transfer.mode : 'cold';
  return hold({ ...rung, transfer: { mode, by, to: asked, legId: id, at: now } }, now, true);
}

/** Taken, refused, taken back or thought better of: the offer says which. */
function endTransfer(call: Call, work: Work, now: number): Call {
  const { transfer } = call;
  if (transfer?.to.kind !== 'agent') return call;
  const id = transfer.legId as string | null;
  if (id !== null ? work.offer?.id === id : now - transfer.at < OFFER_COMES_MS) return call;
  const leg = id === null ? null : findLeg(call, id as LegId);
  const isTaken = work.ownerId === transfer.to.id;
  const hasTalked = leg?.joinedAt && (!isTaken || transfer.mode === 'warm');
  const talked = hasTalked
    ? say(call, now, { what: 'consulted', name: leg.name, ms: now - (leg.joinedAt ?? now) })
    : call;
  return { ...hold(talked, now, false), transfer: null };
}

/** Late, withdrawn, or no longer whose call it is. */
function letGo(call: Call, work: Work, now: number): Call {
  let next = call;
  for (const leg of call.legs) {
    if (!isThere(leg) || (leg.role !== 'offer' && leg.role !== 'owner')) continue;
    const isAsked = work.offer?.id === (leg.id as string);
    const isOwners = work.state === 'active' && work.ownerId === leg.userId;
    // Whoever was rung for an offer that is not theirs any more was too late, even if they have the call by another.
    if (!isAsked && !isOwners) next = dropLeg(next, now, leg.id);
  }
  return next;
}

/** Somebody has it. */
function follow(call: Call, work: Work, world: CallWorld): Call {
  const { now, settings } = world;
  const ownerId = work.ownerId;
  if (ownerId === null) return call;
  const legs = ownersLegs(call, ownerId);
  const { stage } = call;
  if (legs.some(isTalking)) {
    if (stage.kind === 'callback') return { ...call, stage: { kind: 'dialling' } };
    if (stage.kind !== 'queued' && stage.kind !== 'voicemail' && stage.kind !== 'menu') return call;
    const told = say(call, now, {
      ...{ what: 'answered', byId: ownerId, byName: work.ownerName ?? '' },
      waitedMs: Math.max(0, now - work.enqueuedAt - work.pausedMs),
    });
    const on = call.menu.record && !call.recording.isRefused;
    return command({ ...told, intro: [], stage: { kind: 'talking' }, recording: { ...call.recording, on } }, now, {
      do: 'move',
    });
  }
  if (legs.length > 0) return call;
  return ringOwner(call, ownerId, work.ownerName ?? '', settings.returnMs, world);
}

/** Their sound was lost, or somebody gave it to them: their device is rung, and the customer hears music meanwhile. */
function ringOwner(call: Call, userId: Leg['userId'] & string, name: string, ms: number, world: CallWorld): Call {
  const { now } = world;
  const was = call.returning?.userId === userId ? call.returning : null;
  if (was) return ringAnew(call, userId, name, was.until, world);
  const isLost = call.legs.some((leg) => leg.userId === userId && leg.joinedAt !== null && leg.leftAt !== null);
  const others = call.legs.some((leg) => isTalking(leg) && leg.role !== 'supervisor');
  const told = isLost ? say(call, now, { what: 'lost', name }) : say(call, now, { what: 'rang', name });
  const rung = beginLeg({ ...told, returning: { userId, until: now + ms } }, world, {
    ...{ id: world.nextLegId(), role: 'owner', name, ringSeconds: Math.ceil(ms / 1_000) },
    to: { kind: 'agent', userId, params: {} },
  });
  return call.stage.kind === 'talking' && !others ? hold(rung, now, true) : rung;
}

/** Their page is being loaded and is not there to be rung yet: a line that cannot reach it says so at once, so it is asked again. */
function ringAnew(call: Call, userId: Leg['userId'] & string, name: string, until: number, world: CallWorld): Call {
  const { now } = world;
  const due = ringAnewDue(call);
  if (due === null || due > now || until <= now) return call;
  return beginLeg(call, world, {
    ...{ id: world.nextLegId(), role: 'owner', name, ringSeconds: Math.max(5, Math.ceil((until - now) / 1_000)) },
    to: { kind: 'agent', userId, params: {} },
  });
}

/** Nobody has it: music, with the place it had. */
function waitAgain(call: Call, work: Work, world: CallWorld): Call {
  const { now } = world;
  if (call.stage.kind !== 'talking') return call.returning ? { ...call, returning: null } : call;
  const quiet: Call = {
    ...call,
    ...{ returning: null, transfer: null, heldSince: null, intro: [] },
    customer: { ...call.customer, held: false },
    stage: { kind: 'queued', round: 0, place: null, since: now },
    queueId: work.queueId,
    commands: call.commands.filter(({ key }) => key !== 'hold'),
  };
  // There is nothing to listen to.
  const alone = quiet.legs.reduce(
    (next, { id, role }) => (role === 'supervisor' ? dropLeg(next, now, id) : next),
    quiet,
  );
  return command(nextRound(alone, world), now, { do: 'move' });
}

type Leg = Call['legs'][number];
