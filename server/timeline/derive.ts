/** What follows from an entry: the next one's place, and the conversation's heads, tally, preview and time. Pure. */
import type { AgentEntryBody, ReplyDue, Tally } from '../../shared/model/entry.ts';
import type { EntryId } from '../../shared/model/ids.ts';
import type { Audience, Author, Conversation, Entry } from './model.ts';
import { type DueAfter, nextReplyDue } from './reply-due.ts';
import type { EntryDraft } from './timeline.ts';
import { isVisible } from './visible.ts';
import { isWord } from './word.ts';

const PREVIEW_LENGTH = 200;

/** Where a conversation's log ends. */
export interface Tip {
  seq: number;
  /** of its newest entry; ms since 1970 */
  at: number;
  heads: Record<Audience, number>;
  tally: Tally;
  replyDue: ReplyDue | null;
}

/** The fields of a conversation that follow from its entries; `preview` only when the entry is a message. */
export interface Derived {
  heads: Record<Audience, number>;
  tally: Tally;
  replyDue: ReplyDue | null;
  lastAt: number;
}

/** One conversation's newest entry, and its newest message, whose effect on the conversation is to be stored. */
export interface DerivedStep {
  newest: Entry;
  message: Entry | null;
}

export function tipOfEntry(entry: Entry): Tip {
  return {
    seq: entry.seq,
    at: entry.at,
    heads: {
      agent: isVisible(entry.body, 'agent') ? entry.seq : entry.prev.agent,
      visitor: isVisible(entry.body, 'visitor') ? entry.seq : entry.prev.visitor,
    },
    tally: entry.tally,
    replyDue: entry.replyDue ?? null,
  };
}

/** Right only while the derived fields are; a stale one is found out by the unique (conversation, seq). */
export function tipOfConversation(conversation: Conversation): Tip {
  const { heads, tally, lastAt: at, replyDue = null } = conversation;
  return { seq: heads.agent, at, heads, tally, replyDue };
}

export function nextEntry(
  draft: EntryDraft,
  tip: Tip,
  made: { id: EntryId; at: number; digest: string },
  dueAfter: DueAfter,
): Entry {
  // Nodes' clocks differ: a customer's history is read by time, and must not turn what was written around.
  const at = Math.max(made.at, tip.at);
  const replyDue = nextReplyDue(tip, draft, at, dueAfter);
  return {
    id: made.id,
    conversationId: draft.conversationId,
    seq: tip.seq + 1,
    prev: { agent: tip.heads.agent, visitor: tip.heads.visitor },
    at,
    key: draft.key,
    digest: made.digest,
    ...(draft.clientId === undefined ? null : { clientId: draft.clientId }),
    author: draft.author,
    identityId: draft.identityId,
    inboxId: draft.inboxId,
    direction: draft.direction,
    body: draft.body,
    ...(draft.answers?.length ? { answers: draft.answers } : null),
    tally: countMessage(tip.tally, draft.author, draft.body),
    ...(replyDue && { replyDue }),
  };
}

/** What the system says to a customer counts as the team's word; what nobody wrote counts as nobody's. */
function countMessage(tally: Tally, author: Author, body: AgentEntryBody): Tally {
  if (!isWord(body)) return tally;
  return {
    ...(author.kind === 'customer'
      ? { customer: tally.customer + 1, agent: tally.agent }
      : { customer: tally.customer, agent: tally.agent + 1 }),
    ...((tally.files || body.files.length > 0) && { files: (tally.files ?? 0) + (body.files.length > 0 ? 1 : 0) }),
  };
}

export function derivedOf(entry: Entry): Derived {
  const { heads, tally, replyDue } = tipOfEntry(entry);
  return { heads, tally, replyDue, lastAt: entry.at };
}

/** Messages only: a note's words must not stand where a visitor's card is made from. */
export function previewOf(entry: Entry): NonNullable<Conversation['preview']> | null {
  if (!isWord(entry.body)) return null;
  const { text, files } = entry.body;
  return {
    from: entry.author.kind,
    ...(entry.author.kind === 'agent' && { by: { id: entry.author.id, name: entry.author.name } }),
    text: shorten(text === '' ? files.map((file) => file.name).join(', ') : text),
    at: entry.at,
  };
}

/** Cuts between code points, so that no half of a surrogate pair is stored. */
function shorten(text: string): string {
  if (text.length <= PREVIEW_LENGTH) return text;
  return `${text.slice(0, PREVIEW_LENGTH).replace(/\p{Cs}/gu, '')}…`;
}

/** The conversation as it is once this entry's effects are stored; an older entry changes nothing. */
export function applyEntry(conversation: Conversation, entry: Entry): Conversation {
  if (entry.seq <= conversation.heads.agent) return conversation;
  const preview = previewOf(entry);
  return { ...conversation, ...derivedOf(entry), preview: preview ?? conversation.preview };
}

/** `conversation` with the derived fields of whichever of the two has seen more entries. */
export function withNewestDerived(conversation: Conversation, other: Conversation): Conversation {
  if (other.heads.agent <= conversation.heads.agent) return conversation;
  const { heads, tally, replyDue, lastAt, preview } = other;
  return { ...conversation, heads, tally, replyDue, lastAt, preview };
}
