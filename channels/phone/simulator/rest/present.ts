/** The simulator's nouns as the REST API writes them: dates as RFC 2822, many numbers as text. */
import { rfc2822 } from '../dates.ts';
import { API_VERSION, durationOf } from '../engine/params.ts';
import type { Queue } from '../engine/queues.ts';
import type { Call, Conference, Message, Participant, PhoneNumber, Recording } from '../model.ts';

const date = (at: number | null): string | null => (at === null ? null : rfc2822(at));
const root = (account: string): string => `/2010-04-01/Accounts/${account}`;

export function presentCall(account: string, call: Call) {
  const uri = `${root(account)}/Calls/${call.sid}`;
  return {
    sid: call.sid,
    date_created: date(call.createdAt),
    date_updated: date(call.endedAt ?? call.answeredAt ?? call.createdAt),
    parent_call_sid: call.parentSid,
    account_sid: account,
    ...{ to: call.to, to_formatted: call.to, from: call.from, from_formatted: call.from },
    phone_number_sid: null,
    status: call.status === 'initiated' ? 'queued' : call.status,
    start_time: date(call.answeredAt ?? call.createdAt),
    end_time: date(call.endedAt),
    duration: call.endedAt === null ? null : String(durationOf(call)),
    ...{ price: null, price_unit: 'USD', answered_by: null, forwarded_from: null, group_sid: null },
    direction: call.direction,
    api_version: API_VERSION,
    ...{ caller_name: null, queue_time: '0', trunk_sid: null, annotation: null },
    uri: `${uri}.json`,
    subresource_uris: { recordings: `${uri}/Recordings.json`, notifications: `${uri}/Notifications.json` },
  };
}

export function presentConference(account: string, one: Conference) {
  const uri = `${root(account)}/Conferences/${one.sid}`;
  return {
    sid: one.sid,
    account_sid: account,
    friendly_name: one.friendlyName,
    status: one.status,
    region: 'us1',
    date_created: date(one.createdAt),
    date_updated: date(one.updatedAt),
    api_version: API_VERSION,
    reason_conference_ended: one.reasonEnded,
    call_sid_ending_conference: one.callSidEnding,
    uri: `${uri}.json`,
    subresource_uris: { participants: `${uri}/Participants.json`, recordings: `${uri}/Recordings.json` },
  };
}

export function presentParticipant(account: string, conference: Conference, one: Participant) {
  return {
    account_sid: account,
    call_sid: one.callSid,
    conference_sid: conference.sid,
    label: one.label,
    muted: one.muted,
    hold: one.hold,
    coaching: one.coaching,
    call_sid_to_coach: one.callSidToCoach,
    start_conference_on_enter: one.startOnEnter,
    end_conference_on_exit: one.endOnExit,
    status: one.status,
    queue_time: null,
    date_created: date(one.createdAt),
    date_updated: date(one.updatedAt),
    uri: `${root(account)}/Conferences/${conference.sid}/Participants/${one.callSid}.json`,
  };
}

export function presentRecording(account: string, one: Recording, url: string) {
  return {
    sid: one.sid,
    account_sid: account,
    api_version: API_VERSION,
    call_sid: one.callSid,
    conference_sid: one.conferenceSid,
    ...{ status: one.status, source: one.source, channels: one.channels, track: one.track },
    date_created: date(one.startedAt),
    date_updated: date(one.endedAt ?? one.startedAt),
    start_time: date(one.startedAt),
    duration: one.duration === null ? null : String(one.duration),
    ...{ price: null, price_unit: 'USD', error_code: null, encryption_details: null },
    uri: `${root(account)}/Recordings/${one.sid}.json`,
    media_url: url,
    subresource_uris: {},
  };
}

export function presentMessage(account: string, one: Message) {
  const uri = `${root(account)}/Messages/${one.sid}`;
  return {
    sid: one.sid,
    account_sid: account,
    api_version: API_VERSION,
    ...{ body: one.body, from: one.from, to: one.to, direction: one.direction, status: one.status },
    num_segments: String(Math.max(1, Math.ceil(one.body.length / 153))),
    num_media: String(one.media.length),
    error_code: one.errorCode,
    error_message: one.errorCode === null ? null : `Error ${one.errorCode}`,
    date_created: date(one.createdAt),
    date_updated: date(one.updatedAt),
    date_sent: date(one.sentAt),
    ...{ price: null, price_unit: 'USD', messaging_service_sid: null },
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  };
}

export function presentQueue(account: string, one: Queue) {
  return {
    sid: one.sid,
    account_sid: account,
    friendly_name: one.name,
    current_size: one.waiting.length,
    average_wait_time: 0,
    max_size: one.maxSize,
    date_created: date(one.createdAt),
    date_updated: date(one.updatedAt),
    uri: `${root(account)}/Queues/${one.sid}.json`,
  };
}

export function presentNumber(account: string, one: PhoneNumber) {
  return {
    sid: one.sid,
    account_sid: account,
    phone_number: one.number,
    friendly_name: one.friendlyName,
    voice_url: one.voiceUrl,
    voice_method: one.voiceMethod,
    voice_fallback_url: one.voiceFallbackUrl,
    voice_fallback_method: 'POST',
    status_callback: one.statusCallback,
    status_callback_method: 'POST',
    sms_url: one.smsUrl,
    sms_method: one.smsMethod,
    sms_fallback_url: one.smsFallbackUrl,
    sms_fallback_method: 'POST',
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    ...{ address_requirements: 'none', address_sid: null, api_version: API_VERSION, beta: false, origin: 'twilio' },
    date_created: date(one.createdAt),
    date_updated: date(one.updatedAt),
    uri: `${root(account)}/IncomingPhoneNumbers/${one.sid}.json`,
  };
}
