/** Counters of lists that are narrowed down, of those that are in front of somebody: told by the server as they change. */
import type { ListCount } from '../../../shared/events-list.ts';
import { limits } from '../../../shared/limits.ts';
import { createStore, type Store } from './store.ts';
import type { Transport } from './transport.ts';
import { keyOf, type ListChoice, toWire } from './views.ts';

/** How many there are; `isMore`: at least so many. */
export interface Counted {
  count: number;
  isMore: boolean;
}

export interface ViewCounts {
  /** by `keyOf` of their choice */
  store: Store<Readonly<Record<string, Counted>>>;
  /** Counts these from now on. Answers how to stop. */
  follow(choices: readonly ListChoice[]): () => void;
  listen(): void;
  /** after every connect */
  refresh(): void;
}

export function createViewCounts(transport: Pick<Transport, 'ask' | 'on'>): ViewCounts {
  const store: ViewCounts['store'] = createStore<Readonly<Record<string, Counted>>>({});
  const followers = new Set<readonly ListChoice[]>();
  /** as the server was last asked */
  let watched: readonly ListChoice[] = [];
  let isAsking = false;

  function wanted(): ListChoice[] {
    const all = [...followers].flat();
    return [...new Map(all.map((choice) => [keyOf(choice), choice])).values()].slice(0, limits.listsWatched);
  }

  const namesOf = (choices: readonly ListChoice[]): string => choices.map(keyOf).join('\n');

  function put(choices: readonly ListChoice[], counts: readonly ListCount[]): void {
    const told = choices.flatMap((choice, at) => {
      const count = counts[at];
      return count == null ? [] : [[keyOf(choice), { count, isMore: false }] as const];
    });
    store.set((known) => ({ ...known, ...Object.fromEntries(told) }));
  }

  /** What reaches into what is over is counted once, as far as it is worth it. */
  async function countOnce(choice: ListChoice): Promise<void> {
    const { view, filter } = choice;
    const answer = await transport.ask('list:count', { view: toWire(view), filter });
    if (answer.ok) store.set((known) => ({ ...known, [keyOf(choice)]: answer.value }));
  }

  async function ask(): Promise<void> {
    isAsking = false;
    const lists = wanted();
    if (namesOf(lists) === namesOf(watched)) return;
    watched = lists;
    const answer = await transport.ask('list:watch', {
      lists: lists.map(({ view, filter }) => ({ view: toWire(view), filter })),
    });
    if (watched !== lists) return;
    if (!answer.ok) {
      watched = [];
      return;
    }
    put(lists, answer.value.counts);
    for (const [at, choice] of lists.entries()) if (answer.value.counts[at] === null) void countOnce(choice);
  }

  /** Several that come and go together are asked for once. */
  function askSoon(): void {
    if (isAsking) return;
    isAsking = true;
    queueMicrotask(() => void ask());
  }

  return {
    store,
    follow(choices) {
      followers.add(choices);
      askSoon();
      return () => {
        followers.delete(choices);
        askSoon();
      };
    },
    listen() {
      transport.on('lists:counted', ({ counts }) => {
        if (counts.length === watched.length) put(watched, counts);
      });
    },
    refresh() {
      watched = [];
      askSoon();
    },
  };
}
