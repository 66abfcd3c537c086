/** What a customer has not read of a conversation that goes on by letter: sent along, below the new words. Pure but for the reading. */
import type { Conversation, Entry } from '../timeline/model.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** Further back somebody reads it in the conversation. */
const LOOKED_THROUGH = 50;

/** After which seq it begins: their last read mark, or what went to them by letter since. */
export async function missedSince(timeline: Pick<Timeline, 'before'>, { id, marks }: Conversation): Promise<number> {
  const { entries } = await timeline.before(id, 'visitor', Number.MAX_SAFE_INTEGER, LOOKED_THROUGH);
  const told = entries.findLast(({ direction, body }) => direction === 'out' && body.kind === 'message' && body.letter);
  return Math.max(marks.customerRead.seq, told?.seq ?? 0);
}

/** The team's words between that seq and this entry. */
export async function readMissed(timeline: Pick<Timeline, 'before'>, entry: Entry, since: number): Promise<string> {
  const { entries } = await timeline.before(entry.conversationId, 'visitor', entry.seq, LOOKED_THROUGH);
  return entries
    .filter(({ seq, direction }) => seq > since && direction === 'out')
    .flatMap(({ author, body }) => {
      if (body.kind !== 'message' || body.letter || body.text.trim() === '') return [];
      return [`${author.kind === 'agent' ? `${author.name}: ` : ''}${body.text.trim()}`];
    })
    .join('\n\n');
}

export const withMissed = (text: string, missed: string, title: string): string =>
  missed === '' ? text : `${text}\n\n${title}\n\n${missed}`;
