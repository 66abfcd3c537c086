/**
 * A job as it is kept: what was asked, how far it is, and in chunks beside it every conversation with what it was before, so that a restart goes
 * on and an undo knows where to go back to. Pure.
 */
import type { ErrorCode } from '../../../shared/errors.ts';
import type { SettledFilter } from '../../../shared/list-filter.ts';
import type { BulkAction, BulkJob, BulkState } from '../../../shared/model/bulk.ts';
import { isOver, type Priority } from '../../../shared/model/conversation.ts';
import type { ConversationId, QueueId, TagId, UserId } from '../../../shared/model/ids.ts';
import type { ListView } from '../../../shared/model/list.ts';
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

/** Conversations that were named, or all of a list as it was then. */
export type JobSource =
  | { kind: 'named'; ids: ConversationId[] }
  | { kind: 'list'; view: ListView; filter: SettledFilter };

/** What became of some of its conversations. */
export interface Progress {
  done: number;
  same: number;
  /** some of those that could not be done */
  refused: BulkJob['refused'];
  /** of all of them, how many for which reason */
  reasons: Partial<Record<ErrorCode, number>>;
}

export interface JobRecord extends Progress {
  userId: UserId;
  clientId: string;
  action: BulkAction;
  /** to tell a repeat from another job under the same id */
  asked: string;
  source: JobSource;
  /** where reading the list goes on; null: at its beginning, or over */
  cursor: string | null;
  /** all its conversations stand in its chunks */
  isCollected: boolean;
  chunks: number;
  total: number;
  state: BulkState;
  /** ms since 1970 */
  at: number;
}

const REFUSED_TOLD = 50;

export const nothingYet: Progress = { done: 0, same: 0, refused: [], reasons: {} };

export function newJob(
  userId: UserId,
  clientId: string,
  action: BulkAction,
  source: JobSource,
  asked: string,
  at: number,
): JobRecord {
  const total = source.kind === 'named' ? new Set(source.ids).size : 0;
  return {
    ...{ userId, clientId, action, source, asked, at, state: 'running', total },
    ...{ cursor: null, isCollected: false, chunks: 0, ...nothingYet },
  };
}

export function presentJob(job: JobRecord): BulkJob {
  const { clientId, action, state, at, total, done, same, refused, isCollected } = job;
  const reasons = Object.entries(job.reasons).map(([code, count]) => ({ code: code as ErrorCode, count }));
  return {
    ...{ clientId, action, state, at, total, done, same, refused, isCollecting: !isCollected },
    reasons: reasons.sort((a, b) => b.count - a.count),
    canUndo: done > 0,
  };
}

export function progressOf(items: readonly JobItem[]): Progress {
  const progress: Progress = { done: 0, same: 0, refused: [], reasons: {} };
  for (const { id, step, code } of items) {
    if (step === 'done' || step === 'same') progress[step] += 1;
    if ((step !== 'refused' && step !== 'stayed') || code === undefined) continue;
    if (progress.refused.length < REFUSED_TOLD) progress.refused.push({ id, code });
    progress.reasons[code] = (progress.reasons[code] ?? 0) + 1;
  }
  return progress;
}

export function addProgress(all: readonly Progress[]): Progress {
  const sum: Progress = { done: 0, same: 0, refused: [], reasons: {} };
  for (const { done, same, refused, reasons } of all) {
    sum.done += done;
    sum.same += same;
    sum.refused.push(...refused.slice(0, REFUSED_TOLD - sum.refused.length));
    for (const [code, count] of Object.entries(reasons) as [ErrorCode, number][]) {
      sum.reasons[code] = (sum.reasons[code] ?? 0) + count;
    }
  }
  return sum;
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
