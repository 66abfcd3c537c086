/** Several nodes as one: the socket.io adapter over redis streams, and the few messages that nodes tell each other. */
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { createClient } from 'redis';
import type { ServerOptions } from 'socket.io';
import type { QueueId, UserId } from '../../shared/model/ids.ts';
import type { Log } from '../lib/log.ts';
import type { AgentState } from '../routing/routing.ts';
import type { RowMove } from './publish/list-facts.ts';
import type { Waiting } from './queue-watch.ts';
import type { NodeViewers } from './viewers.ts';

/** What one node tells the others. */
export type BusMessage =
  | { type: 'viewer-changed'; userId: UserId }
  | { type: 'agent-changed'; state: AgentState }
  | { type: 'queue-moved'; queueId: QueueId }
  | { type: 'row-moved'; move: RowMove }
  | { type: 'catalogue-changed' }
  | { type: 'customer-waits'; waiting: Waiting }
  | { type: 'viewers'; said: NodeViewers };

export interface BusEvents {
  bus: (message: BusMessage) => void;
  /** how many sockets the asked node has in a room */
  count: (room: string, answer: (count: number) => void) => void;
}

export interface Cluster {
  console?: ServerOptions['adapter'];
  widget?: ServerOptions['adapter'];
  isShared: boolean;
  /** @throws when redis cannot be reached */
  start(): Promise<void>;
  stop(): void;
}

/** Without a redis url every node is alone and nothing is shared. */
export function joinCluster(url: string | undefined, log: Log): Cluster {
  if (url === undefined) return { isShared: false, start: () => Promise.resolve(), stop: () => undefined };
  // Without a queue a publish fails at once while redis is away, and the sockets of this node are still told.
  const client = createClient({ url, disableOfflineQueue: true });
  const { publish, duplicate } = client;
  Object.assign(client, {
    // The adapter lets these promises go; a refused one must not end the process.
    publish: (...args: Parameters<typeof publish>) => publish.apply(client, args).catch(() => 0),
    // Its readers ask again at once after a failure: with a queue they wait for the connection instead.
    duplicate: () => duplicate.call(client, { disableOfflineQueue: false }),
  });
  client.on('error', (error: unknown) =>
    log.warn({ err: error }, 'redis is away; other nodes catch up by the head beat'),
  );
  const adapterFor = (name: string) =>
    createAdapter(client, {
      streamName: `parley:${name}`,
      channelPrefix: `parley:${name}`,
      onlyPlaintext: true,
      maxLen: 10_000,
      blockTimeInMs: 1_000,
    }) as ServerOptions['adapter'];
  return {
    isShared: true,
    console: adapterFor('console'),
    widget: adapterFor('widget'),
    start: async () => void (await client.connect()),
    stop: () => client.destroy(),
  };
}

interface BusServer {
  on(event: 'bus', listener: BusEvents['bus']): unknown;
  on(event: 'count', listener: BusEvents['count']): unknown;
  serverSideEmit(event: 'bus', message: BusMessage): unknown;
  of(name: string): { adapter: BusAdapter };
}

interface BusAdapter {
  rooms: Map<string, Set<string>>;
  serverSideEmit(packet: unknown[]): unknown;
}

export interface Bus {
  /** Handled on this node at once and on the others soon. */
  tell(message: BusMessage): void;
  /** For what this node has handled itself. */
  tellOthers(message: BusMessage): void;
  /** Whether a room has a socket on any node; only ours are known when the others do not answer. */
  isAnywhere(room: string): Promise<boolean>;
}

/** One server carries the bus; rooms are counted on it. */
export function createBus(io: BusServer, isShared: boolean, handle: (message: BusMessage) => void): Bus {
  const here = (room: string): number => io.of('/').adapter.rooms.get(room)?.size ?? 0;

  /** @throws when redis is away */
  async function askOthers(room: string): Promise<boolean> {
    const counts = await new Promise<number[]>((resolve, reject) => {
      const answer = (_error: Error | null, given: number[] | undefined): void => resolve(given ?? []);
      Promise.resolve(io.of('/').adapter.serverSideEmit(['count', room, answer])).catch(reject);
    });
    return counts.some((count) => count > 0);
  }

  io.on('bus', handle);
  io.on('count', (room, answer) => answer(here(room)));
  return {
    tell(message) {
      handle(message);
      if (isShared) io.serverSideEmit('bus', message);
    },
    tellOthers(message) {
      if (isShared) io.serverSideEmit('bus', message);
    },
    async isAnywhere(room) {
      if (here(room) > 0) return true;
      return isShared && (await askOthers(room).catch(() => false));
    },
  };
}
