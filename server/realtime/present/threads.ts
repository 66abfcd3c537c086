/** Whole threads per audience: the state and its newest entries, in one piece. */
import type { AgentThread, VisitorThread } from '../../../shared/events.ts';
import type { VisitorEntry } from '../../../shared/model/entry.ts';
import type { Entry } from '../../timeline/model.ts';
import type { ThreadPage } from '../../timeline/timeline.ts';
import { presentAgentConversation } from './agent-conversation.ts';
import { presentAgentEntry } from './agent-entry.ts';
import { presentVisitorConversation } from './visitor-conversation.ts';
import { presentVisitorEntry } from './visitor-entry.ts';

export function presentAgentThread(page: ThreadPage): AgentThread {
  return {
    conversation: presentAgentConversation(page.conversation),
    entries: page.entries.map(presentAgentEntry),
    earlier: page.earlier,
  };
}

export function presentVisitorThread(page: ThreadPage): VisitorThread {
  return {
    conversation: presentVisitorConversation(page.conversation),
    entries: presentVisitorEntries(page.entries),
    earlier: page.earlier,
  };
}

export function presentVisitorEntries(entries: readonly Entry[]): VisitorEntry[] {
  return entries.flatMap((entry) => presentVisitorEntry(entry) ?? []);
}
