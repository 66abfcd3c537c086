/** Conversations by id: from memory where nobody else can have changed them, else from the database, many in one query. */
import type { ConversationId } from '../../shared/model/ids.ts';
import type { ConversationStore } from '../store/conversations.ts';
import type { Conversation } from './model.ts';
import type { Known, Recent } from './recent.ts';

export interface Knowledge {
  find(id: ConversationId): Promise<Conversation | null>;
  /** Where each log ends, as far as is known; a stale end is found out by the insert. */
  know(ids: readonly ConversationId[]): Promise<ReadonlyMap<ConversationId, Known>>;
  refresh(ids: readonly ConversationId[]): Promise<void>;
}

export function createKnowledge(
  conversations: Pick<ConversationStore, 'findMany'>,
  recent: Recent,
  alone: boolean,
): Knowledge {
  /** ids asked for in this turn of the event loop, and their common answer */
  let asked: { ids: Set<ConversationId>; answer: Promise<Map<ConversationId, Conversation>> } | null = null;

  function ask(id: ConversationId): Promise<Map<ConversationId, Conversation>> {
    if (asked === null) {
      const ids = new Set<ConversationId>();
      const answer = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        asked = null;
        return read([...ids]);
      });
      asked = { ids, answer };
    }
    asked.ids.add(id);
    return asked.answer;
  }

  async function read(ids: readonly ConversationId[]): Promise<Map<ConversationId, Conversation>> {
    const found = await conversations.findMany(ids);
    return new Map(found.map((conversation) => [conversation.id, recent.learn(conversation).conversation]));
  }

  return {
    async find(id) {
      const known = alone ? recent.get(id) : undefined;
      return known?.conversation ?? (await ask(id)).get(id) ?? null;
    },
    async know(ids) {
      const known = new Map<ConversationId, Known>();
      const missing: ConversationId[] = [];
      for (const id of ids) {
        const held = recent.get(id);
        if (held === undefined) missing.push(id);
        else known.set(id, held);
      }
      if (missing.length > 0) {
        for (const conversation of await conversations.findMany(missing)) {
          known.set(conversation.id, recent.learn(conversation));
        }
      }
      return known;
    },
    async refresh(ids) {
      await read(ids);
    },
  };
}
