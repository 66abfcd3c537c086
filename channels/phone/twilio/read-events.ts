/** Pure: a webhook's form to what happened to a call. Keys are of what happened, not of how it was told: each is told once, whatever its way. */
import type { CallId, InboxId, LegId } from '../../../shared/model/ids.ts';
import type { IdentityRef } from '../../channel.ts';
import type { CallEvent, LegEnd } from '../../voice.ts';

export type Form = Readonly<Record<string, string>>;

export interface About {
  inboxId: InboxId;
  at: number;
  /** named in the address that was given to Twilio */
  callId: CallId | null;
  legId: LegId | null;
  /** the customer's leg, named there too */
  customer: string | null;
  kind: 'agent' | 'number';
  purpose: 'call' | 'voicemail';
  turn: string;
}

const base = ({ inboxId, at, callId }: About, externalId: string, key: string) => ({
  ...{ inboxId, at, callId, externalId, key },
});

/** Numbers that stand for none: withheld, unknown, payphones (https://www.twilio.com/docs/voice/twiml). */
const nobody =
  /^(\+?266696687|\+?7378742833|\+?2562533|\+?8656696|\+?86282452253|\+?464|anonymous|restricted|unavailable|unknown|private)$/i;

/** Null: nobody's address, so nobody is known by it. */
export function callerOf(from: string): IdentityRef | null {
  if (nobody.test(from.trim())) return null;
  return /^\+[1-9]\d{6,14}$/.test(from) ? { kind: 'phone', value: from } : null;
}

export function readArrived(form: Form, about: About): CallEvent {
  const { CallSid = '', From = '', To = '', StirVerstat } = form;
  return {
    ...base(about, CallSid, `arrived:${CallSid}`),
    ...{ type: 'arrived', by: 'phone', from: callerOf(From), fromText: From.slice(0, 100), to: To.slice(0, 100) },
    ...{ conversationId: null, attested: StirVerstat === 'TN-Validation-Passed-A' },
  };
}

export function readKeys(form: Form, about: About): CallEvent {
  const { CallSid = '', Digits = '' } = form;
  const digits = Digits.replace(/[^0-9*#]/g, '').slice(0, 32);
  return { ...base(about, CallSid, `turn:${CallSid}:${about.turn}`), type: 'keys', digits };
}

export function readWaited(form: Form, about: About): CallEvent {
  const { CallSid = '' } = form;
  return { ...base(about, CallSid, `turn:${CallSid}:${about.turn}`), type: 'waited' };
}

const over = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];

/** How a call's last status reads. Who leaves a conference has hung up, whoever it was that asked for it. */
function endOf(status: string, kind: About['kind']): LegEnd {
  switch (status) {
    case 'busy':
      return kind === 'agent' ? 'declined' : 'busy';
    case 'no-answer':
      return 'no-answer';
    case 'failed':
      return kind === 'agent' ? 'failed' : 'unreachable';
    case 'canceled':
      return 'removed';
    default:
      return 'hung-up';
  }
}

/** Of the customer's own inbound leg. */
export function readStatus(form: Form, about: About): CallEvent | null {
  const { CallSid = '', CallStatus = '' } = form;
  if (!over.includes(CallStatus)) return null;
  return customerLeft(about, CallSid, endOf(CallStatus, 'number'));
}

const customerLeft = (about: About, externalId: string, end: LegEnd): CallEvent => ({
  ...base(about, externalId, `customer:${externalId}:left`),
  ...{ type: 'customer', state: 'left', end, detail: '' },
});

/** Of a leg that we began. */
export function readLeg(form: Form, about: About): CallEvent | null {
  const { CallSid = '', CallStatus = '' } = form;
  const { legId } = about;
  if (legId === null || about.callId === null) return null;
  if (CallStatus === 'ringing') return { ...ofLeg(about, legId, CallSid, 'ringing'), state: 'ringing' };
  if (!over.includes(CallStatus)) return null;
  return { ...ofLeg(about, legId, CallSid, 'left'), state: 'left', end: endOf(CallStatus, about.kind), detail: '' };
}

const ofLeg = (about: About, legId: LegId, legExternalId: string, what: string) => ({
  ...base(about, about.customer ?? about.callId ?? '', `leg:${legId}:${what}`),
  ...{ type: 'leg' as const, legId, legExternalId },
});

const LEG = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
export const CUSTOMER = 'customer';

/** Of a conference: who came in, and who is gone. */
export function readConference(form: Form, about: About): CallEvent | null {
  const {
    StatusCallbackEvent: event,
    ParticipantLabel: label = '',
    CallSid = '',
    ConferenceSid,
    SequenceNumber,
  } = form;
  const { ReasonParticipantLeft: reason = '' } = form;
  const isJoin = event === 'participant-join';
  if (about.callId === null || (!isJoin && event !== 'participant-leave')) return null;
  if (label === CUSTOMER) {
    // Taken elsewhere, or left over by a conference that ended: not gone.
    if (!isJoin) return reason === 'participant_hung_up' ? customerLeft(about, CallSid, 'hung-up') : null;
    const key = `customer:${CallSid}:joined:${ConferenceSid}:${SequenceNumber}`;
    return { ...base(about, CallSid, key), type: 'customer', state: 'joined' };
  }
  if (!LEG.test(label)) return null;
  const legId = label as LegId;
  if (isJoin) return { ...ofLeg(about, legId, CallSid, 'joined'), state: 'joined' };
  // Whose leg it was is told by its own address alone, so why it failed is left to that; lost, the reconciler asks.
  if (reason === 'participant_add_failed') return null;
  const end: LegEnd = 'hung-up';
  return { ...ofLeg(about, legId, CallSid, 'left'), state: 'left', end, detail: '' };
}

export function readRecording(form: Form, about: About): CallEvent | null {
  const { RecordingSid = '', RecordingStatus, RecordingDuration = '0', CallSid = '' } = form;
  if (about.callId === null || !/^RE[0-9a-f]{32}$/i.test(RecordingSid)) return null;
  const of = (state: string) => ({
    ...base(about, about.customer ?? CallSid, `recording:${RecordingSid}:${state}`),
    ...{ type: 'recording' as const, purpose: about.purpose, recordingId: RecordingSid },
  });
  switch (RecordingStatus) {
    case 'in-progress':
      return { ...of('started'), state: 'started' };
    case 'completed':
      // Of no length there is nothing to hear.
      if ((Number(RecordingDuration) || 0) < 1) return { ...of('done'), state: 'absent' };
      return { ...of('done'), state: 'done', seconds: Number(RecordingDuration) };
    case 'absent':
    case 'failed':
      return { ...of('done'), state: 'absent' };
    default:
      return null;
  }
}
