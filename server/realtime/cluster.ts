/** Several nodes as one: the socket.io adapter over redis streams, and the few messages that nodes tell each other. */
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { createClient } from 'redis';
import type { ServerOptions } from 'socket.io';
import type { QueueId, UserId } from '../../shared/model/ids.ts';
import type { Log } from '../lib/log.ts';
import type { AgentState } from '../routing/routing.ts';
import type { Waiting } from './queue-watch.ts';

/** What one node tells the others. */
export type BusMessage =
  | { type: 'viewer-changed'; userId: UserId }
  | { type: 'agent-changed'; state: AgentState }
  | { type: 'queue-moved'; queueId: QueueId }
  | { type: 'customer-waits'; waiting: Waiting };

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
  serverSideEmit(event: 'count', room: string, answer: (error: Error | null, counts: number[]) => void): unknown;
  of(name: string): { adapter: { rooms: Map<string, Set<string>> } };
}

export interface Bus {
  /** Handled on this node at once and on the others soon. */
  tell(message: BusMessage): void;
  /** Sockets in a room over all nodes; only our own when the others do not answer. */
  count(room: string): Promise<number>;
}

/** One server carries the bus; rooms are counted on it. */
export function createBus(io: BusServer, isShared: boolean, handle: (message: BusMessage) => void): Bus {
  const here = (room: string): number => io.of('/').adapter.rooms.get(room)?.size ?? 0;
  io.on('bus', handle);
  io.on('count', (room, answer) => answer(here(room)));
  return {
    tell(message) {
      handle(message);
      if (isShared) io.serverSideEmit('bus', message);
    },
    count: (room) =>
      new Promise((resolve) => {
        if (!isShared) {
          resolve(here(room));
          return;
        }
        io.serverSideEmit('count', room, (_error, counts) => {
          resolve((counts ?? []).reduce((sum, count) => sum + count, here(room)));
        });
      }),
  };
}
