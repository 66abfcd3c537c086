/** Turns a table of handlers into listeners: validate, limit, authorise, call, acknowledge. Nothing thrown leaves this file. */
import type { z } from 'zod';
import { fail, type Result, succeed } from '../../shared/errors.ts';
import type { ConversationId } from '../../shared/model/ids.ts';
import type { Viewer } from '../accounts/scope.ts';
import type { Log } from '../lib/log.ts';
import type { Conversation } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { findVisible, requireAllowed } from './guard/membership.ts';
import { presentError } from './guard/wire-error.ts';
import type { UnderWay } from './under-way.ts';

type Schemas = Record<string, z.ZodType>;

/** What a handler is given: who asks, what they ask, and the conversation they named, already authorised. */
export interface Call<V extends Viewer, Payload, Socket> {
  viewer: V;
  payload: Payload;
  socket: Socket;
  conversation: Payload extends { conversationId: ConversationId } ? Conversation : null;
}

export type Handlers<V extends Viewer, Requests extends Schemas, Answers extends Record<keyof Requests, unknown>, S> = {
  [Name in keyof Requests]: (call: Call<V, z.output<Requests[Name]>, S>) => Promise<Answers[Name]>;
};

/** The least a socket must offer; `data.viewer` is read at every call because rights change while it is connected. */
export interface BindableSocket<V> {
  id: string;
  data: { viewer: V };
}

export type RequestKind = 'message' | 'typing' | 'other';

export interface Binding<
  V extends Viewer,
  Requests extends Schemas,
  Answers extends Record<keyof Requests, unknown>,
  S,
> {
  requests: Requests;
  handlers: Handlers<V, Requests, Answers, S>;
  timeline: Pick<Timeline, 'find'>;
  /** @throws AppError `rate_limited` */
  limit(viewer: V, kind: RequestKind, socket: S): Promise<void>;
  /** an event name that does not exist */
  countUnknown(socket: S): void;
  underWay: UnderWay;
  log: Log;
}

type AnyHandler<V, S> = (call: {
  viewer: V;
  payload: unknown;
  socket: S;
  conversation: Conversation | null;
}) => Promise<unknown>;

const messages = new Set(['message:send', 'note:add', 'conversation:start', 'message:leave']);
/** what adds an entry to a timeline costs as much as a message */
const writes = new Set([
  ...messages,
  'address:code',
  'address:prove',
  'conversation:merge',
  'conversation:rate',
  'conversation:reopen',
  'conversation:tell-apart',
  'customer:address-add',
  'customer:merge',
  'customer:unmerge',
  'entries:move',
  'entries:move-back',
  'guest:ask',
  'hand:raise',
  'work:prioritise',
  'work:recall',
  'work:snooze',
  'work:tag',
  'work:transfer',
  'call:dial',
  'call:start',
  'call:transfer',
  'call:add',
]);

/** What listens to any event of a socket, as its method: one function for all sockets of a gateway, since one each would take a KB of each. */
export type Listener<S> = (this: S, event: string, ...args: unknown[]) => void;

export function bindRequests<
  V extends Viewer,
  Requests extends Schemas,
  Answers extends Record<keyof Requests, unknown>,
  S extends BindableSocket<V>,
>(binding: Binding<V, Requests, Answers, S>): Listener<S> {
  const handlers = binding.handlers as unknown as Record<string, AnyHandler<V, S>>;
  /** sends of one socket run one after the other, so that they keep the order they were made in; the last of those under way */
  const sends = new Map<S, Promise<unknown>>();

  async function answer(socket: S, event: string, handler: AnyHandler<V, S>, input: unknown): Promise<Result<unknown>> {
    try {
      const { viewer } = socket.data;
      await binding.limit(viewer, kindOf(event), socket);
      const payload: unknown = binding.requests[event]?.parse(input);
      const id = conversationOf(payload);
      const conversation = id === null ? null : await findVisible(binding.timeline, viewer, id);
      if (conversation !== null) requireAllowed(event, viewer, conversation, payload);
      return succeed(await handler({ viewer, payload, socket, conversation }));
    } catch (error) {
      return fail(presentError(error, binding.log, event));
    }
  }

  function inTurn(socket: S, run: () => Promise<unknown>): Promise<unknown> {
    const done = (sends.get(socket) ?? Promise.resolve()).then(run);
    const settled: Promise<unknown> = done
      .catch(() => undefined)
      .then(() => {
        if (sends.get(socket) === settled) sends.delete(socket);
      });
    sends.set(socket, settled);
    return done;
  }

  return function listen(event, ...args) {
    const handler = Object.hasOwn(handlers, event) ? handlers[event] : undefined;
    if (!handler) {
      binding.countUnknown(this);
      return;
    }
    const last = args.at(-1);
    const acknowledge = typeof last === 'function' ? (last as (result: Result<unknown>) => void) : () => undefined;
    const input = typeof args[0] === 'function' ? undefined : args[0];
    const run = () => answer(this, event, handler, input).then(acknowledge);
    const done = messages.has(event) ? inTurn(this, run) : run();
    binding.underWay
      .add(done)
      .catch((error: unknown) => binding.log.error({ err: error, event }, 'an acknowledgement could not be sent'));
  };
}

function kindOf(event: string): RequestKind {
  if (writes.has(event)) return 'message';
  return event === 'typing:set' ? 'typing' : 'other';
}

function conversationOf(payload: unknown): ConversationId | null {
  if (typeof payload !== 'object' || payload === null || !('conversationId' in payload)) return null;
  return payload.conversationId as ConversationId;
}
