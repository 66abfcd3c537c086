/** One thing done to many conversations: what was asked, how far it is, and what could not be done. */
import type { ErrorCode } from '../errors.ts';
import type { Priority } from './conversation.ts';
import type { ConversationId, QueueId, TagId, UserId } from './ids.ts';

/** conversations that one job may name, and those of a whole list that it takes, at most */
export const bulkLimit = 500;
export const bulkListLimit = 20_000;

export type BulkAction =
  | { kind: 'close' }
  | { kind: 'reopen' }
  | { kind: 'tag'; add: TagId[]; remove: TagId[] }
  /** null wakes them */
  | { kind: 'snooze'; until: number | null }
  | { kind: 'prioritise'; priority: Priority }
  | { kind: 'assign'; to: { kind: 'agent'; id: UserId } | { kind: 'queue'; id: QueueId } };

/**
 * running → done, or interrupted when the server went down in its middle: what was done stays done, the rest was not begun.
 * A job that is done or interrupted may be undone: undoing → undone, or back to interrupted.
 */
export type BulkState = 'running' | 'done' | 'interrupted' | 'undoing' | 'undone';

export interface BulkJob {
  /** chosen by who began it */
  clientId: string;
  action: BulkAction;
  state: BulkState;
  /** ms since 1970 */
  at: number;
  total: number;
  /** changed by it and not undone */
  done: number;
  /** were that way already */
  same: number;
  /** some of those that could not be done */
  refused: { id: ConversationId; code: ErrorCode }[];
  /** of all of them, how many for which reason; the most frequent first */
  reasons: { code: ErrorCode; count: number }[];
  /** which they are is still being read; `total` grows */
  isCollecting: boolean;
  /** whether there is something that can be taken back */
  canUndo: boolean;
}
