/** What every page of a signed-in agent may use of the frame around it. */
import { createContext, use, useSyncExternalStore } from 'react';
import type { AgentConversation } from '../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { DeskPreferences } from '../../../shared/model/preferences.ts';
import type { FoundEntry } from '../../../shared/model/search.ts';
import type { Drafts } from '../sync/drafts.ts';
import type { PreferenceDesk } from '../sync/preferences.ts';

export interface Shell {
  drafts: Drafts;
  preferences: Pick<PreferenceDesk, 'store' | 'change'>;
  /** the sheet of shortcuts */
  openHelp(): void;
  /** the command menu */
  openCommands(): void;
  /** sounds and notifications */
  openAttention(): void;
  /** to call a number, or anybody */
  openDialPad(to?: { number?: string; conversationId?: ConversationId }): void;
  togglePresence(): void;
  /** begins a conversation by a letter */
  writeLetter(): void;
  /** goes to a conversation wherever it lies, and marks what was told of it as read */
  openConversation(id: ConversationId): void;
  /** At the entry, where it is read. */
  openEntry(found: Pick<FoundEntry, 'conversationId' | 'entry'>): void;
  closeConversation(conversation: AgentConversation): void;
  signOut(): void;
}

export const ShellContext = createContext<Shell | null>(null);

export function useShell(): Shell {
  const shell = use(ShellContext);
  if (!shell) throw new Error('used outside the shell');
  return shell;
}

export function usePreferences(): [DeskPreferences, (part: Partial<DeskPreferences>) => void] {
  const { store, change } = useShell().preferences;
  return [useSyncExternalStore(store.subscribe, store.get), change];
}
