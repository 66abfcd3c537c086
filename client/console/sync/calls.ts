/** The calls that go on and that one may see, and what is done with them; what follows comes as facts. */
import { useMemo, useSyncExternalStore } from 'react';
import type { z } from 'zod';
import type { Result } from '../../../shared/errors.ts';
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { CallGrant, CallRequests } from '../../../shared/events-calls.ts';
import type { CallListening, CallView } from '../../../shared/model/call.ts';
import type { CallId, ConversationId, UserId } from '../../../shared/model/ids.ts';
import type { PhoneMemory } from './phone-memory.ts';
import { createStore, type Store } from './store.ts';
import type { Transport } from './transport.ts';
import { useDesk } from './use-desk.ts';

export interface CallState {
  calls: ReadonlyMap<CallId, CallView>;
  /** this supervisor's own leg in a call of others */
  listening: CallListening | null;
  /** raised when the server was reached anew: devices ask for what they are granted */
  connections: number;
}

/** A line that this agent may be called on, and where it has a number, call from. */
export type DeskLine = Omit<CallGrant, 'grant'>;

export interface CallDesk {
  store: Store<CallState>;
  /** told by the phone when it was granted them */
  lines: Store<readonly DeskLine[]>;
  memory: PhoneMemory;
  listen(): void;
  ask<Name extends keyof CallRequests>(
    name: Name,
    payload: z.input<ConsoleRequests[Name]>,
  ): Promise<Result<ConsoleAnswers[Name]>>;
}

/** What is older than what is known changes nothing; what ended is told once more and then forgotten. */
export function changeCall(state: CallState, call: CallView): CallState {
  const known = state.calls.get(call.id);
  if (known && known.version >= call.version) return state;
  return { ...state, calls: new Map(state.calls).set(call.id, call) };
}

/** Calls that are over are kept for the timers of this page; far fewer than this matter. */
const KEPT = 200;

function adopt(state: CallState, { calls, listening }: ConsoleAnswers['calls:list']): CallState {
  const ended = [...state.calls.values()].filter(({ endedAt }) => endedAt !== null).slice(-KEPT);
  const next = new Map([...ended, ...calls].map((call) => [call.id, call]));
  for (const call of state.calls.values()) {
    const told = next.get(call.id);
    if (told && told.version < call.version) next.set(call.id, call);
  }
  return { calls: next, listening, connections: state.connections + 1 };
}

export function createCallDesk(
  transport: Pick<Transport, 'ask' | 'on'>,
  memory: PhoneMemory,
): CallDesk & { refresh(): Promise<void> } {
  const store = createStore<CallState>({ calls: new Map(), listening: null, connections: 0 });
  return {
    store,
    memory,
    lines: createStore<readonly DeskLine[]>([]),
    listen() {
      transport.on('call:changed', ({ call }) => store.set((state) => changeCall(state, call)));
      transport.on('call:listening', ({ listening }) => store.set((state) => ({ ...state, listening })));
    },
    async refresh() {
      const answer = await transport.ask('calls:list', {});
      if (answer.ok) store.set((state) => adopt(state, answer.value));
    },
    ask: (name, payload) => transport.ask(name, payload),
  };
}

/** Numbers that this agent may call from. */
export function useCallerIds(): (DeskLine & { number: string })[] {
  const { lines } = useDesk().calls;
  const all = useSyncExternalStore(lines.subscribe, lines.get);
  return useMemo(() => all.flatMap((line) => (line.number === null ? [] : [{ ...line, number: line.number }])), [all]);
}

export function useCallState(): CallState {
  const { store } = useDesk().calls;
  return useSyncExternalStore(store.subscribe, store.get);
}

/** The call of this conversation that goes on, if there is one. */
export function useLiveCall(id: ConversationId): CallView | null {
  const { calls } = useCallState();
  return useMemo(
    () => [...calls.values()].find((one) => one.conversationId === id && one.endedAt === null) ?? null,
    [calls, id],
  );
}

/** Takes part in it as one of its own; who supervises it does not. */
export const isParty = ({ parties }: CallView, me: UserId | undefined): boolean =>
  parties.some(({ userId, supervises }) => userId === me && supervises === null);

/** The call that somebody has, if they are in one. */
export function useCallOf(ownerId: UserId): CallView | null {
  const { calls } = useCallState();
  return useMemo(
    () => [...calls.values()].find((one) => one.ownerId === ownerId && one.endedAt === null) ?? null,
    [calls, ownerId],
  );
}

/** Those in which somebody takes part themselves. */
export const ownCalls = ({ calls }: CallState, me: UserId | undefined): CallView[] =>
  [...calls.values()].filter((call) => call.endedAt === null && isParty(call, me));
