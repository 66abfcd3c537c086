/** What every part of the floor may ask of its page: show what a number counts, watch a conversation, look at an agent. */
import { createContext, use } from 'react';
import type { FloorFigure } from '../../../../shared/model/floor.ts';
import type { ConversationId, QueueId, UserId } from '../../../../shared/model/ids.ts';

/** Which lines a number counts. `to` null: until now. */
export interface CaseFilter {
  figure: FloorFigure;
  queueId: QueueId | null;
  /** none: all queues of this choice, for a number over several of them */
  queueIds?: readonly QueueId[];
  agentId?: UserId;
  from: number;
  to: number | null;
  /** the agent's or queue's name, for the title */
  name?: string;
}

export interface FloorPageActions {
  /** may act on others, not only look */
  mayManage: boolean;
  showCases(filter: CaseFilter): void;
  watch(id: ConversationId): void;
  open(id: ConversationId): void;
  showAgent(id: UserId): void;
}

export const FloorPageContext = createContext<FloorPageActions | null>(null);

export function useFloorPage(): FloorPageActions {
  const actions = use(FloorPageContext);
  if (!actions) throw new Error('used outside the floor');
  return actions;
}
