/** Which canned reply a rule suggests for the answer, and in which conversations nobody wants to hear of it any more. Pure. */
import type { CannedReply } from '../../../../shared/model/catalogue.ts';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { AgentEntry } from '../../../../shared/model/entry.ts';

/** Null: none is suggested, this agent may not use it, it is answered already, or it was let go. */
export function findSuggestion(
  { id, status, suggestedReplyId }: Pick<AgentConversation, 'id' | 'status' | 'suggestedReplyId'>,
  newest: Pick<AgentEntry, 'tally'> | undefined,
  replies: readonly CannedReply[],
  settled: readonly string[],
): CannedReply | null {
  if (suggestedReplyId === undefined || status === 'closed' || settled.includes(id)) return null;
  if (newest === undefined || newest.tally.agent > 0) return null;
  return replies.find((reply) => reply.id === suggestedReplyId) ?? null;
}

/** Older ones are answered long since. */
const REMEMBERED = 200;

export const settle = (settled: readonly string[], id: string): string[] =>
  [...settled.filter((one) => one !== id), id].slice(-REMEMBERED);

/** Whatever is kept, it comes out as a list of ids. */
export function readSettled(text: string | null): string[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string').slice(-REMEMBERED) : [];
  } catch {
    return [];
  }
}
