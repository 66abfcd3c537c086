/** What this agent may do with a conversation as it stands. Pure; the server judges every request again. */
import type { AgentSelf } from '../../../shared/model/agent.ts';
import type { AgentConversation } from '../../../shared/model/conversation.ts';

export interface Leave {
  /** only asked in: reads and writes notes */
  isGuest: boolean;
  isMine: boolean;
  isOpen: boolean;
  /** over for the customer, being written down by its owner */
  isWrappingUp: boolean;
  isSnoozed: boolean;
  /** hand over, snooze, set a priority: it is theirs or nobody's, or they run the floor */
  mayMove: boolean;
  /** from the queue, or from a colleague for those who run the floor */
  mayTake: boolean;
  /** without being asked */
  mayGive: boolean;
}

export function readLeave(conversation: AgentConversation, me: AgentSelf | null): Leave {
  const { work, guestIds, status } = conversation;
  const isMine = me !== null && work?.ownerId === me.id;
  const reachesAll = me?.role === 'admin';
  const serves = reachesAll || isMine || (me !== null && work !== null && me.queueIds.includes(work.queueId));
  const isGuest = me !== null && !serves && guestIds.includes(me.id);
  const isWrappingUp = work?.state === 'wrap-up';
  const isOpen = status === 'open' && !isWrappingUp;
  const runsFloor = me?.permissions.includes('floor:manage') ?? false;
  const isFree = !work?.ownerId || isMine;
  return {
    isGuest,
    isMine,
    isOpen,
    isWrappingUp,
    isSnoozed: work?.state === 'snoozed',
    mayMove: isOpen && !isGuest && (isFree || runsFloor),
    mayTake: isOpen && !isGuest && !isMine && (isFree || runsFloor),
    mayGive: isOpen && !isGuest && runsFloor,
  };
}
