/** Whether this agent may write only to the team here: it is over for the customer, they were only asked in, or the line carries calls alone. */
import type { AgentConversation } from '../../../shared/model/conversation.ts';
import type { DeskState } from './desk-state.ts';
import { readLeave } from './leave.ts';
import { useDeskState } from './use-desk.ts';

const readMe = (state: DeskState) => state.me;
const readInboxes = (state: DeskState) => state.inboxes;

export function useNoteOnly(conversation: AgentConversation): boolean {
  const me = useDeskState(readMe);
  const { isOpen, isGuest } = readLeave(conversation, me);
  const inbox = useDeskState(readInboxes).find(({ id }) => id === conversation.inboxId);
  // A website that may be called is written to as ever.
  const isCallsAlone = inbox?.format === 'call' && inbox.call?.number === null;
  return !isOpen || isGuest || isCallsAlone;
}
