/** An entry as the visitor of its conversation sees it: every field is named here, so a private note has no way out. */
import type { CallTold } from '../../../shared/model/call.ts';
import type {
  ConversationEvent,
  VisitorCallTold,
  VisitorEntry,
  VisitorEntryAuthor,
  VisitorEntryBody,
  VisitorEvent,
} from '../../../shared/model/entry.ts';
import type { FileRef } from '../../../shared/model/file.ts';
import type { Author, Entry } from '../../timeline/model.ts';
import { isVisible } from '../../timeline/visible.ts';

/** null: this entry does not exist for the visitor. */
export function presentVisitorEntry(entry: Entry): VisitorEntry | null {
  const body = presentBody(entry.body);
  if (!body) return null;
  return {
    id: entry.id,
    conversationId: entry.conversationId,
    seq: entry.seq,
    prev: entry.prev.visitor,
    at: entry.at,
    author: presentAuthor(entry.author),
    clientId: entry.author.kind === 'customer' ? entry.clientId : undefined,
    body,
    tally: { customer: entry.tally.customer, agent: entry.tally.agent },
  };
}

function presentBody(body: Entry['body']): VisitorEntryBody | null {
  switch (body.kind) {
    case 'message':
      if (!isVisible(body, 'visitor')) return null;
      return {
        ...{ kind: 'message', text: body.text, files: body.files.map(presentFile), choices: body.choices },
        ...(body.erased ? { erased: true } : null),
      };
    case 'note':
      return null;
    case 'event': {
      const event = presentEvent(body.event);
      return event && { kind: 'event', event };
    }
  }
}

function presentFile(file: FileRef): FileRef {
  return { id: file.id, name: file.name, type: file.type, size: file.size, image: file.image };
}

function presentEvent(event: ConversationEvent): VisitorEvent | null {
  switch (event.type) {
    case 'assigned':
    case 'given':
    case 'taken-over':
      return { type: 'assigned', agentName: event.agentName };
    case 'closed':
      return { type: 'closed', by: event.by };
    case 'reopened':
      return { type: 'reopened' };
    case 'message-left':
      return { type: 'message-left', email: event.email };
    case 'address-proven':
      return { type: 'address-proven', email: event.email };
    case 'rated':
      return { type: 'rated', score: event.score };
    case 'call': {
      const told = presentCall(event.told);
      return told && { type: 'call', told };
    }
    // The workings of the team, of this and any later kind, are not a visitor's to see.
    default:
      return null;
  }
}

/** Who rang, waited and listened is the team's own affair. */
function presentCall(told: CallTold): VisitorCallTold | null {
  switch (told.what) {
    case 'began':
      return { what: 'began', direction: told.direction };
    case 'answered':
      return { what: 'answered', byName: told.byName };
    case 'ended':
      return { what: 'ended', talkedMs: told.talkedMs, ending: told.ending };
    default:
      return null;
  }
}

function presentAuthor(author: Author): VisitorEntryAuthor {
  switch (author.kind) {
    case 'customer':
      return { kind: 'you' };
    case 'agent':
      return { kind: 'agent', name: author.name };
    case 'system':
      return { kind: 'system' };
  }
}
