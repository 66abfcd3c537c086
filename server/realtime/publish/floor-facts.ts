/** Tells those who watch the floor what changes on it: at most one fact per interval and watcher, only what differs, nothing while nobody watches. */
import type { FloorChange, FloorSnapshot } from '../../../shared/model/floor.ts';
import type { QueueId } from '../../../shared/model/ids.ts';
import type { Floor } from '../../floor/floor.ts';
import { createInTurn } from '../../lib/in-turn.ts';
import type { Log } from '../../lib/log.ts';
import type { ConsoleSocket } from '../servers.ts';
import { changeBetween, type Picture, pictureOf } from './floor-diff.ts';

export interface FloorFacts {
  /** The picture of now; what changes of it is told from then on. */
  watch(socket: ConsoleSocket, from: number): Promise<FloorSnapshot>;
  leave(socket: Pick<ConsoleSocket, 'id'>): void;
  /** Something moved. */
  touch(): void;
  stop(): void;
}

export interface FloorFactsDeps {
  floor: Pick<Floor, 'scope' | 'snapshot'>;
  intervalMs: number;
  /** how late a change made through another node may be seen at the latest, and who waits past the target is late */
  beatMs: number;
  log: Log;
}

interface Watch {
  socket: ConsoleSocket;
  from: number;
  told: Picture;
}

export function createFloorFacts({ floor, intervalMs, beatMs, log }: FloorFactsDeps): FloorFacts {
  const watches = new Map<string, Watch>();
  const inTurn = createInTurn();
  let timer: NodeJS.Timeout | null = null;
  let nextAt = 0;

  /** Sooner if asked sooner; one timer, so that bursts become one round. */
  function schedule(ms: number): void {
    const at = performance.now() + ms;
    if (timer && nextAt <= at) return;
    if (timer) clearTimeout(timer);
    nextAt = at;
    timer = setTimeout(() => {
      timer = null;
      // Pictures are taken and told one after the other, so that none is told after a newer one.
      inTurn('floor', round)
        .catch((error: unknown) => log.warn({ err: error }, 'the floor was not told'))
        .finally(() => {
          if (watches.size > 0) schedule(beatMs);
        });
    }, ms).unref();
  }

  async function round(): Promise<void> {
    const pictures = new Map<string, Promise<Picture>>();
    for (const [id, watch] of [...watches]) {
      const queueIds = await reach(watch.socket);
      if (queueIds === null) {
        watches.delete(id);
        continue;
      }
      const key = `${watch.from}:${[...queueIds].sort().join()}`;
      const picture = pictures.get(key) ?? floor.snapshot(queueIds, watch.from).then(pictureOf);
      pictures.set(key, picture);
      tell(watch, await picture);
    }
  }

  function tell(watch: Watch, picture: Picture): void {
    const change: FloorChange | null = changeBetween(watch.told, picture);
    watch.told = picture;
    if (change) watch.socket.emit('floor:changed', change);
  }

  /** null: they may not look any more */
  async function reach(socket: ConsoleSocket): Promise<QueueId[] | null> {
    const { viewer } = socket.data;
    return viewer.permissions.includes('floor:see') && socket.connected ? floor.scope(viewer) : null;
  }

  return {
    watch(socket, from) {
      return inTurn('floor', async () => {
        const snapshot = await floor.snapshot(await floor.scope(socket.data.viewer), from);
        if (socket.connected) {
          watches.set(socket.id, { socket, from, told: pictureOf(snapshot) });
          schedule(beatMs);
        }
        return snapshot;
      });
    },
    leave: ({ id }) => void watches.delete(id),
    touch() {
      if (watches.size > 0) schedule(intervalMs);
    },
    stop() {
      watches.clear();
      if (timer) clearTimeout(timer);
    },
  };
}
