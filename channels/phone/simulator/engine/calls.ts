/** Calls as a state machine: begun, rung, answered, over; each change is told once, in order, to whoever asked for it. */
import type { Call, Callback, CallEnding, CallStatus } from '../model.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { World } from '../world.ts';
import type { Endpoint, Lines } from './lines.ts';
import { callParams, statusParams } from './params.ts';

/** A call and what goes on in it. */
export interface Leg {
  call: Call;
  endpoint: Endpoint | null;
  /** told when a document cannot be had */
  fallbackUrl: string | null;
  onDigit: Set<(digit: string) => void>;
  onEnd: Set<(ending: CallEnding) => void>;
  /** ends what is being carried out */
  stopRun: (() => void) | null;
}

export interface NewCall {
  from: string;
  to: string;
  direction: Call['direction'];
  parentSid?: string;
  callback?: Callback | null;
  timeout?: number;
  params?: Record<string, string>;
  stirVerstat?: string;
  fallbackUrl?: string | null;
}

export interface Calls {
  leg(sid: string): Leg | null;
  /** Somebody calls in: answered by the first document that does not refuse. */
  arrive(call: NewCall, endpoint: Endpoint): Leg;
  /** Rings somebody. `answered` is told once they take it; how it ended, to `onEnd` of the leg. */
  dial(call: NewCall, answered: (leg: Leg) => void): Leg;
  /** the callee takes it, or the first document does for an inbound call */
  answer(sid: string): void;
  /** Over, for whatever reason; again changes nothing. */
  end(sid: string, ending: CallEnding): void;
  press(sid: string, digits: string): void;
}

const DEFAULT_TIMEOUT = 60;
const terminal: readonly CallStatus[] = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];
export const isOver = ({ status }: Call): boolean => terminal.includes(status);

export function createCalls(world: World, webhooks: Webhooks, lines: Lines): Calls {
  const { clock, calls } = world;
  const legs = new Map<string, Leg>();
  const answers = new Map<string, (leg: Leg) => void>();
  const unring = new Map<string, () => void>();

  function make(from: NewCall, status: CallStatus): Leg {
    const call: Call = {
      sid: world.sid('CA'),
      parentSid: from.parentSid ?? null,
      ...{ from: from.from, to: from.to, direction: from.direction, status },
      createdAt: clock.now(),
      answeredAt: null,
      endedAt: null,
      callback: from.callback ?? null,
      sequence: 0,
      timeout: from.timeout ?? DEFAULT_TIMEOUT,
      params: from.params ?? {},
      ...(from.stirVerstat !== undefined && { stirVerstat: from.stirVerstat }),
    };
    const leg: Leg = {
      ...{ call, endpoint: null, onDigit: new Set(), onEnd: new Set(), stopRun: null },
      fallbackUrl: from.fallbackUrl ?? null,
    };
    calls.set(call.sid, call);
    legs.set(call.sid, leg);
    return leg;
  }

  function change(call: Call, status: CallStatus) {
    call.status = status;
    world.tell({ type: 'call', call: { ...call } });
    const { callback } = call;
    // `answered` is what `in-progress` is called when it is asked for; every end is `completed`.
    const event = status === 'in-progress' ? 'answered' : isOver(call) ? 'completed' : status;
    if (!callback?.events.has(event)) return;
    const params = { ...callParams(world, call), ...statusParams(call, clock.now()) };
    call.sequence += 1;
    webhooks.tell(callback.url, callback.method, params);
  }

  function answer(sid: string) {
    const leg = legs.get(sid);
    if (!leg || isOver(leg.call) || leg.call.answeredAt !== null) return;
    unring.get(sid)?.();
    unring.delete(sid);
    leg.call.answeredAt = clock.now();
    change(leg.call, 'in-progress');
    const told = answers.get(sid);
    answers.delete(sid);
    told?.(leg);
  }

  function end(sid: string, ending: CallEnding) {
    const leg = legs.get(sid);
    if (!leg || isOver(leg.call)) return;
    const { call } = leg;
    unring.get(sid)?.();
    unring.delete(sid);
    answers.delete(sid);
    call.endedAt = clock.now();
    // What it was in hears of it before its end is told.
    call.status = ending;
    leg.stopRun?.();
    leg.stopRun = null;
    for (const told of [...leg.onEnd]) told(ending);
    world.media.remove(sid);
    if (leg.endpoint) call.answeredAt === null ? leg.endpoint.cancel(call) : leg.endpoint.end(call);
    change(call, ending);
  }

  return {
    leg: (sid) => legs.get(sid) ?? null,
    arrive(from, endpoint) {
      const leg = make(from, 'ringing');
      leg.endpoint = endpoint;
      world.tell({ type: 'call', call: { ...leg.call } });
      return leg;
    },
    dial(from, answered) {
      const leg = make(from, 'queued');
      const { call } = leg;
      answers.set(call.sid, answered);
      const ring = () => {
        if (isOver(call)) return;
        change(call, 'initiated');
        leg.endpoint = lines.find(call.to);
        // A browser that is not there cannot be rung; a telephone nobody has just rings.
        if (!leg.endpoint && call.to.startsWith('client:')) return end(call.sid, 'no-answer');
        change(call, 'ringing');
        leg.endpoint?.ring(call);
        if (!isOver(call) && call.answeredAt === null) {
          unring.set(
            call.sid,
            clock.after(call.timeout * 1_000, () => end(call.sid, 'no-answer')),
          );
        }
      };
      unring.set(call.sid, clock.after(0, ring));
      return leg;
    },
    answer,
    end,
    press(sid, digits) {
      const leg = legs.get(sid);
      if (!leg || isOver(leg.call)) return;
      for (const digit of digits) {
        if (!/[0-9*#]/.test(digit)) continue;
        for (const told of [...leg.onDigit]) told(digit);
      }
    },
  };
}
