/** Tells waiting visitors of this node how many are before them, when that number changes. */
import type { ConversationId, QueueId } from '../../shared/model/ids.ts';
import type { Log } from '../lib/log.ts';

export interface Waiting {
  conversationId: ConversationId;
  queueId: QueueId;
  /** where its visitor's sockets are */
  room: string;
}

export interface QueueWatch {
  /** This one waits; `told` is the place its visitor was already told, if any. */
  watch(waiting: Waiting, told?: number | null): void;
  moved(queueId: QueueId): void;
  stop(): void;
}

export interface QueueWatchDeps {
  intervalMs: number;
  ahead(conversationId: ConversationId): Promise<number | null>;
  isHere(room: string): boolean;
  tell(room: string, fact: { conversationId: ConversationId; ahead: number }): void;
  log: Log;
}

export function createQueueWatch(deps: QueueWatchDeps): QueueWatch {
  const watched = new Map<QueueId, Map<ConversationId, { waiting: Waiting; told: number | null }>>();
  const due = new Map<QueueId, NodeJS.Timeout>();

  async function look(queueId: QueueId): Promise<void> {
    due.delete(queueId);
    const those = watched.get(queueId);
    for (const [id, slot] of those ?? []) {
      const ahead = deps.isHere(slot.waiting.room) ? await deps.ahead(id) : null;
      if (ahead === null) {
        those?.delete(id);
      } else if (ahead !== slot.told) {
        slot.told = ahead;
        deps.tell(slot.waiting.room, { conversationId: id, ahead });
      }
    }
  }

  function schedule(queueId: QueueId): void {
    if (due.has(queueId) || !watched.get(queueId)?.size) return;
    const run = () =>
      look(queueId).catch((error: unknown) => deps.log.error({ err: error, queueId }, 'places could not be read'));
    due.set(queueId, setTimeout(run, deps.intervalMs).unref());
  }

  return {
    watch(waiting, told) {
      if (!deps.isHere(waiting.room)) return;
      const those = watched.get(waiting.queueId) ?? new Map();
      watched.set(waiting.queueId, those);
      const before = those.get(waiting.conversationId)?.told ?? null;
      those.set(waiting.conversationId, { waiting, told: told === undefined ? before : told });
      if (told === undefined) schedule(waiting.queueId);
    },
    moved: schedule,
    stop() {
      for (const timer of due.values()) clearTimeout(timer);
      due.clear();
      watched.clear();
    },
  };
}
