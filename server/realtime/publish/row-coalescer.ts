/** At most one frame per room and interval: the first row at once, what follows within the interval together at its end. */
import type { ConversationRow } from '../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';

export interface RowCoalescer {
  touch(room: string, row: ConversationRow): void;
  /** A row that this room may not see any more is not told it again. */
  forget(room: string, id: ConversationId): void;
  stop(): void;
}

interface Slot {
  rows: Map<ConversationId, ConversationRow>;
  timer: NodeJS.Timeout;
}

export function createRowCoalescer(
  intervalMs: number,
  tell: (room: string, rows: ConversationRow[]) => void,
): RowCoalescer {
  const open = new Map<string, Slot>();

  function startInterval(room: string, rows: ConversationRow[]): void {
    open.set(room, { rows: new Map(), timer: setTimeout(() => endInterval(room), intervalMs) });
    tell(room, rows);
  }

  function endInterval(room: string): void {
    const slot = open.get(room);
    open.delete(room);
    if (slot && slot.rows.size > 0) startInterval(room, [...slot.rows.values()]);
  }

  return {
    touch(room, row) {
      const slot = open.get(room);
      if (!slot) {
        startInterval(room, [row]);
        return;
      }
      const { id } = row.conversation;
      const known = slot.rows.get(id);
      slot.rows.set(id, known ? newest(known, row) : row);
    },
    forget(room, id) {
      open.get(room)?.rows.delete(id);
    },
    stop() {
      for (const { timer } of open.values()) clearTimeout(timer);
      open.clear();
    },
  };
}

/** Entries and changes commit apart from each other: the state of the higher rev, with what the newer entry says. */
function newest(one: ConversationRow, other: ConversationRow): ConversationRow {
  const { conversation } = other.conversation.rev >= one.conversation.rev ? other : one;
  return { ...(other.head >= one.head ? other : one), conversation };
}
