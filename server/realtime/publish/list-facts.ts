/**
 * What changes in the lists, told to everybody of this node whose lists it is in: one frame per interval for all who see the same lists,
 * whatever changed and however many they are.
 */
import type { ConversationRow } from '../../../shared/model/conversation.ts';
import type { QueueId, UserId } from '../../../shared/model/ids.ts';
import type { ListCounts } from '../../../shared/model/list.ts';
import { agentRoom, queuesOfListsRoom, type UserViewer } from '../../accounts/scope.ts';
import type { Counters } from '../../lists/counters.ts';
import { type Moved, peopleOf } from '../../lists/tally.ts';
import { listRooms } from '../rooms.ts';
import type { ConsoleServer } from '../servers.ts';
import { createRowCoalescer } from './row-coalescer.ts';

/** A conversation's row, and the rooms that may not see it any more. */
export interface RowMove {
  row: ConversationRow;
  lost: string[];
}

export interface ListFacts {
  tell(move: RowMove): void;
  countsMoved(moved: Moved): void;
  stop(): void;
}

export interface ListFactsDeps {
  io: ConsoleServer;
  counters: Pick<Counters, 'of' | 'queue'>;
  rowIntervalMs: number;
  countIntervalMs: number;
}

export function createListFacts({ io, counters, rowIntervalMs, countIntervalMs }: ListFactsDeps): ListFacts {
  const { adapter, sockets } = io.of('/');
  /** rooms of lists with somebody of this node in them, and their queues; null: all */
  const listed = new Map<string, ReadonlySet<QueueId> | null>();
  /** the same the other way round, so that a row costs no more than the rooms that see it */
  const seenIn = new Map<QueueId | null, Set<string>>();
  const noteRoom = (room: string): void => {
    const queues = queuesOfListsRoom(room);
    if (queues === undefined) return;
    listed.set(room, queues);
    for (const id of queues ?? [null]) seenIn.set(id, (seenIn.get(id) ?? new Set()).add(room));
  };
  const dropRoom = (room: string): void => {
    const queues = listed.get(room);
    if (queues === undefined) return;
    for (const id of queues ?? [null]) {
      const rooms = seenIn.get(id);
      rooms?.delete(room);
      if (rooms?.size === 0) seenIn.delete(id);
    }
    listed.delete(room);
  };
  for (const room of adapter.rooms.keys()) noteRoom(room);
  adapter.on('create-room', noteRoom);
  adapter.on('delete-room', dropRoom);

  const rows = createRowCoalescer(rowIntervalMs, (rooms, some) => {
    const here = rooms.filter((room) => adapter.rooms.has(room));
    if (here.length > 0) io.local.to(here).emit('rows:changed', { rows: some });
  });
  const covers = (queues: ReadonlySet<QueueId> | null, queueId: QueueId): boolean =>
    queues === null || queues.has(queueId);

  function viewerIn(room: string): UserViewer | undefined {
    for (const id of adapter.rooms.get(room) ?? []) {
      const viewer: UserViewer | undefined = sockets.get(id)?.data.viewer;
      if (viewer) return viewer;
    }
    return undefined;
  }

  /** Owners and guests whose own lists do not hold its queue are told for themselves. */
  function roomsOf(row: ConversationRow): string[] {
    const rooms = [...(seenIn.get(null) ?? []), ...(seenIn.get(row.queueId) ?? [])];
    const { work, guestIds } = row.conversation;
    for (const userId of peopleOf({ ownerId: work?.ownerId ?? null, guestIds })) {
      const room = agentRoom(userId);
      const viewer = viewerIn(room);
      if (viewer && viewer.reach !== 'all' && !viewer.queueIds.includes(row.queueId)) rooms.push(room);
    }
    return rooms;
  }

  let dirtyQueues = new Set<QueueId>();
  let dirtyPeople = new Set<UserId>();
  let counting: NodeJS.Timeout | null = null;

  function tellCounts(): void {
    counting = null;
    const [queueIds, userIds] = [dirtyQueues, dirtyPeople];
    dirtyQueues = new Set();
    dirtyPeople = new Set();
    for (const [room, queues] of listed) {
      const moved = [...queueIds].filter((id) => covers(queues, id));
      if (moved.length === 0) continue;
      const counts: ListCounts['queues'] = Object.fromEntries(moved.map((id) => [id, counters.queue(id)]));
      io.local.to(room).emit('counts:changed', { queues: counts });
    }
    for (const userId of userIds) {
      const viewer = viewerIn(agentRoom(userId));
      if (!viewer) continue;
      const { own } = counters.of(userId, viewer.reach === 'all' ? null : viewer.queueIds);
      io.local.to(agentRoom(userId)).emit('counts:changed', { own });
    }
  }

  return {
    tell({ row, lost }) {
      const { id, work, guestIds } = row.conversation;
      if (lost.length > 0) {
        const still = listRooms({ queueId: row.queueId, work, guestIds });
        for (const room of lost) rows.forget(room, id);
        io.local.to(lost).except(still).emit('row:removed', { conversationId: id });
      }
      rows.touch(row, roomsOf(row));
    },
    countsMoved({ queueIds, userIds }) {
      for (const id of queueIds) dirtyQueues.add(id);
      for (const id of userIds) dirtyPeople.add(id);
      counting ??= setTimeout(tellCounts, countIntervalMs).unref();
    },
    stop() {
      adapter.off('create-room', noteRoom);
      adapter.off('delete-room', dropRoom);
      rows.stop();
      if (counting) clearTimeout(counting);
    },
  };
}
