/** A step of the customer's own leg as TwiML, by the SDK's builder: what strangers wrote stays text. */
import type twilio from 'twilio';
import type { CallId } from '../../../shared/model/ids.ts';
import type { CallStep, Spoken } from '../../voice.ts';
import type { Addresses } from './addresses.ts';
import { sdk } from './sdk.ts';

type Response = InstanceType<typeof twilio.twiml.VoiceResponse>;
/** The builder's own type for a language, which lists those it knew when it was written. */
type SayLanguage = NonNullable<Parameters<Response['say']>[0]> extends { language?: infer Language } ? Language : never;

export interface StepContext {
  addresses: Addresses;
  callId: CallId;
  /** of this document: what comes of it is told under this */
  turn: string;
  /** the customer's leg */
  externalId: string;
}

const CONFERENCE_EVENTS = ['start', 'end', 'join', 'leave', 'mute', 'hold', 'modify', 'announcement'] as const;
export const conferenceEvents = [...CONFERENCE_EVENTS];
const RECORDING_EVENTS = ['in-progress', 'completed', 'absent'] as const;
const RECORD_SILENCE_SECONDS = 6;

export function writeStep(step: CallStep, context: StepContext): string {
  const response = new (sdk().twiml.VoiceResponse)();
  const { addresses, callId, turn, externalId } = context;
  const query = { call: callId, turn };
  switch (step.do) {
    case 'ask': {
      const gather = response.gather({
        ...{ input: ['dtmf'], numDigits: step.digits, timeout: step.seconds, actionOnEmptyResult: true },
        ...{ finishOnKey: step.finishKey ?? '', action: addresses.ask('keys', query) },
      });
      sayAll(gather, step.say);
      break;
    }
    case 'wait': {
      // It does not end by itself: what would come next is asked of us, and nobody may be lost because we do not answer.
      const music = addresses.ask('music');
      if (step.hearsKeys) {
        const gather = response.gather({
          ...{ input: ['dtmf'], numDigits: 1, timeout: 1, finishOnKey: '', action: addresses.ask('keys', query) },
        });
        sayAll(gather, step.say);
        gather.play({ loop: 0 }, music);
      } else {
        sayAll(response, step.say);
        response.play({ loop: 0 }, music);
      }
      response.redirect(addresses.ask('again', query));
      break;
    }
    case 'take-message':
      sayAll(response, step.say);
      response.record({
        ...{ maxLength: step.maxSeconds, timeout: RECORD_SILENCE_SECONDS, finishOnKey: '#', playBeep: true },
        action: addresses.ask('waited', query),
        recordingStatusCallback: addresses.tell('recording', {
          call: callId,
          customer: externalId,
          purpose: 'voicemail',
        }),
        recordingStatusCallbackEvent: [...RECORDING_EVENTS],
      });
      response.redirect(addresses.ask('waited', query));
      break;
    case 'talk': {
      sayAll(response, step.say);
      const dial = response.dial({
        action: addresses.ask('after', query),
        ...(step.record && {
          record: 'record-from-answer-dual',
          recordingStatusCallback: addresses.tell('recording', { call: callId, customer: externalId, purpose: 'call' }),
          recordingStatusCallbackEvent: [...RECORDING_EVENTS],
        }),
      });
      dial.conference(
        {
          ...{ participantLabel: 'customer', startConferenceOnEnter: true, endConferenceOnExit: true, beep: 'false' },
          waitUrl: addresses.ask('hold'),
          statusCallback: addresses.tell('conference', { call: callId, customer: externalId }),
          statusCallbackEvent: [...CONFERENCE_EVENTS],
        },
        callId,
      );
      break;
    }
    case 'forward':
      sayAll(response, step.say);
      response
        .dial({ callerId: step.callerId, timeout: step.seconds, action: addresses.ask('forwarded', query) })
        .number(step.to);
      break;
    case 'hang-up':
      sayAll(response, step.say);
      response.hangup();
      break;
    case 'refuse':
      response.reject({ reason: step.reason });
      break;
  }
  return response.toString();
}

function sayAll(parent: Pick<Response, 'say'>, texts: readonly Spoken[]): void {
  for (const { text, language } of texts) parent.say({ language: language as SayLanguage }, text);
}

/** What music is while somebody is held, or alone in a conference. */
export function writeMusic(url: string): string {
  const response = new (sdk().twiml.VoiceResponse)();
  response.play({ loop: 0 }, url);
  return response.toString();
}

export function writeDigits(digits: string): string {
  const response = new (sdk().twiml.VoiceResponse)();
  response.play({ digits });
  return response.toString();
}

export function writeWords(spoken: Spoken): string {
  const response = new (sdk().twiml.VoiceResponse)();
  sayAll(response, [spoken]);
  return response.toString();
}

const LONGEST_OUTAGE = 24;

/** We cannot say what comes next: the caller waits a little, and it is asked again. Written without the database. */
export function writePatience({ addresses, tries }: { addresses: Addresses; tries: number }): string {
  const response = new (sdk().twiml.VoiceResponse)();
  if (tries >= LONGEST_OUTAGE) response.hangup();
  else {
    if (tries === 0) response.say('One moment, please.');
    response.pause({ length: 5 });
    response.redirect(addresses.ask('again', { tries: String(tries + 1) }));
  }
  return response.toString();
}

/** What an admin keeps at Twilio itself, as a TwiML Bin: it is there while nobody of us answers, and asks again until somebody does. */
export function writePatienceElsewhere(addresses: Addresses): string {
  const response = new (sdk().twiml.VoiceResponse)();
  response.pause({ length: 5 });
  response.redirect({ method: 'POST' }, addresses.ask('again'));
  return response.toString().replace(/^<\?xml[^>]*\?>/, '');
}

export const emptyResponse = (): string => new (sdk().twiml.VoiceResponse)().toString();

export function writeHangup(): string {
  const response = new (sdk().twiml.VoiceResponse)();
  response.hangup();
  return response.toString();
}
