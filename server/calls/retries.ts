/** A callback that reached nobody is tried again by the number's policy, then given up, which is told. Pure. */
import type { CallId, Id } from '../../shared/model/ids.ts';
import { endingOf, say } from './change.ts';
import type { Call, CallWorld } from './model.ts';

const MINUTE_MS = 60_000;
/** Until a budget is looked at again. */
export const BUDGET_MS = 5 * MINUTE_MS;

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

/** Too much was dialled or spent: the same try, as soon as there may be room again. */
export function postpone(call: Call, world: CallWorld): Call {
  const attempt = (call.attempt ?? 1) - 1;
  return { ...call, attempt, retryId: world.nextLegId() as Id<string> as CallId, retryAt: world.now + BUDGET_MS };
}
