/** What follows from the facts of a call alone, whatever its work says. Pure; settled again, it stays as it is. */
import { beginLeg, command, dropLeg, end, hold, say, withLeg } from './change.ts';
import { type Call, type CallWorld, isEnded, isTalking, isThere, silence } from './model.ts';
import { planRetry, postpone } from './retries.ts';

export function settle(before: Call, world: CallWorld): Call {
  if (isEnded(before)) return before;
  const { now } = world;
  if (before.customer.leftAt !== null) return end(planRetry(before, world), now, null, false);
  let call = before;
  call = dialOn(call, world);
  if (isEnded(call)) return call;
  call = handOver(call, world);
  call = comeBack(call, world);
  call = tellGuests(call, now);
  call = coachAnew(call, now);
  return call;
}

/** The agent's own device first, then the customer. */
function dialOn(call: Call, world: CallWorld): Call {
  if (call.stage.kind !== 'dialling') return call;
  const ours = call.legs.filter((leg) => leg.role === 'owner' || leg.role === 'offer');
  if (call.customer.joinedAt !== null) {
    const connected = say({ ...call, stage: { kind: 'talking' } }, call.customer.joinedAt, { what: 'connected' });
    return recordOutgoing(connected, world);
  }
  const isAnswered = ours.some(isTalking);
  if (!isAnswered) {
    const isOver = ours.length > 0 && ours.every((leg) => !isThere(leg));
    // Whoever dialled did not answer their own device: nobody outside was rung.
    return isOver && call.callbackOf === null ? end(call, world.now, call.dialledBy, true) : call;
  }
  if (call.customer.legId !== null) return call;
  const why = call.callbackOf === null ? null : world.refuses(call.to);
  if (why !== null) {
    const told = say(call, world.now, { what: 'not-dialled', to: call.to, why });
    return end(why === 'rate' || why === 'spend' ? postpone(told, world) : told, world.now, null, true);
  }
  const legId = world.nextLegId();
  const to = { kind: 'number', number: call.to, callerId: world.ours, isCustomer: true } as const;
  const begun = beginLeg(call, world, {
    ...{ id: legId, role: 'outside', name: call.customerName, to, ringSeconds: world.settings.dialSeconds },
  });
  // The customer's leg is the customer, not one of the others.
  return { ...begun, legs: begun.legs.filter((leg) => leg.id !== legId), customer: { ...silence, legId, held: false } };
}

/** Where calls are recorded, one of ours is as well, once both sides have been told. */
function recordOutgoing(call: Call, { now, policy }: CallWorld): Call {
  if (!call.menu.record || call.recording.on || call.recording.isRefused) return call;
  const { language } = call.menu;
  const said =
    policy.announcement === ''
      ? call
      : command(call, now, { do: 'announce', say: [{ text: policy.announcement, language }] });
  return command({ ...said, recording: { ...said.recording, on: true } }, now, { do: 'record', what: 'start' });
}

/** A transfer to somebody outside stands and falls with their leg; one to a colleague with their offer. */
function handOver(call: Call, world: CallWorld): Call {
  const { transfer } = call;
  const leg = transfer?.legId ? call.legs.find((one) => one.id === transfer.legId) : null;
  if (!transfer || !leg || transfer.to.kind !== 'number') return call;
  if (leg.leftAt !== null) {
    const why =
      leg.joinedAt !== null ? 'cancelled' : leg.end === 'declined' || leg.end === 'busy' ? 'declined' : 'no-answer';
    const told = say(call, world.now, { what: 'refused', to: transfer.to.number, why });
    return { ...hold(told, world.now, false), transfer: null };
  }
  return leg.joinedAt !== null && transfer.mode === 'cold' ? finishOutside(call, world.now) : call;
}

/** It goes on between the customer and somebody outside; none of us is left in it. */
export function finishOutside(call: Call, now: number): Call {
  const { transfer } = call;
  if (transfer?.to.kind !== 'number' || transfer.legId === null) return call;
  let next = say(call, now, { what: 'handed-on', byName: transfer.by.name, to: transfer.to.number });
  next = { ...hold(next, now, false), transfer: null, handedOut: true };
  for (const leg of call.legs) if (leg.id !== transfer.legId) next = dropLeg(next, now, leg.id);
  return next;
}

/** The agent's sound is back: the customer hears them again. */
function comeBack(call: Call, { now }: CallWorld): Call {
  const { returning } = call;
  if (!returning) return call;
  const back = call.legs.find((leg) => leg.userId === returning.userId && leg.role === 'owner' && isTalking(leg));
  if (!back) return call;
  return { ...hold(say(call, now, { what: 'returned', name: back.name }), now, false), returning: null };
}

/** Whoever whispers goes on to whisper to whoever has the call now; while nobody has it, nobody hears them. */
function coachAnew(call: Call, now: number): Call {
  let next = call;
  const agent = call.legs.filter((leg) => isTalking(leg) && (leg.role === 'owner' || leg.role === 'offer')).at(-1);
  for (const { id, role, as, ...leg } of call.legs) {
    if (role !== 'supervisor' || as.mode !== 'coach' || leg.leftAt !== null || leg.dropped) continue;
    if (!agent || agent.id === as.coachOf || call.legs.some((one) => one.id === as.coachOf && isTalking(one))) continue;
    const anew = { mode: 'coach', coachOf: agent.id } as const;
    next = command(withLeg(next, id, { as: anew }), now, { do: 'as', legId: id, as: anew });
  }
  return next;
}

/** Whoever was asked in, as they come and go: each told once. */
function tellGuests(call: Call, now: number): Call {
  let next = call;
  for (const leg of call.legs) {
    if (leg.role !== 'guest' || leg.told === 'left') continue;
    if (leg.leftAt !== null) {
      const why = leg.end === 'declined' || leg.end === 'busy' ? 'declined' : leg.dropped ? 'cancelled' : 'no-answer';
      next = say(
        next,
        now,
        leg.joinedAt === null ? { what: 'refused', to: leg.name, why } : { what: 'left', name: leg.name },
      );
      next = withLeg(next, leg.id, { told: 'left' });
    } else if (leg.joinedAt !== null && leg.told === null) {
      next = withLeg(say(next, now, { what: 'joined', name: leg.name }), leg.id, { told: 'joined' });
    }
  }
  return next;
}
