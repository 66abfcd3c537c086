/** The fields that webhooks about calls carry (https://www.twilio.com/docs/voice/twiml). */
import { rfc2822 } from '../dates.ts';
import type { Call } from '../model.ts';
import type { World } from '../world.ts';

export const API_VERSION = '2010-04-01';

export function callParams({ account }: Pick<World, 'account'>, call: Call): Record<string, string> {
  return {
    CallSid: call.sid,
    AccountSid: account.sid,
    From: call.from,
    To: call.to,
    Caller: call.from,
    Called: call.to,
    CallStatus: call.status,
    ApiVersion: API_VERSION,
    Direction: call.direction,
    ...(call.parentSid && { ParentCallSid: call.parentSid }),
    ...(call.stirVerstat && { StirVerstat: call.stirVerstat }),
    // What a browser says of its call are fields of their own.
    ...(call.direction === 'inbound' ? call.params : {}),
  };
}

/** Beside those above, of a status callback. */
export function statusParams(call: Call, now: number): Record<string, string> {
  return {
    SequenceNumber: String(call.sequence),
    Timestamp: rfc2822(now),
    CallbackSource: 'call-progress-events',
    ...(call.endedAt !== null && {
      CallDuration: String(durationOf(call)),
      Duration: String(Math.ceil(durationOf(call) / 60)),
    }),
  };
}

/** Seconds that it was answered. */
export function durationOf({ answeredAt, endedAt }: Call): number {
  return answeredAt === null || endedAt === null ? 0 : Math.round((endedAt - answeredAt) / 1_000);
}
