/**
 * What the line tells, taken into a call. Pure. Facts are merged so that neither order nor repetition makes a difference, what came late is filled
 * in, and a call that ended stays ended.
 */
import type { CallEvent, LegEnd } from '../../channels/voice.ts';
import { end, endingOf } from './change.ts';
import { chooseByKeys } from './menu.ts';
import { type Call, type CallWorld, type Heard, isEnded, type Recording } from './model.ts';
import { settle } from './settle.ts';

/** Events that came in turn and were followed; far more than are ever told again. */
const FOLLOWED = 60;

export function hear(call: Call, event: CallEvent, world: CallWorld): Call {
  const merged = merge(call, event);
  if (isEnded(merged)) return { ...merged, ending: endingOf(merged) };
  return settle(inTurn(merged, event, world), world);
}

function merge(call: Call, event: CallEvent): Call {
  const at = event.at;
  switch (event.type) {
    case 'arrived':
      return {
        ...call,
        externalId: call.externalId ?? event.externalId,
        attested: call.attested || event.attested,
      };
    case 'customer':
      return { ...call, customer: { ...call.customer, ...heardOf(call.customer, event, at) } };
    case 'leg': {
      if (event.legId === call.customer.legId) {
        const heard = heardOf({ ...call.customer, externalId: event.legExternalId }, event, at);
        return {
          ...call,
          externalId: call.externalId ?? event.legExternalId,
          customer: { ...call.customer, ...heard },
        };
      }
      const legs = call.legs.map((leg) =>
        leg.id === event.legId ? { ...leg, ...heardOf({ ...leg, externalId: event.legExternalId }, event, at) } : leg,
      );
      return { ...call, legs };
    }
    case 'recording':
      return { ...call, recordings: withRecording(call.recordings, event) };
    case 'keys':
    case 'waited':
      return call;
  }
}

type Told = { state: 'ringing' | 'joined' } | { state: 'left'; end: LegEnd };

function heardOf(heard: Heard, told: Told, at: number): Heard {
  const { externalId, ringingAt, joinedAt, leftAt, end: ended } = heard;
  const base = { externalId, ringingAt, joinedAt, leftAt, end: ended };
  switch (told.state) {
    case 'ringing':
      return { ...base, ringingAt: earliest(ringingAt, at) };
    case 'joined':
      return { ...base, joinedAt: earliest(joinedAt, at) };
    case 'left': {
      const isFirst = leftAt === null || at < leftAt || (at === leftAt && ended !== null && told.end < ended);
      return isFirst ? { ...base, leftAt: at, end: told.end } : base;
    }
  }
}

const earliest = (known: number | null, at: number): number => (known === null ? at : Math.min(known, at));

/** `done` is more than `absent`, and both are more than that it was begun. */
const grade = { started: 0, absent: 1, done: 2 } as const;

function withRecording(recordings: Recording[], event: Extract<CallEvent, { type: 'recording' }>): Recording[] {
  const state = event.state === 'done' || event.state === 'absent' ? event.state : ('started' as const);
  const seconds = event.state === 'done' ? event.seconds : 0;
  const { recordingId: id, purpose } = event;
  const known = recordings.find((one) => one.id === id);
  const next: Recording = known
    ? {
        ...known,
        state: grade[state] > grade[known.state] ? state : known.state,
        seconds: Math.max(known.seconds, seconds),
      }
    : { id, purpose, state, seconds, kept: false, tries: 0, dueAt: event.at };
  return [...recordings.filter((one) => one.id !== id), next].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What only makes sense where the call stands: keys, and the end of what it did. Followed once. */
function inTurn(call: Call, event: CallEvent, world: CallWorld): Call {
  if (event.type !== 'keys' && event.type !== 'waited') return call;
  if (call.followed.includes(event.key)) return call;
  const next = { ...call, followed: [...call.followed, event.key].slice(-FOLLOWED) };
  if (event.type === 'keys') return chooseByKeys(next, event.digits, world);
  if (next.stage.kind === 'voicemail' || next.stage.kind === 'forwarding') return end(next, world.now, null, true);
  return next;
}
