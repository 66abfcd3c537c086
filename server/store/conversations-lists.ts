/** The agents' lists over conversations: keyset pages by (lastAt, id), each part of a scope read by its own index and merged. */
import type mongoose from 'mongoose';
import type { ListView } from '../../shared/events.ts';
import type { QueueId, UserId } from '../../shared/model/ids.ts';
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
      const counts = await Promise.all(
        partsOf(query).map((filter) => conversations.countDocuments(filter, { limit: COUNTED })),
      );
      return Math.min(
        COUNTED,
        counts.reduce((sum, count) => sum + count, 0),
      );
    },
  };
}

/** Parts have nothing in common; each is served by one index in list order, or is small. */
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
      return [...scope.queueIds.map((queueId): Filter => ({ queueId })), ...elsewhere(scope.userId, scope.queueIds)];
  }
}

function merge(parts: Filter[], filter: Filter): Filter[] {
  return parts.map((part) => ({ ...part, ...filter }));
}

/** What an agent owns in other queues than these, as ranges between them: few, and found without touching what lies inside. */
function elsewhere(userId: UserId, queueIds: readonly QueueId[]): Filter[] {
  const bounds = [undefined, ...[...new Set(queueIds)].sort(), undefined];
  return bounds.slice(1).flatMap((to, index) => {
    const from = bounds[index];
    const range = { ...(from && { $gt: from }), ...(to && { $lt: to }) };
    const queueId = Object.keys(range).length === 0 ? null : { queueId: range };
    return (['open', 'closed'] as const).map((status): Filter => ({ 'work.ownerId': userId, status, ...queueId }));
  });
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
