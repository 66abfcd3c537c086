/** Small changes of a call that the pure parts are made of. */
import type { LegMode, NewLeg } from '../../channels/voice.ts';
import type { CallEnding, CallTold } from '../../shared/model/call.ts';
import type { LegId } from '../../shared/model/ids.ts';
import type { Person } from '../routing/routing.ts';
import { type Call, type CallWorld, type CommandAct, isEnded, isThere, type Leg, silence } from './model.ts';

export function say(call: Call, at: number, told: CallTold): Call {
  return { ...call, log: [...call.log, { n: (call.log.at(-1)?.n ?? 0) + 1, at, told }] };
}

/** What it would undo or repeat, and was not carried out yet, gives way. */
export function command(call: Call, now: number, act: CommandAct): Call {
  const key = keyOf(act);
  const others = call.commands.filter((one) => one.key !== key);
  return { ...call, commands: [...others, { key, act, attempts: 0, dueAt: now }] };
}

function keyOf(act: CommandAct): string {
  switch (act.do) {
    case 'begin':
      return `leg:${act.leg.legId}:begin`;
    case 'drop':
      return `leg:${act.legId}:drop`;
    case 'as':
      return `leg:${act.legId}:as`;
    default:
      return act.do;
  }
}

export function withLeg(call: Call, id: LegId, change: Partial<Leg>): Call {
  return { ...call, legs: call.legs.map((leg) => (leg.id === id ? { ...leg, ...change } : leg)) };
}

export function findLeg(call: Call, id: LegId): Leg | null {
  return call.legs.find((leg) => leg.id === id) ?? null;
}

type Draft = Pick<Leg, 'id' | 'role' | 'name'> & { as?: LegMode; ringSeconds: number; to: NewLeg['to'] };

export function beginLeg(call: Call, { now }: Pick<CallWorld, 'now'>, draft: Draft): Call {
  if (findLeg(call, draft.id)) return call;
  const { id, role, name, ringSeconds, to } = draft;
  const as = draft.as ?? { mode: 'talk' };
  const leg: Leg = {
    ...{ ...silence, id, role, name, as, muted: false, dropped: false, told: null, begunAt: now },
    userId: to.kind === 'agent' ? to.userId : null,
    number: to.kind === 'number' ? to.number : null,
  };
  const begun = { ...call, legs: [...call.legs, leg] };
  return command(begun, now, { do: 'begin', leg: { legId: id, ringSeconds, as, to } as NewLeg });
}

/** A leg that is still to be begun is dropped all the same: nobody knows how far its beginning came. */
export function dropLeg(call: Call, now: number, id: LegId): Call {
  const leg = findLeg(call, id);
  if (!leg || !isThere(leg)) return call;
  return command(withLeg(call, id, { dropped: true }), now, { do: 'drop', legId: id });
}

export function hold(call: Call, now: number, held: boolean): Call {
  if (call.customer.held === held) return call;
  const heldFor = !held && call.heldSince !== null ? now - call.heldSince : null;
  const next: Call = { ...call, customer: { ...call.customer, held }, heldSince: held ? now : null };
  // Music during a transfer, or while somebody's sound was lost, is told as that.
  const isHold = call.transfer === null && call.returning === null;
  const told = heldFor !== null && isHold ? say(next, now, { what: 'held', ms: heldFor }) : next;
  return command(told, now, { do: 'hold', held });
}

/** How long one of ours talked with the other side, and how it ended, by what was told of it. */
export function endingOf(call: Call): CallEnding {
  const leftAt = call.customer.leftAt ?? Number.POSITIVE_INFINITY;
  const answered = call.legs.some(
    (leg) => (leg.role === 'offer' || leg.role === 'owner') && leg.joinedAt !== null && leg.joinedAt < leftAt,
  );
  if (call.direction === 'out') {
    if (call.customer.joinedAt !== null) return 'talked';
    if (call.customer.end === 'busy' || call.customer.end === 'declined') return 'busy';
    return call.customer.end === 'unreachable' || call.customer.end === 'failed' ? 'unreachable' : 'no-answer';
  }
  if (answered) return 'talked';
  if (call.callbackId !== null) return 'callback';
  if (call.recordings.some(({ purpose, state }) => purpose === 'voicemail' && state !== 'absent')) return 'voicemail';
  if (call.stage.kind === 'forwarding' || call.ending === 'forwarded') return 'forwarded';
  return call.ending === 'turned-away' ? 'turned-away' : 'abandoned';
}

export function talkedFrom(call: Call): number | null {
  const ours = call.legs
    .filter((leg) => leg.role === 'offer' || leg.role === 'owner')
    .flatMap((leg) => leg.joinedAt ?? []);
  if (ours.length === 0) return null;
  const first = Math.min(...ours);
  return call.direction === 'in'
    ? first
    : call.customer.joinedAt === null
      ? null
      : Math.max(first, call.customer.joinedAt);
}

/** Never comes back from here: all that is left is to let go. */
export function end(call: Call, now: number, by: Person | null, endsLine: boolean): Call {
  if (isEnded(call)) return call;
  const ending = endingOf(call);
  const unheld: Call = call.heldSince === null ? call : say(call, now, { what: 'held', ms: now - call.heldSince });
  const from = talkedFrom(call);
  const told = say(unheld, now, {
    ...{ what: 'ended', ending, talkedMs: from === null ? 0 : Math.max(0, now - from) },
    ...(by ? { byName: by.name } : {}),
  });
  let next: Call = {
    ...told,
    ...{ stage: { kind: 'ended' }, endedAt: now, endedBy: by, ending, heldSince: null },
    ...{ transfer: null, returning: null, commands: [] },
    recording: { ...call.recording, on: false, pausedAt: null, pausedUntil: null },
  };
  for (const leg of call.legs) next = dropLeg(next, now, leg.id);
  return endsLine ? command(next, now, { do: 'end' }) : next;
}
