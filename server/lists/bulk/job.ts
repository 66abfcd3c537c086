/** A job as it is kept: every conversation of it with what it was before, so that a restart goes on and an undo knows where to go back to. Pure. */
import type { ErrorCode } from '../../../shared/errors.ts';
import type { BulkAction, BulkJob, BulkState } from '../../../shared/model/bulk.ts';
import { isOver, type Priority } from '../../../shared/model/conversation.ts';
import type { ConversationId, QueueId, TagId, UserId } from '../../../shared/model/ids.ts';
import type { Conversation } from '../../timeline/model.ts';

/** What an action may change, as it was. */
export interface Before {
  isOpen: boolean;
  ownerId: UserId | null;
  queueId: QueueId;
  tagIds: TagId[];
  priority: Priority;
  snoozedUntil: number | null;
}

/**
 * `todo` → `begun`, once what it was is kept → `done`, `same` when it was that way already, or `refused`. Taken back: `undone`; `stayed` when
 * somebody has changed it since.
 */
export interface JobItem {
  id: ConversationId;
  step: 'todo' | 'begun' | 'done' | 'same' | 'refused' | 'undone' | 'stayed';
  before: Before | null;
  code?: ErrorCode;
}

export interface JobRecord {
  userId: UserId;
  clientId: string;
  action: BulkAction;
  state: BulkState;
  /** ms since 1970 */
  at: number;
  items: JobItem[];
}

export function newJob(
  userId: UserId,
  clientId: string,
  action: BulkAction,
  ids: readonly ConversationId[],
  at: number,
): JobRecord {
  const items = [...new Set(ids)].map((id): JobItem => ({ id, step: 'todo', before: null }));
  return { userId, clientId, action, state: 'running', at, items };
}

export function presentJob({ clientId, action, state, at, items }: JobRecord): BulkJob {
  const count = (step: JobItem['step']) => items.filter((item) => item.step === step).length;
  const done = count('done');
  return {
    ...{ clientId, action, state, at, total: items.length, done, same: count('same') },
    refused: items.flatMap(({ id, step, code }) =>
      (step === 'refused' || step === 'stayed') && code !== undefined ? [{ id, code }] : [],
    ),
    canUndo: done > 0,
  };
}

export function isSameJob(record: JobRecord, action: BulkAction, ids: readonly ConversationId[]): boolean {
  const known = record.items.map(({ id }) => id);
  return JSON.stringify([record.action, known]) === JSON.stringify([action, [...new Set(ids)]]);
}

export function beforeOf({ work, queueId, tagIds, priority, snooze, status }: Conversation): Before {
  return {
    isOpen: status === 'open' && !(work && isOver(work.state)),
    ownerId: work?.ownerId ?? null,
    ...{ queueId, tagIds, priority, snoozedUntil: snooze?.until ?? null },
  };
}

/** Whether a conversation is already as the action would make it. */
export function isAlready(action: BulkAction, present: Before): boolean {
  switch (action.kind) {
    case 'close':
      return !present.isOpen;
    case 'reopen':
      return present.isOpen;
    case 'tag':
      return (
        action.add.every((id) => present.tagIds.includes(id)) &&
        !action.remove.some((id) => present.tagIds.includes(id) && !action.add.includes(id))
      );
    case 'snooze':
      return present.snoozedUntil === action.until;
    case 'prioritise':
      return present.priority === action.priority;
    case 'assign':
      if (!present.isOpen) return false;
      return action.to.kind === 'agent'
        ? present.ownerId === action.to.id
        : present.ownerId === null && present.queueId === action.to.id;
  }
}

/** Which tags bring back what was there, of those that the action changed. */
export function tagsBack(
  action: Extract<BulkAction, { kind: 'tag' }>,
  before: Before,
): { add: TagId[]; remove: TagId[] } {
  return {
    add: action.remove.filter((id) => before.tagIds.includes(id) && !action.add.includes(id)),
    remove: action.add.filter((id) => !before.tagIds.includes(id)),
  };
}
