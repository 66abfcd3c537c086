/** At most one row per conversation and interval: the first at once, what follows within the interval as one at its end. */
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { Conversation } from '../../timeline/model.ts';

export interface RowCoalescer {
  touch(conversation: Conversation): void;
  stop(): void;
}

export function createRowCoalescer(intervalMs: number, tell: (conversation: Conversation) => void): RowCoalescer {
  const open = new Map<ConversationId, { latest: Conversation; isDirty: boolean; timer: NodeJS.Timeout }>();

  function startInterval(conversation: Conversation): void {
    const timer = setTimeout(() => endInterval(conversation.id), intervalMs);
    open.set(conversation.id, { latest: conversation, isDirty: false, timer });
    tell(conversation);
  }

  function endInterval(id: ConversationId): void {
    const slot = open.get(id);
    open.delete(id);
    if (slot?.isDirty) startInterval(slot.latest);
  }

  return {
    touch(conversation) {
      const slot = open.get(conversation.id);
      if (!slot) {
        startInterval(conversation);
        return;
      }
      slot.latest = newest(slot.latest, conversation);
      slot.isDirty = true;
    },
    stop() {
      for (const { timer } of open.values()) clearTimeout(timer);
      open.clear();
    },
  };
}

/** Entries and changes commit apart from each other: the state of the higher rev, with what the newer entry says. */
function newest(one: Conversation, other: Conversation): Conversation {
  const state = other.rev >= one.rev ? other : one;
  const said = other.heads.agent >= one.heads.agent ? other : one;
  return { ...state, heads: said.heads, tally: said.tally, preview: said.preview, lastAt: said.lastAt };
}
