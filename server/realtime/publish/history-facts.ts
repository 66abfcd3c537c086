/** That the history of a customer has grown, told to whoever of this node follows it: a hint, upon which they read what they may. */
import type { ConversationRow } from '../../../shared/model/conversation.ts';
import { historyRoomsFor } from '../rooms.ts';
import type { ConsoleServer } from '../servers.ts';

export interface HistoryFacts {
  tell(row: ConversationRow): void;
  stop(): void;
}

/** One hint per interval, however much was written. */
export function createHistoryFacts(io: ConsoleServer, intervalMs: number): HistoryFacts {
  const { adapter } = io.of('/');
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | null = null;

  function tellAll(): void {
    timer = null;
    const rooms = [...waiting];
    waiting.clear();
    io.local.to(rooms).emit('history:grew', {});
  }

  return {
    tell(row) {
      const here = historyRoomsFor(row).filter((room) => adapter.rooms.has(room));
      if (here.length === 0) return;
      for (const room of here) waiting.add(room);
      timer ??= setTimeout(tellAll, intervalMs).unref();
    },
    stop() {
      if (timer) clearTimeout(timer);
    },
  };
}
