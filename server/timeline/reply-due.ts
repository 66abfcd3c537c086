/** By when the customer is to be answered, entry by entry: begun by their first word, ended by an answer, halted while it is put aside. Pure. */
import type { AgentEntryBody, ConversationEvent, ReplyDue, Tally } from '../../shared/model/entry.ts';
import type { Author, Entry } from './model.ts';
import { isWord } from './word.ts';

/** What the target makes of a word written at `from`; null without a target. */
export type DueAfter = (from: number, which: ReplyDue['which']) => Omit<ReplyDue, 'which'> | null;

export function nextReplyDue(
  before: { replyDue: ReplyDue | null; tally: Tally },
  { author, body }: { author: Author; body: AgentEntryBody },
  at: number,
  dueAfter: DueAfter,
): ReplyDue | null {
  const { replyDue } = before;
  const begin = (which: ReplyDue['which']): ReplyDue | null => {
    const due = dueAfter(at, which);
    return due && { which, ...due };
  };
  if (isWord(body)) {
    if (author.kind === 'agent') return null;
    // What the system says answers nobody.
    if (author.kind === 'system' || (replyDue !== null && replyDue.at !== null)) return replyDue;
    return begin(before.tally.agent === 0 ? 'first' : 'next');
  }
  if (body.kind === 'event' && body.event.type === 'retargeted') return retarget(before, body.event, dueAfter);
  if (body.kind !== 'event' || replyDue === null) return replyDue;
  switch (body.event.type) {
    case 'snoozed':
    case 'closed':
      return { ...replyDue, at: null };
    case 'woken':
    case 'reopened':
      return replyDue.at === null ? begin(replyDue.which) : replyDue;
    default:
      return replyDue;
  }
}

/** Whoever was answered meanwhile, or put aside, is owed nothing by a target of before. */
function retarget(
  { replyDue, tally }: { replyDue: ReplyDue | null; tally: Tally },
  event: Extract<ConversationEvent, { type: 'retargeted' }>,
  dueAfter: DueAfter,
): ReplyDue | null {
  const isAsItWas = tally.customer === event.tally.customer && tally.agent === event.tally.agent;
  if (!isAsItWas || (replyDue !== null && replyDue.at === null)) return replyDue;
  const which = replyDue?.which ?? (tally.agent === 0 ? 'first' : 'next');
  const due = dueAfter(event.from, which);
  return due && { which, ...due };
}

/** Since when the customer waits for an answer, whatever the target is: from these entries, oldest first; null when nobody owes one. */
export function waitsSince(entries: readonly Pick<Entry, 'author' | 'body' | 'at' | 'tally'>[]): number | null {
  let replyDue: ReplyDue | null = null;
  let tally: Tally = { customer: 0, agent: 0 };
  for (const { author, body, at, tally: after } of entries) {
    const isTarget = body.kind === 'event' && body.event.type === 'retargeted';
    if (!isTarget)
      replyDue = nextReplyDue({ replyDue, tally }, { author, body }, at, (from) => ({ at: from, minutes: 0 }));
    tally = after;
  }
  return replyDue?.at ?? null;
}
