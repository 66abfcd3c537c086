/** Everybody who works here, asked for when a screen first needs them and kept up to date from then on. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Colleague } from '../../../shared/model/floor.ts';
import type { UserId } from '../../../shared/model/ids.ts';
import { createStore, type Store } from './store.ts';
import type { Transport } from './transport.ts';
import { useDesk } from './use-desk.ts';

/** null until they were first read */
export type ColleagueState = ReadonlyMap<UserId, Colleague> | null;

export interface ColleagueStore {
  store: Store<ColleagueState>;
  /** Asks for all of them; after a reconnect those who are shown are asked for again. */
  watch(): void;
}

/** Who left is taken out; what is older than what is known changes nothing. */
export function changeColleague(state: ColleagueState, id: UserId, colleague: Colleague | null): ColleagueState {
  if (state === null) return state;
  const known = state.get(id);
  if (colleague && known && known.rev > colleague.rev) return state;
  if (!colleague && !known) return state;
  const next = new Map(state);
  if (colleague) next.set(id, colleague);
  else next.delete(id);
  return next;
}

export function createColleagueStore(
  transport: Pick<Transport, 'ask' | 'on' | 'onConnect' | 'isConnected'>,
): ColleagueStore {
  const store = createStore<ColleagueState>(null);
  let isWatched = false;

  async function read(): Promise<void> {
    const answer = await transport.ask('colleagues:list', {});
    if (answer.ok) store.set(() => new Map(answer.value.map((colleague) => [colleague.id, colleague])));
  }

  transport.on('colleague:changed', ({ id, colleague }) => store.set((state) => changeColleague(state, id, colleague)));
  transport.onConnect(() => {
    if (isWatched) void read();
  });
  return {
    store,
    watch() {
      if (isWatched && store.get() !== null) return;
      isWatched = true;
      if (transport.isConnected()) void read();
    },
  };
}

const nobody: readonly Colleague[] = [];

/** Everybody enabled, by name; empty until they were first read. */
export function useColleagues(): readonly Colleague[] {
  const { store, watch } = useDesk().colleagues;
  const state = useSyncExternalStore(store.subscribe, store.get);
  useEffect(watch, [watch]);
  return useMemo(
    () => (state ? [...state.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1)) : nobody),
    [state],
  );
}
