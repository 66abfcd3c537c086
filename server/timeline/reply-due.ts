/** By when the customer is to be answered, entry by entry: begun by their first word, ended by an answer, halted while it is put aside. Pure. */
import type { AgentEntryBody, ReplyDue, Tally } from '../../shared/model/entry.ts';
import type { Author } from './model.ts';
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
