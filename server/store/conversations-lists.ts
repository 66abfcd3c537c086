/** The agents' lists over conversations: keyset pages in one of several orders, each part of a scope read by its own index and merged. */
import type mongoose from 'mongoose';
import { type FilteredPlace, type FilteredState, passesFilter } from '../../shared/list-filter.ts';
import type { ConversationId, UserId } from '../../shared/model/ids.ts';
import type { Conversation } from '../timeline/model.ts';
import { type ConversationDocument, toConversation } from './conversations-document.ts';
import { after, compareIn, type ListPlace, placeOf, readCursor, stretchesOf, writeCursor } from './list-order.ts';
import { layOver } from './list-overlay.ts';
import { type Filter, type ListQuery, partsOf } from './list-parts.ts';

/** What a counter must know of a conversation. */
export interface CountedConversation extends FilteredState, FilteredPlace {
  id: ConversationId;
  rev: number;
  /** seq of its newest entry */
  head: number;
  guestIds: readonly UserId[];
}

export interface ConversationLists {
  /**
   * A page may hold fewer than `limit`, or none, though there are more: a filter that few pass is looked through in bounded steps.
   * `behind`: conversations that are further than the database knows.
   */
  list(query: ListQuery & { cursor?: string; limit: number; behind?: readonly Conversation[] }): Promise<{
    conversations: Conversation[];
    next: string | null;
  }>;
  /** Everything that is not over. */
  allOpen(): Promise<CountedConversation[]>;
  counted(ids: readonly ConversationId[]): Promise<CountedConversation[]>;
}

/** What has a tag, by what was said last. */
export const tagOrder = { tagIds: 1, status: 1, lastAt: -1, _id: -1 } as const;

/** So many are looked at for one page, at most about. */
const LOOKED_AT = 1_000;
const counted = {
  ...{ rev: 1, queueId: 1, status: 1, guestIds: 1, snooze: 1, tagIds: 1, priority: 1, inboxId: 1, channel: 1 },
  ...{ number: 1, createdAt: 1, lastAt: 1, 'work.state': 1, 'work.ownerId': 1, 'work.enqueuedAt': 1 },
  ...{
    'context.language': 1,
    'customer.traits': 1,
    'tally.customer': 1,
    'tally.files': 1,
    'marks.teamRead.tally.customer': 1,
  },
  ...{ 'heads.agent': 1, 'outcome.dispositionId': 1, erasedFiles: 1 },
};

interface Chunk {
  documents: ConversationDocument[];
  isEnd: boolean;
}

export function createConversationLists(
  conversations: mongoose.mongo.Collection<ConversationDocument>,
): ConversationLists {
  type Sort = NonNullable<ListQuery['sort']>;

  /** The next `size` of all parts, in order; parts may share conversations. */
  async function readChunk(
    parts: Filter[],
    { sort, view, hint }: { sort: Sort; view: ListQuery['view']; hint: typeof tagOrder | null },
    from: ListPlace | null,
    size: number,
  ): Promise<Chunk> {
    const documents: ConversationDocument[] = [];
    for (const { rank, filter, sort: order } of stretchesOf(sort, view, from)) {
      const left = size - documents.length;
      const found = await Promise.all(
        parts.map((part) =>
          conversations
            .find({ ...part, ...filter, ...(from?.rank === rank && after(sort, from)) } as Filter, hint ? { hint } : {})
            .sort(order)
            .limit(left)
            .toArray(),
        ),
      );
      const merged = found.length === 1 ? (found[0] ?? []) : mergeSorted(found, sort);
      documents.push(...merged.slice(0, left));
      if (documents.length >= size) return { documents, isEnd: false };
    }
    return { documents, isEnd: true };
  }

  function mergeSorted(found: ConversationDocument[][], sort: Sort): ConversationDocument[] {
    const unique = new Map(found.flat().map((document) => [document._id, document]));
    return [...unique.values()].sort(compareIn(sort));
  }

  return {
    async list({ limit, cursor, sort = 'newest', filter = {}, behind = [], ...query }) {
      const order: Sort = sort === 'wakes' && query.view !== 'snoozed' ? 'newest' : sort;
      // Of one tag there are few, and they lie together; named, because a queue's index looks as good and is full of others.
      const hint = filter.tagId !== undefined && (order === 'newest' || order === 'oldest') ? tagOrder : null;
      const parts = partsOf({ ...query, filter }).map(
        (part) => (hint ? { ...part, tagIds: filter.tagId } : part) as Filter,
      );
      if (parts.length === 0) return { conversations: [], next: null };
      const page: ConversationDocument[] = [];
      let place = readCursor(order, cursor);
      const overlay = layOver(behind, { ...query, filter }, order, place);
      let looked = 0;
      let isEnd = false;
      while (page.length <= limit && !isEnd && looked < LOOKED_AT) {
        // Those of the overlay may be among what is read, and are then left out there.
        const size = looked === 0 ? limit + 1 + Math.min(overlay.size, limit) : 4 * limit;
        const chunk = await readChunk(parts, { sort: order, view: query.view, hint }, place, size);
        looked += chunk.documents.length;
        isEnd = chunk.isEnd;
        const last = chunk.documents.at(-1);
        if (last !== undefined) place = placeOf(order, last);
        const passing = chunk.documents.filter((document) => passesFilter(filter, document, document));
        page.push(...overlay.merge(passing, isEnd ? null : place));
      }
      const shown = page.slice(0, limit);
      const end = shown.at(-1);
      const goesOn = page.length > limit && end !== undefined ? placeOf(order, end) : isEnd ? null : place;
      return { conversations: shown.map(toConversation), next: goesOn && writeCursor(order, goesOn) };
    },
    allOpen: () => readCounted({ status: 'open' }),
    counted: (ids) => readCounted({ _id: { $in: [...ids] } }),
  };

  async function readCounted(filter: Filter): Promise<CountedConversation[]> {
    const found = await conversations.find(filter, { projection: counted }).toArray();
    return found.map(({ _id, heads, ...rest }) => ({ ...rest, id: _id, head: heads.agent }));
  }
}
