/** What the floor needs of others: where what it counts is kept, and the names of what it shows. */
import type { AgentFigures, FloorFigure, FloorFigures } from '../../shared/model/floor.ts';
import type { ConversationId, QueueId, UserId, WorkItemId } from '../../shared/model/ids.ts';
import type { Conversation } from '../timeline/model.ts';
import type { Measure, MeasuredWork } from './measure.ts';

/** A queue's quarter of an hour as it is kept, with each agent's part. */
export interface StoredInterval {
  queueId: QueueId;
  start: number;
  /** grows with everything that is counted in it; a heavier one is newer */
  weight: number;
  figures: FloorFigures;
  agents: Record<UserId, AgentFigures>;
}

export interface CaseQuery {
  figure: FloorFigure;
  queueIds: readonly QueueId[];
  agentId: UserId | null;
  from: number;
  to: number;
  now: number;
  /** the last one of the page before */
  before: { at: number; id: string } | null;
  limit: number;
}

/** A work item whose last step was at that time. */
export interface Moved {
  id: WorkItemId;
  at: number;
  version: number;
}

export interface FloorStore {
  /** Work items whose last step was at or after `since`, by (time of it, id), after the given one. */
  movedSince(since: number, after: Moved | null, limit: number): Promise<Moved[]>;
  works(ids: readonly WorkItemId[]): Promise<MeasuredWork[]>;
  measuresOf(workItemIds: readonly WorkItemId[]): Promise<Measure[]>;
  /** Where a newer version stands, that one stays. */
  saveMeasures(measures: readonly Measure[]): Promise<void>;
  measuresIn(queueId: QueueId, from: number, to: number): Promise<Measure[]>;
  openMeasures(queueIds: readonly QueueId[]): Promise<Measure[]>;
  /** Where a heavier one stands, that one stays. */
  saveIntervals(intervals: readonly StoredInterval[]): Promise<void>;
  intervals(queueIds: readonly QueueId[], from: number, to: number): Promise<StoredInterval[]>;
  /** Newest first by (at, id). */
  cases(query: CaseQuery): Promise<Measure[]>;
  named(ids: readonly ConversationId[]): Promise<NamedConversation[]>;
  /** Everything that moved before this time has been counted. */
  cursor(): Promise<number>;
  saveCursor(at: number): Promise<void>;
  /** Forgets what began before and is over. */
  forget(before: number): Promise<void>;
}

/** What a board shows of a conversation. */
export type NamedConversation = Pick<Conversation, 'id' | 'number' | 'channel' | 'queueId' | 'help'> & {
  customer: Pick<Conversation['customer'], 'name'>;
};

export interface ConversationNames {
  findMany(ids: readonly ConversationId[]): Promise<Conversation[]>;
}
