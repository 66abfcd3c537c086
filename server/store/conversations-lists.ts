/** The agents' lists over conversations: keyset pages by (lastAt, id), each part of a scope read by its own index and merged. */
import type mongoose from 'mongoose';
import type { ListView } from '../../shared/events.ts';
import type { UserId } from '../../shared/model/ids.ts';
import type { Conversation } from '../timeline/model.ts';
import type { ConversationScope } from '../timeline/timeline.ts';
import { type ConversationDocument, toConversation } from './conversations-document.ts';

export interface ListQuery {
  scope: ConversationScope;
  view: ListView;
  userId: UserId | null;
}

export interface ConversationLists {
  list(query: ListQuery & { cursor?: string; limit: number }): Promise<{
    conversations: Conversation[];
    next: string | null;
  }>;
  /** Exact up to 1000; where there are more it answers 1000. */
  count(query: ListQuery): Promise<number>;
}

type Filter = mongoose.mongo.Filter<ConversationDocument>;

const COUNTED = 1_000;

export function createConversationLists(
  conversations: mongoose.mongo.Collection<ConversationDocument>,
): ConversationLists {
  return {
    async list(query) {
      const place = query.cursor === undefined ? null : readCursor(query.cursor);
      const parts = await Promise.all(
        partsOf(query).map((filter) =>
          conversations
            .find(place === null ? filter : { $and: [filter, place] })
            .sort({ lastAt: -1, _id: -1 })
            .limit(query.limit + 1)
            .toArray(),
        ),
      );
      const merged = [...new Map(parts.flat().map((document) => [document._id, document])).values()].sort(newestFirst);
      const page = merged.slice(0, query.limit);
      const last = page.at(-1);
      return {
        conversations: page.map(toConversation),
        next: last !== undefined && merged.length > query.limit ? writeCursor(last) : null,
      };
    },
    async count(query) {
      const parts = disjoint(partsOf(query));
      const counts = await Promise.all(parts.map((filter) => conversations.countDocuments(filter, { limit: COUNTED })));
      return Math.min(
        COUNTED,
        counts.reduce((sum, count) => sum + count, 0),
      );
    },
  };
}

/** Each part is served by one index in list order, or is small. */
function partsOf({ scope, view, userId }: ListQuery): Filter[] {
  const scoped = scopeParts(scope);
  switch (view) {
    case 'all':
      return scoped;
    case 'mine':
      return userId === null ? [] : [{ 'work.ownerId': userId, status: 'open' }];
    case 'waiting': {
      const waiting: Filter = { status: 'open', 'work.state': { $in: ['waiting', 'offered'] } };
      return scope.kind === 'team' ? [{ ...waiting, queueId: { $in: [...scope.queueIds] } }] : merge(scoped, waiting);
    }
  }
}

function scopeParts(scope: ConversationScope): Filter[] {
  switch (scope.kind) {
    case 'all':
      return [{}];
    case 'visitor':
      return [{ identityId: { $in: [...scope.identityIds] }, inboxId: scope.inboxId }];
    case 'team':
      return [
        ...scope.queueIds.map((queueId): Filter => ({ queueId })),
        { 'work.ownerId': scope.userId, status: 'open' },
        { 'work.ownerId': scope.userId, status: 'closed' },
      ];
  }
}

function merge(parts: Filter[], filter: Filter): Filter[] {
  return parts.map((part) => ({ ...part, ...filter }));
}

/** An agent's own that lie in one of the counted queues are counted there. */
function disjoint(parts: Filter[]): Filter[] {
  const queues = parts.flatMap((part) => (typeof part.queueId === 'string' ? [part.queueId] : []));
  if (queues.length === 0) return parts;
  return parts.map((part) => ('work.ownerId' in part ? { ...part, queueId: { $nin: queues } } : part));
}

function newestFirst(a: ConversationDocument, b: ConversationDocument): number {
  return b.lastAt - a.lastAt || (a._id < b._id ? 1 : -1);
}

function writeCursor(document: ConversationDocument): string {
  return `${document.lastAt}.${document._id}`;
}

/** A cursor that nobody gave out starts at the top again. */
function readCursor(cursor: string): Filter | null {
  const [at, id] = cursor.split('.');
  const lastAt = Number(at);
  if (id === undefined || !Number.isSafeInteger(lastAt)) return null;
  return { $or: [{ lastAt: { $lt: lastAt } }, { lastAt, _id: { $lt: id as ConversationDocument['_id'] } }] };
}
