/** Tells each page the counters of the lists that it has in front of it: at most once per interval, and only when one is another. */
import type { ListCount } from '../../../shared/events-list.ts';
import { countIn, isOfOpenOnly } from '../../../shared/list-counts.ts';
import { type FilterReader, settleFilter } from '../../../shared/list-filter.ts';
import type { ListFilter, ListView } from '../../../shared/model/list.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Counters } from '../../lists/counters.ts';
import type { ConsoleSocket } from '../servers.ts';

export interface WatchedList {
  view: ListView;
  filter: ListFilter;
}

export interface ViewFacts {
  /** Their counters now; what changes of them is told from then on, and nothing more of those watched before. */
  watch(socket: ConsoleSocket, lists: readonly WatchedList[]): Promise<{ counts: ListCount[] }>;
  leave(socket: Pick<ConsoleSocket, 'id'>): void;
  stop(): void;
}

export interface ViewFactsDeps {
  counters: Pick<Counters, 'views'>;
  directory: { queues(): Promise<FilterReader['queues']> };
  clock: Clock;
  countIntervalMs: number;
}

interface Watch {
  socket: ConsoleSocket;
  /** `name`: of its filter among those that are counted; null where nothing is */
  lists: { view: ListView; name: string | null }[];
  told: ListCount[];
}

export function createViewFacts({ counters: { views }, directory, clock, countIntervalMs }: ViewFactsDeps): ViewFacts {
  const watches = new Map<string, Watch>();
  let moved = new Set<string>();
  let timer: NodeJS.Timeout | null = null;

  function countsOf({ socket, lists }: Pick<Watch, 'socket' | 'lists'>): ListCount[] {
    const { userId, reach, queueIds } = socket.data.viewer;
    return lists.map(({ view, name }) => {
      const counts = name === null ? null : views.of(name, userId, reach === 'all' ? null : queueIds);
      return counts && countIn(counts, view);
    });
  }

  function tell(): void {
    timer = null;
    const names = moved;
    moved = new Set();
    for (const watch of watches.values()) {
      if (!watch.lists.some(({ name }) => name !== null && names.has(name))) continue;
      const counts = countsOf(watch);
      if (counts.every((count, at) => count === watch.told[at])) continue;
      watch.told = counts;
      watch.socket.emit('lists:counted', { counts });
    }
  }

  function leave({ id }: Pick<ConsoleSocket, 'id'>): void {
    for (const { name } of watches.get(id)?.lists ?? []) if (name !== null) views.leave(name);
    watches.delete(id);
  }

  views.listen((name) => {
    moved.add(name);
    timer ??= setTimeout(tell, countIntervalMs).unref();
  });

  return {
    async watch(socket, asked) {
      const queues = await directory.queues();
      const me = socket.data.viewer.userId;
      const lists = asked.map(({ view, filter }) => {
        if (!isOfOpenOnly(view, filter)) return { view, name: null };
        const name = nameOf(filter, me);
        views.watch(name, filter, () => settleFilter(filter, { me, now: clock.now(), queues }));
        return { view, name };
      });
      const counts = countsOf({ socket, lists });
      leave(socket);
      if (socket.connected) watches.set(socket.id, { socket, lists, told: counts });
      else for (const { name } of lists) if (name !== null) views.leave(name);
      return { counts };
    },
    leave,
    stop() {
      if (timer) clearTimeout(timer);
      for (const { socket } of [...watches.values()]) leave(socket);
    },
  };
}

/** The same for everybody who asks for the same; another for each where it is about themselves. */
function nameOf(filter: ListFilter, me: string): string {
  const { ownerId, ...rest } = filter;
  const parts = Object.entries(rest).filter(([, value]) => value !== undefined);
  return JSON.stringify([ownerId === 'me' ? me : (ownerId ?? null), parts.sort()]);
}
