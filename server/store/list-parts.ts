/** Which conversations a list holds, as filters that each are served by an index in list order, or are small. */
import type mongoose from 'mongoose';
import type { SettledFilter } from '../../shared/list-filter.ts';
import type { QueueId, UserId } from '../../shared/model/ids.ts';
import type { ListSort, ListView } from '../../shared/model/list.ts';
import type { Conversation } from '../timeline/model.ts';
import type { ConversationScope } from '../timeline/timeline.ts';
import type { ConversationDocument } from './conversations-document.ts';

export interface ListQuery {
  scope: ConversationScope;
  view: ListView;
  userId: UserId | null;
  /** default: newest */
  sort?: ListSort;
  filter?: SettledFilter;
}

export type Filter = mongoose.mongo.Filter<ConversationDocument>;
type Status = ConversationDocument['status'];

const both: readonly Status[] = ['open', 'closed'];
/** Queues that one query merges in list order: times both statuses and four priorities, MongoDB and the embedded store both still merge them. */
const TOGETHER = 8;

export function partsOf({ scope, view, userId, filter = {} }: ListQuery): Filter[] {
  const statuses = filter.status === undefined ? both : [filter.status];
  if (typeof view === 'object') {
    if (scope.kind === 'team' && !scope.queueIds.includes(view.queueId)) return [];
    if (scope.kind === 'visitor') return [];
    return [{ queueId: view.queueId, status: oneOf(statuses) }];
  }
  switch (view) {
    case 'all':
      // Of one owner there are few open ones, found among all of theirs.
      if (filter.ownerId !== undefined && filter.ownerId !== 'nobody' && filter.status === 'open') {
        return ownedParts(scope, filter.ownerId);
      }
      if (scope.kind === 'all' && (filter.queueId ?? filter.queueIds) !== undefined) {
        const wanted = filter.queueId === undefined ? (filter.queueIds ?? []) : [filter.queueId];
        return inQueues(wanted, { status: oneOf(statuses) });
      }
      return scopeParts(scope, statuses);
    case 'mine':
      if (userId === null || filter.status === 'closed') return [];
      return [{ 'work.ownerId': userId, status: 'open' }];
    case 'waiting':
      return narrow(scope, { status: 'open', 'work.state': { $in: ['waiting', 'offered'] } });
    case 'snoozed':
      return [
        ...narrow(scope, { status: 'open', 'snooze.until': { $gt: 0 } }),
        ...(scope.kind === 'team'
          ? elsewhere(scope.userId, scope.queueIds, ['open']).map((part) => ({ ...part, 'snooze.until': { $gt: 0 } }))
          : []),
      ];
  }
}

function oneOf<T>(values: readonly T[]): T | { $in: T[] } {
  const [only] = values;
  return only !== undefined && values.length === 1 ? only : { $in: [...values] };
}

/** The same conditions in each of these queues: few queries, since each answers a whole page of which most is thrown away. */
function inQueues(queueIds: readonly QueueId[], filter: Filter): Filter[] {
  const ids = [...new Set(queueIds)].sort();
  const parts: Filter[] = [];
  for (let at = 0; at < ids.length; at += TOGETHER) {
    parts.push({ ...filter, queueId: oneOf(ids.slice(at, at + TOGETHER)) } as Filter);
  }
  return parts;
}

function scopeParts(scope: ConversationScope, statuses: readonly Status[]): Filter[] {
  switch (scope.kind) {
    case 'all':
      return [{ status: oneOf(statuses) }];
    case 'visitor':
      return [{ identityId: { $in: [...scope.identityIds] }, inboxId: scope.inboxId }];
    case 'team':
      return [
        ...inQueues(scope.queueIds, { status: oneOf(statuses) }),
        ...elsewhere(scope.userId, scope.queueIds, statuses),
        // A guest's are few, wherever they lie; those that also stand in another part are taken once.
        { guestIds: scope.userId, ...(statuses.length === 1 && { status: statuses[0] }) },
      ];
  }
}

/** The same conditions in each queue of a team, or everywhere. */
function narrow(scope: ConversationScope, filter: Filter): Filter[] {
  switch (scope.kind) {
    case 'all':
      return [filter];
    case 'visitor':
      return scopeParts(scope, both).map((part) => ({ ...part, ...filter }));
    case 'team':
      return inQueues(scope.queueIds, filter);
  }
}

function ownedParts(scope: ConversationScope, ownerId: UserId): Filter[] {
  const owned: Filter = { 'work.ownerId': ownerId, status: 'open' };
  if (scope.kind !== 'team') return scope.kind === 'all' ? [owned] : [];
  const parts = inQueues(scope.queueIds, owned);
  if (ownerId === scope.userId) return [...parts, ...elsewhere(ownerId, scope.queueIds, ['open'])];
  return [...parts, { guestIds: scope.userId, status: 'open' }];
}

/**
 * What an agent owns in other queues than these. Of what is closed that is ranges between them: few, and found without touching what lies inside.
 * What is open and theirs is little altogether; what also stands in another part is taken once.
 */
export function elsewhere(userId: UserId, queueIds: readonly QueueId[], statuses: readonly Status[]): Filter[] {
  return statuses.flatMap((status) =>
    status === 'open' ? [{ 'work.ownerId': userId, status }] : between(userId, queueIds, status),
  );
}

function between(userId: UserId, queueIds: readonly QueueId[], status: Status): Filter[] {
  const bounds = [undefined, ...[...new Set(queueIds)].sort(), undefined];
  return bounds.slice(1).map((to, index): Filter => {
    const from = bounds[index];
    const range = { ...(from && { $gt: from }), ...(to && { $lt: to }) };
    const queueId = Object.keys(range).length === 0 ? null : { queueId: range };
    return { 'work.ownerId': userId, status, ...queueId };
  });
}

/** The same decision as `partsOf` for one conversation, but for the filter. */
export function holds({ scope, view, userId }: ListQuery, conversation: Conversation): boolean {
  const { queueId, status, work, snooze } = conversation;
  if (typeof view === 'object') return queueId === view.queueId && isInScope(scope, conversation);
  switch (view) {
    case 'all':
      return isInScope(scope, conversation);
    case 'mine':
      return userId !== null && status === 'open' && work?.ownerId === userId;
    case 'waiting':
      return (
        status === 'open' &&
        (work?.state === 'waiting' || work?.state === 'offered') &&
        (scope.kind === 'team' ? scope.queueIds.includes(queueId) : isInScope(scope, conversation))
      );
    case 'snoozed': {
      const isOwn = scope.kind === 'team' && (scope.queueIds.includes(queueId) || work?.ownerId === scope.userId);
      return status === 'open' && snooze !== null && (scope.kind === 'team' ? isOwn : isInScope(scope, conversation));
    }
  }
}

function isInScope(scope: ConversationScope, { queueId, work, guestIds, identityId, inboxId }: Conversation): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'visitor':
      return scope.inboxId === inboxId && scope.identityIds.includes(identityId);
    case 'team':
      return scope.queueIds.includes(queueId) || work?.ownerId === scope.userId || guestIds.includes(scope.userId);
  }
}
