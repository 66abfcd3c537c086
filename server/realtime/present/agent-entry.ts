/** An entry as people inside see it. */
import type { AgentEntry, AgentEntryAuthor } from '../../../shared/model/entry.ts';
import type { Author, Entry } from '../../timeline/model.ts';

export function presentAgentEntry(entry: Entry): AgentEntry {
  return {
    id: entry.id,
    conversationId: entry.conversationId,
    seq: entry.seq,
    prev: entry.prev.agent,
    at: entry.at,
    inboxId: entry.inboxId,
    author: presentAuthor(entry.author),
    clientId: entry.clientId,
    body: entry.body,
    tally: entry.tally,
    replyDue: entry.replyDue ?? null,
  };
}

function presentAuthor(author: Author): AgentEntryAuthor {
  switch (author.kind) {
    case 'customer':
      return { kind: 'customer', name: author.name };
    case 'agent':
      return { kind: 'agent', id: author.id, name: author.name };
    case 'system':
      return { kind: 'system' };
  }
}
