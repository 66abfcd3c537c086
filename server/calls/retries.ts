/** A callback that reached nobody is tried again by the number's policy, then given up, which is told. Pure. */
import type { CallId, Id } from '../../shared/model/ids.ts';
import { endingOf, say } from './change.ts';
import type { Call, CallWorld } from './model.ts';

const MINUTE_MS = 60_000;

/** For a call whose other side has left, before it ends. */
export function planRetry(call: Call, world: CallWorld): Call {
  const { now, policy } = world;
  const wasRung = call.callbackOf !== null && call.customer.legId !== null && call.customer.joinedAt === null;
  if (!wasRung || call.callbackId !== null) return call;
  const { attempts: of, minutesBetween } = policy.callbacks;
  const attempt = call.attempt ?? 1;
  const ending = endingOf(call);
  if (ending !== 'busy' && ending !== 'no-answer' && ending !== 'unreachable') return call;
  if (attempt >= of) return say(call, now, { what: 'callback-tried', attempt, of, ending, nextAt: null });
  const nextAt = now + minutesBetween * MINUTE_MS;
  const told = say(call, now, { what: 'callback-tried', attempt, of, ending, nextAt });
  return { ...told, retryId: world.nextLegId() as Id<string> as CallId, retryAt: nextAt };
}
