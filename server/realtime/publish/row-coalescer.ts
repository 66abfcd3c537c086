/** At most one frame per room and interval: rows that change close together are told together, and rooms that are told the same are told at once. */
import type { ConversationRow } from '../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';

export interface RowCoalescer {
  /** These rooms see the row; a room that waited for an earlier state of it and is not among them is told nothing of it. */
  touch(row: ConversationRow, rooms: readonly string[]): void;
  /** A row that this room may not see any more is not told it again. */
  forget(room: string, id: ConversationId): void;
  stop(): void;
}

interface Waiting {
  row: ConversationRow;
  rooms: Set<string>;
}

/** Long enough for the entry and the change of state that one action makes to be told together. */
const LEAD_MS = 15;

/** `tell` is given rooms that see the same rows, so that what it tells is encoded once for all of them. */
export function createRowCoalescer(
  intervalMs: number,
  tell: (rooms: string[], rows: ConversationRow[]) => void,
): RowCoalescer {
  let waiting = new Map<ConversationId, Waiting>();
  let timer: NodeJS.Timeout | null = null;
  let toldAt = Number.NEGATIVE_INFINITY;

  function tellAll(): void {
    timer = null;
    const those = waiting;
    waiting = new Map();
    for (const { rooms, rows } of audiencesOf(those.values())) tell(rooms, rows);
    // The interval begins when all are told: what takes long is not told oftener for it.
    toldAt = performance.now();
  }

  return {
    touch(row, rooms) {
      const { id, rev } = row.conversation;
      const known = waiting.get(id);
      if (!known) {
        if (rooms.length === 0) return;
        waiting.set(id, { row, rooms: new Set(rooms) });
      } else {
        if (rev >= known.row.conversation.rev) known.rooms = new Set(rooms);
        known.row = newest(known.row, row);
      }
      timer ??= setTimeout(tellAll, Math.max(LEAD_MS, toldAt + intervalMs - performance.now()));
    },
    forget(room, id) {
      waiting.get(id)?.rooms.delete(room);
    },
    stop() {
      if (timer) clearTimeout(timer);
      waiting.clear();
    },
  };
}

/** Rooms with the same rows, together. */
function audiencesOf(waiting: Iterable<Waiting>): Iterable<{ rooms: string[]; rows: ConversationRow[] }> {
  const perRoom = new Map<string, ConversationRow[]>();
  for (const { row, rooms } of waiting) {
    for (const room of rooms) {
      const rows = perRoom.get(room);
      if (rows) rows.push(row);
      else perRoom.set(room, [row]);
    }
  }
  const audiences = new Map<string, { rooms: string[]; rows: ConversationRow[] }>();
  for (const [room, rows] of perRoom) {
    const key = rows.map(({ conversation }) => conversation.id).join();
    const audience = audiences.get(key);
    if (audience) audience.rooms.push(room);
    else audiences.set(key, { rooms: [room], rows });
  }
  return audiences.values();
}

/** Entries and changes commit apart from each other: the state of the higher rev, with what the newer entry says. */
function newest(one: ConversationRow, other: ConversationRow): ConversationRow {
  const { conversation } = other.conversation.rev >= one.conversation.rev ? other : one;
  return { ...(other.head >= one.head ? other : one), conversation };
}
