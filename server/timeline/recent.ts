/** Bounded memory of recently active conversations: their state, and where their log ends. */
import type { ConversationId } from '../../shared/model/ids.ts';
import { type Tip, tipOfConversation } from './derive.ts';
import type { Conversation } from './model.ts';

/** `tip` runs ahead of `conversation` while an entry is committed and its derived fields are still on their way. */
export interface Known {
  conversation: Conversation;
  tip: Tip;
}

export interface Recent {
  get(id: ConversationId): Known | undefined;
  /** Takes in a state read from the database; an older one than is known changes nothing. */
  learn(conversation: Conversation): Known;
  forget(id: ConversationId): void;
}

export function createRecent(capacity: number): Recent {
  const known = new Map<ConversationId, Known>();
  return {
    get(id) {
      const found = known.get(id);
      if (found === undefined) return undefined;
      // A Map keeps the order of insertion: taking it out and in again makes it the youngest.
      known.delete(id);
      known.set(id, found);
      return found;
    },
    learn(conversation) {
      const found = known.get(conversation.id);
      if (found !== undefined) {
        found.conversation = newer(found.conversation, conversation);
        return found;
      }
      const fresh = { conversation, tip: tipOfConversation(conversation) };
      known.set(conversation.id, fresh);
      if (known.size > capacity) {
        const [oldest] = known.keys();
        if (oldest !== undefined) known.delete(oldest);
      }
      return fresh;
    },
    forget(id) {
      known.delete(id);
    },
  };
}

/** The newer state by `rev`, with the derived fields of whichever saw more entries. */
function newer(held: Conversation, read: Conversation): Conversation {
  const state = read.rev > held.rev ? read : held;
  const { heads, tally, replyDue, lastAt, preview } = read.heads.agent > held.heads.agent ? read : held;
  // What was erased since is not shown on.
  const isErased = (read.erasedRev ?? 0) > (held.erasedRev ?? 0);
  return { ...state, heads, tally, replyDue, lastAt, preview: isErased ? read.preview : preview };
}
