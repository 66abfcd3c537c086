/** What people do with a call, as pure steps: each takes the call and answers the next one. Rights are asked elsewhere. */
import type { LegMode } from '../../channels/voice.ts';
import { AppError } from '../../shared/errors.ts';
import type { ListenMode } from '../../shared/model/call.ts';
import type { LegId, UserId } from '../../shared/model/ids.ts';
import type { Person } from '../routing/routing.ts';
import { beginLeg, command, dropLeg, end, hold, say, withLeg } from './change.ts';
import { type Call, type CallWorld, isEnded, isTalking, isThere, type Leg } from './model.ts';
import { finishOutside, settle } from './settle.ts';

export type CallAct = (call: Call, world: CallWorld) => Call;

const over = (): AppError => new AppError('closed', 'The other side has left.');

export function requireTalking(call: Call): void {
  if (isEnded(call) || call.customer.leftAt !== null) throw over();
  if (call.stage.kind !== 'talking') throw new AppError('conflict', 'Nobody is talking yet.');
}

export const holdIt =
  (held: boolean): CallAct =>
  (call, { now }) => {
    requireTalking(call);
    if (!held && call.transfer) throw new AppError('conflict', 'Take the transfer back first.');
    return hold(call, now, held);
  };

/** Muted at its source; it is noted so that the others see it. */
export const muteLeg =
  (userId: UserId, muted: boolean): CallAct =>
  (call) => {
    const own = call.legs.filter((leg) => leg.userId === userId && isThere(leg));
    if (own.length === 0) throw over();
    return own.reduce((next, leg) => withLeg(next, leg.id, { muted }), call);
  };

export const endIt =
  (by: Person): CallAct =>
  (call, { now }) =>
    end(call, now, by, true);

export const beginTransfer =
  (
    mode: 'warm' | 'cold',
    by: Person,
    to: { kind: 'agent'; id: UserId; name: string } | { kind: 'number'; number: string },
  ): CallAct =>
  (call, world) => {
    requireTalking(call);
    if (call.transfer) throw new AppError('conflict', 'A transfer is under way already.');
    const { now } = world;
    const held = hold({ ...call, transfer: { mode, by, to, legId: null, at: now } }, now, true);
    if (to.kind === 'agent') return held;
    const id = world.nextLegId();
    return beginLeg({ ...held, transfer: { mode, by, to, legId: id, at: now } }, world, {
      ...{ id, role: 'outside', name: to.number, ringSeconds: world.settings.dialSeconds },
      to: { kind: 'number', number: to.number, callerId: world.ours, isCustomer: false },
    });
  };

/** Nobody was asked after all, or whoever was is asked no more: the customer hears the agent again. */
export const endTransfer: CallAct = (call, { now }) => {
  const { transfer } = call;
  if (!transfer) return call;
  const leg = call.legs.find(({ id }) => id === transfer.legId);
  const told = leg?.joinedAt ? say(call, now, { what: 'consulted', name: leg.name, ms: now - leg.joinedAt }) : call;
  const gone = leg ? dropLeg(told, now, leg.id) : told;
  return { ...hold(gone, now, false), transfer: null };
};

export const finishTransfer: CallAct = (call, { now }) => {
  requireTalking(call);
  const leg = call.legs.find(({ id }) => id === call.transfer?.legId);
  if (!call.transfer || !leg || !isTalking(leg)) throw new AppError('conflict', 'They have not answered.');
  return finishOutside(call, now);
};

/** A third party, who hears everybody and is heard by everybody. */
export const askIn =
  (to: { kind: 'agent'; id: UserId; name: string } | { kind: 'number'; number: string }): CallAct =>
  (call, world) => {
    requireTalking(call);
    const isThereAlready = (leg: Leg) =>
      isThere(leg) &&
      leg.role !== 'supervisor' &&
      (to.kind === 'agent' ? leg.userId === to.id : leg.number === to.number);
    if (call.legs.some(isThereAlready)) throw new AppError('conflict', 'They are in the call.');
    const id = world.nextLegId();
    if (to.kind === 'number') {
      return beginLeg(call, world, {
        ...{ id, role: 'guest', name: to.number, ringSeconds: world.settings.dialSeconds },
        to: { kind: 'number', number: to.number, callerId: world.ours, isCustomer: false },
      });
    }
    return beginLeg(call, world, {
      ...{ id, role: 'guest', name: to.name, ringSeconds: 20 },
      to: { kind: 'agent', userId: to.id, params: {} },
    });
  };

export const letGo =
  (legId: LegId): CallAct =>
  (call, { now }) => {
    const leg = call.legs.find(({ id }) => id === legId);
    if (leg?.role !== 'guest') throw new AppError('not_found', 'There is nobody like that in the call.');
    return dropLeg(call, now, legId);
  };

export const record =
  (what: 'start' | 'pause' | 'resume' | 'stop'): CallAct =>
  (call, { now, settings }) => {
    requireTalking(call);
    const { recording } = call;
    const isPaused = recording.pausedUntil !== null;
    if (
      what === 'start' ? recording.on : what === 'resume' ? !isPaused : !recording.on || (what === 'pause' && isPaused)
    )
      return call;
    if (what === 'resume') return resumeRecording(call, now, false);
    const next: Call =
      what === 'pause'
        ? { ...call, recording: { on: true, pausedAt: now, pausedUntil: now + settings.pauseMs, ranOut: false } }
        : {
            ...call,
            recording: {
              ...{ on: what === 'start', pausedAt: null, pausedUntil: null, ranOut: false },
              isRefused: what === 'stop',
            },
          };
    const told =
      what === 'pause' ? next : say(next, now, { what: what === 'start' ? 'recording-on' : 'recording-off' });
    return command(told, now, { do: 'record', what });
  };

/** `ranOut`: nobody thought of it, which is told. */
export function resumeRecording(call: Call, now: number, ranOut: boolean): Call {
  const { pausedAt } = call.recording;
  const told = say(call, now, { what: 'recording-paused', ms: now - (pausedAt ?? now), ranOut });
  const next: Call = { ...told, recording: { on: true, pausedAt: null, pausedUntil: null, ranOut } };
  return command(next, now, { do: 'record', what: 'resume' });
}

/** One of us goes, and it goes on without them. */
export const leave =
  (legId: LegId): CallAct =>
  (call, { now }) =>
    dropLeg(call, now, legId);

/** A supervisor comes in, or changes how they take part. */
export const listenIn =
  (who: Person, mode: ListenMode): CallAct =>
  (call, world) => {
    requireTalking(call);
    const own = call.legs.find((leg) => leg.role === 'supervisor' && leg.userId === who.id && isThere(leg));
    const as = legModeOf(call, mode);
    if (own) return command(withLeg(call, own.id, { as }), world.now, { do: 'as', legId: own.id, as });
    if (call.legs.some((leg) => leg.userId === who.id && isThere(leg))) {
      throw new AppError('conflict', 'You are in the call yourself.');
    }
    return beginLeg(call, world, {
      ...{ id: world.nextLegId(), role: 'supervisor', name: who.name, as, ringSeconds: 20 },
      to: { kind: 'agent', userId: who.id, params: {} },
    });
  };

function legModeOf(call: Call, mode: ListenMode): LegMode {
  if (mode === 'barge') return { mode: 'talk' };
  if (mode === 'listen') return { mode: 'listen' };
  const agent = call.legs.find((leg) => isTalking(leg) && (leg.role === 'owner' || leg.role === 'offer'));
  if (!agent) throw new AppError('conflict', 'There is nobody to whisper to.');
  return { mode: 'coach', coachOf: agent.id };
}

export const stopListening =
  (userId: UserId): CallAct =>
  (call, { now }) =>
    call.legs
      .filter((leg) => leg.role === 'supervisor' && leg.userId === userId)
      .reduce((next, leg) => dropLeg(next, now, leg.id), call);

/** Whoever dials is rung first. */
export const beginDial =
  (by: Person): CallAct =>
  (call, world) =>
    settle(
      beginLeg(call, world, {
        ...{ id: world.nextLegId(), role: 'owner', name: by.name, ringSeconds: 25 },
        to: { kind: 'agent', userId: by.id, params: { dialled: 'true' } },
      }),
      world,
    );
