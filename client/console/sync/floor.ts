/** The floor as this console watches it: the picture, what changes of it, and what those who run it may do. */
import { useEffect, useSyncExternalStore } from 'react';
import type { z } from 'zod';
import type { Result } from '../../../shared/errors.ts';
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { FloorChange, FloorSnapshot } from '../../../shared/model/floor.ts';
import type { ConversationId, UserId } from '../../../shared/model/ids.ts';
import { createStore, type Store } from './store.ts';
import type { Transport } from './transport.ts';
import { useDesk } from './use-desk.ts';

export interface FloorState {
  status: 'idle' | 'loading' | 'ready' | 'refused';
  snapshot: FloorSnapshot | null;
}

type Payload<Name extends keyof ConsoleRequests> = z.input<ConsoleRequests[Name]>;
/** What may be done to others from the floor. */
export type FloorAct =
  | 'work:give'
  | 'work:take'
  | 'work:transfer'
  | 'work:prioritise'
  | 'presence:force'
  | 'hand:lower'
  | 'floor:look';

export interface FloorDesk {
  store: Store<FloorState>;
  /** Begins to watch, or watches from another time on; answers how to leave. */
  watch(from: number): () => void;
  act<Name extends FloorAct>(name: Name, payload: Payload<Name>): Promise<Result<ConsoleAnswers[Name]>>;
  /** A private note that asks for the owner's attention. */
  whisper(conversationId: ConversationId, to: UserId | null, text: string): Promise<Result<ConsoleAnswers['note:add']>>;
}

/** Replaces what has the same id, adds what is new, drops what is gone. */
export function changeFloor(snapshot: FloorSnapshot, change: FloorChange): FloorSnapshot {
  const intervalId = ({ queueId, start }: { queueId: string; start: number }) => `${queueId}:${start}`;
  return {
    ...snapshot,
    now: change.now,
    recentFrom: change.recentFrom,
    queues: merge(snapshot.queues, change.queues, ({ id }) => id, change.goneQueues),
    agents: merge(snapshot.agents, change.agents, ({ id }) => id, change.goneAgents),
    hands: change.hands ?? snapshot.hands,
    intervals: merge(snapshot.intervals, change.intervals, intervalId, []).filter((one) =>
      change.goneQueues.every((id) => id !== one.queueId),
    ),
  };
}

function merge<T>(before: T[], changed: readonly T[], idOf: (one: T) => string, gone: readonly string[]): T[] {
  if (changed.length === 0 && gone.length === 0) return before;
  const all = new Map(before.map((one) => [idOf(one), one]));
  for (const one of changed) all.set(idOf(one), one);
  for (const id of gone) all.delete(id);
  return [...all.values()];
}

export function createFloorDesk(
  transport: Pick<Transport, 'ask' | 'on' | 'onConnect' | 'isConnected'>,
  newClientId: () => string,
): FloorDesk {
  const store = createStore<FloorState>({ status: 'idle', snapshot: null });
  let watched: number | null = null;

  async function read(from: number): Promise<void> {
    const answer = await transport.ask('floor:watch', { from });
    if (watched !== from) return;
    if (answer.ok) store.set(() => ({ status: 'ready', snapshot: answer.value }));
    else if (answer.error.code === 'forbidden') store.set(() => ({ status: 'refused', snapshot: null }));
  }

  transport.on('floor:changed', (change) =>
    store.set((state) => (state.snapshot ? { ...state, snapshot: changeFloor(state.snapshot, change) } : state)),
  );
  transport.onConnect(() => {
    if (watched !== null) void read(watched);
  });

  return {
    store,
    watch(from) {
      watched = from;
      store.set((state) => (state.snapshot ? state : { status: 'loading', snapshot: null }));
      if (transport.isConnected()) void read(from);
      return () => {
        if (watched !== from) return;
        watched = null;
        store.set(() => ({ status: 'idle', snapshot: null }));
        void transport.ask('floor:leave', {});
      };
    },
    act: (name, payload) => transport.ask(name, payload),
    whisper: (conversationId, to, text) =>
      transport.ask('note:add', { conversationId, clientId: newClientId(), text, mentions: to ? [to] : [] }),
  };
}

/** Watches as long as it is shown; `from` as in `floor:watch`. */
export function useFloor(from: number): FloorState {
  const { floor } = useDesk();
  useEffect(() => floor.watch(from), [floor, from]);
  return useSyncExternalStore(floor.store.subscribe, floor.store.get);
}
