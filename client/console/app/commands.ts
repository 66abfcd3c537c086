/** The one list of what can be done now: features put their commands in, menu, keys and the sheet of shortcuts read it. */
import { createContext, use, useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { createStore, type Store } from '../sync/store.ts';
import type { Keys } from './keys.ts';

export const commandGroups = ['here', 'conversations', 'go', 'settings'] as const;
export type CommandGroup = (typeof commandGroups)[number];

export interface Command {
  /** unique, such as 'work.close'; of two with one id the later stands */
  id: string;
  /** in the agent's language: verb and object */
  label: string;
  /** see app/keys.ts; single keys fire only while nobody writes */
  keys?: Keys;
  group: CommandGroup;
  /** what it does to whom, in a few words: "closes for everyone, a reply reopens it" */
  effect?: string;
  /** what else it is found by, such as its name in another language */
  also?: readonly string[];
  /** false: not now; it is then only in the sheet of shortcuts */
  isOn?: boolean;
  /** the feature listens to these keys itself (Enter in the composer); they are only shown */
  isOwnKey?: boolean;
  run(): void;
}

export interface CommandRegistry {
  store: Store<readonly Command[]>;
  /** What one component offers; replaces what it offered before. */
  put(owner: object, commands: readonly Command[]): void;
  drop(owner: object): void;
}

export function createCommandRegistry(): CommandRegistry {
  const owners = new Map<object, readonly Command[]>();
  const store = createStore<readonly Command[]>([]);
  const collect = (): void => {
    const byId = new Map([...owners.values()].flat().map((command) => [command.id, command]));
    store.set(() => [...byId.values()]);
  };
  return {
    store,
    put(owner, commands) {
      if (describe(owners.get(owner) ?? []) === describe(commands)) return;
      owners.set(owner, commands);
      collect();
    },
    drop(owner) {
      if (owners.delete(owner)) collect();
    },
  };
}

/** Everything but what it runs, which may be another function at every render. */
const describe = (commands: readonly Command[]): string => JSON.stringify(commands);

export const CommandsContext = createContext<CommandRegistry | null>(null);

interface Offered {
  commands: readonly Command[];
}

/** Offers these commands while the component is there; the array may be built anew at every render. */
export function useCommands(commands: readonly Command[]): void {
  const registry = use(CommandsContext);
  const [offered] = useState<Offered>(() => ({ commands: [] }));
  useLayoutEffect(() => {
    offered.commands = commands;
    registry?.put(
      offered,
      commands.map((command) => ({
        ...command,
        run: () => offered.commands.find((one) => one.id === command.id)?.run(),
      })),
    );
  });
  useEffect(() => () => registry?.drop(offered), [registry, offered]);
}

/** All commands of all features, in the order they were first offered. */
export function useAllCommands(): readonly Command[] {
  const registry = use(CommandsContext);
  if (!registry) throw new Error('used outside the shell');
  return useSyncExternalStore(registry.store.subscribe, registry.store.get);
}
