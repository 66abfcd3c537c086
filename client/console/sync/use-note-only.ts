/** Whether this agent may write only to the team here: it is over for the customer, or they were only asked in. */
import type { AgentConversation } from '../../../shared/model/conversation.ts';
import type { DeskState } from './desk-state.ts';
import { readLeave } from './leave.ts';
import { useDeskState } from './use-desk.ts';

const readMe = (state: DeskState) => state.me;

export function useNoteOnly(conversation: AgentConversation): boolean {
  const me = useDeskState(readMe);
  const { isOpen, isGuest } = readLeave(conversation, me);
  return !isOpen || isGuest;
}
