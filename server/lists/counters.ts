/** Keeps the counters of the lists: counted once at the start, moved by what the timeline tells, looked over from time to time. */
import type { ConversationId, QueueId, UserId } from '../../shared/model/ids.ts';
import type { ListCounts, QueueCounts } from '../../shared/model/list.ts';
import type { ConversationLists, CountedConversation } from '../store/conversations-lists.ts';
import type { Conversation, TimelineFact } from '../timeline/model.ts';
import { countsFor, createTally, type Moved, placeOf } from './tally.ts';
import { createViewCounts, type ViewCounts } from './view-counts.ts';

export interface Counters {
  /** What this node committed. */
  hear(facts: readonly TimelineFact[]): void;
  /** What another node did. */
  put(conversation: CountedConversation): void;
  /** @param queueIds of whoever asks; null: all */
  of(userId: UserId, queueIds: readonly QueueId[] | null): ListCounts;
  queue(id: QueueId): QueueCounts;
  /** Counts anew and puts right what differs; answers how many conversations did. None, unless somebody's news were lost. */
  reconcile(): Promise<number>;
  /** of lists that are narrowed down */
  views: Pick<ViewCounts, 'watch' | 'leave' | 'of' | 'tick' | 'listen'>;
  /** The one listener for what moved. */
  listen(moved: (moved: Moved) => void): void;
}

export function createCounters(conversations: Pick<ConversationLists, 'allOpen' | 'counted'>): Counters {
  const tally = createTally();
  let tell: (moved: Moved) => void = () => undefined;

  const views = createViewCounts();

  function put(conversation: CountedConversation): boolean {
    const moved = tally.put(placeOf(conversation));
    if (tally.get(conversation.id)) views.put(conversation);
    else views.drop(conversation.id);
    if (moved) tell(moved);
    return moved !== null;
  }

  function hear(fact: TimelineFact): void {
    switch (fact.type) {
      case 'opened':
        put(countedOf(fact.conversation));
        break;
      case 'conversation':
        put(countedOf(fact.after));
        break;
      // An entry moves no conversation to another list, but for those that are narrowed down by what entries say.
      case 'entry':
        if (tally.get(fact.conversation.id) && !views.said(fact.conversation)) views.put(countedOf(fact.conversation));
        break;
    }
  }

  /** What was open and is not among the open ones: over since, or gone altogether. */
  async function lookAfter(missing: readonly ConversationId[]): Promise<number> {
    let mended = 0;
    for (let from = 0; from < missing.length; from += 500) {
      const ids = missing.slice(from, from + 500);
      const found = new Map((await conversations.counted(ids)).map((one) => [one.id, one]));
      for (const id of ids) mended += Number(putOrDrop(id, found.get(id)));
    }
    return mended;
  }

  function putOrDrop(id: ConversationId, found: CountedConversation | undefined): boolean {
    if (found) return put(found);
    views.drop(id);
    const moved = tally.drop(id);
    if (moved) tell(moved);
    return moved !== null;
  }

  return {
    hear: (facts) => facts.forEach(hear),
    put: (conversation) => void put(conversation),
    views,
    of: (userId, queueIds) => countsFor(tally, userId, queueIds),
    queue: tally.queue,
    async reconcile() {
      const found = await conversations.allOpen();
      const open = new Set(found.map(({ id }) => id));
      let mended = 0;
      for (const one of found) mended += Number(put(one));
      return mended + (await lookAfter([...tally.openIds()].filter((id) => !open.has(id))));
    },
    listen(moved) {
      tell = moved;
    },
  };
}

const countedOf = (conversation: Conversation): CountedConversation => ({
  ...conversation,
  head: conversation.heads.agent,
});
