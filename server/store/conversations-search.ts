/** Finds conversations by their customer's name or address, or by their number; always within a scope, always by an index. */
import type mongoose from 'mongoose';
import type { Likeness } from '../../channels/channel.ts';
import type { IdentityId } from '../../shared/model/ids.ts';
import type { Conversation } from '../timeline/model.ts';
import type { ConversationScope } from '../timeline/timeline.ts';
import { type ConversationDocument, toConversation } from './conversations-document.ts';
import { elsewhere, type Filter } from './list-parts.ts';

export interface SearchQuery {
  scope: ConversationScope;
  limit: number;
}

export interface ConversationSearch {
  /** Whose customer has, for each word, a key that begins with it; what was said last comes first. */
  findByWords(words: readonly string[], query: SearchQuery): Promise<Conversation[]>;
  /** Of these addresses; what was said last comes first. */
  findOfIdentities(ids: readonly IdentityId[], query: SearchQuery): Promise<Conversation[]>;
  /** That carry one of these; what was said last comes first. */
  findAlike(
    alike: readonly Likeness[],
    query: { status?: Conversation['status']; limit: number },
  ): Promise<Conversation[]>;
  /** Numbers that begin with these digits; the whole number first. */
  findByNumber(digits: string, query: SearchQuery): Promise<Conversation[]>;
}

/** Of what one word finds in a part of the scope, so many are looked at. */
const LOOKED_AT = 200;
const LONGEST_NUMBER = 9;

export function createConversationSearch(
  conversations: mongoose.mongo.Collection<ConversationDocument>,
): ConversationSearch {
  const newestFirst = (a: ConversationDocument, b: ConversationDocument): number =>
    b.lastAt - a.lastAt || (a._id < b._id ? 1 : -1);

  async function read(filters: Filter[]): Promise<ConversationDocument[]> {
    const found = await Promise.all(filters.map((filter) => conversations.find(filter).limit(LOOKED_AT).toArray()));
    return [...new Map(found.flat().map((document) => [document._id, document])).values()];
  }

  return {
    async findByWords(words, { scope, limit }) {
      // The longest word is found by the index: it leaves the fewest to look at.
      const [longest] = [...words].sort((a, b) => b.length - a.length);
      if (longest === undefined) return [];
      const searchKeys = { $regex: `^${literal(longest)}` };
      const found = await read(inScope(scope).map((part) => ({ ...part, searchKeys }) as Filter));
      return found
        .filter(({ searchKeys: keys }) => words.every((word) => keys.some((key) => key.startsWith(word))))
        .sort(newestFirst)
        .slice(0, limit)
        .map(toConversation);
    },
    async findOfIdentities(ids, { scope, limit }) {
      if (ids.length === 0) return [];
      const found = await read([{ identityId: { $in: [...ids] } } as Filter]);
      return found
        .filter((document) => isInScope(scope, document))
        .sort(newestFirst)
        .slice(0, limit)
        .map(toConversation);
    },
    async findAlike(alike, { status, limit }) {
      if (alike.length === 0) return [];
      const found = await read(alike.map((one) => ({ alike: one, ...(status && { status }) }) as Filter));
      return found.sort(newestFirst).slice(0, limit).map(toConversation);
    },
    async findByNumber(digits, { scope, limit }) {
      if (!/^[1-9]\d*$/.test(digits) || digits.length > LONGEST_NUMBER) return [];
      const filters: Filter[] = [];
      for (let zeros = 0; digits.length + zeros <= LONGEST_NUMBER; zeros += 1) {
        const from = Number(digits) * 10 ** zeros;
        filters.push({ number: { $gte: from, $lt: from + 10 ** zeros } });
      }
      const found = (await read(filters)).filter((document) => isInScope(scope, document));
      return found
        .sort((a, b) => a.number - b.number)
        .slice(0, limit)
        .map(toConversation);
    },
  };
}

/** Parts of a scope by which the index of keys can be asked. */
function inScope(scope: ConversationScope): Filter[] {
  switch (scope.kind) {
    case 'all':
      return [{}];
    case 'visitor':
      return [];
    case 'team':
      return [
        ...scope.queueIds.map((queueId): Filter => ({ queueId })),
        ...elsewhere(scope.userId, scope.queueIds, ['open', 'closed']),
        { guestIds: scope.userId },
      ];
  }
}

function isInScope(scope: ConversationScope, { queueId, work, guestIds }: ConversationDocument): boolean {
  if (scope.kind !== 'team') return scope.kind === 'all';
  return scope.queueIds.includes(queueId) || work?.ownerId === scope.userId || guestIds.includes(scope.userId);
}

const literal = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
