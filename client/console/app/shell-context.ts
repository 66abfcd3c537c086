/** What every page of a signed-in agent may use of the frame around it. */
import { createContext, use } from 'react';
import type { AgentConversation } from '../../../shared/model/conversation.ts';
import type { Drafts } from '../features/composer/drafts.ts';

export interface Shell {
  drafts: Drafts;
  openHelp(): void;
  togglePresence(): void;
  closeConversation(conversation: AgentConversation): void;
}

export const ShellContext = createContext<Shell | null>(null);

export function useShell(): Shell {
  const shell = use(ShellContext);
  if (!shell) throw new Error('used outside the shell');
  return shell;
}
