/** Which conversations have a tab, what mark each bears, and how many fit. Pure. */
import type { ConversationRow } from '../../../../shared/model/conversation.ts';
import type { ConversationId, UserId } from '../../../../shared/model/ids.ts';
import { countUnread } from '../../sync/views.ts';

export type TabMark = 'typing' | 'unread' | 'wrapUp' | 'away' | 'closed';

export interface MarkFacts {
  isSelected: boolean;
  isTyping: boolean;
  /** undefined: not known */
  isOnline: boolean | undefined;
}

/** One mark at most: what asks for the most attention. */
export function readMark(row: ConversationRow, { isSelected, isTyping, isOnline }: MarkFacts): TabMark | null {
  const { status, work, channel } = row.conversation;
  if (work?.state === 'wrap-up') return 'wrapUp';
  if (status === 'closed') return 'closed';
  if (isTyping) return 'typing';
  if (!isSelected && countUnread(row) > 0) return 'unread';
  // Nobody waits at the other end of a letter or a telephone.
  return isOnline === false && channel === 'webchat' ? 'away' : null;
}

/** Live work: accepted by this agent and not over; what they still wrap up is part of it. */
export function isLive({ conversation: { work } }: ConversationRow, me: UserId): boolean {
  return work?.ownerId === me && (work.state === 'active' || work.state === 'wrap-up');
}

/** Those that stood here and are closed stay until they are taken off; one that somebody else has now goes. */
export function keepClosed(
  before: ReadonlySet<ConversationId>,
  rows: Readonly<Record<ConversationId, ConversationRow>>,
  live: readonly ConversationRow[],
): ReadonlySet<ConversationId> {
  const next = new Set<ConversationId>(live.map((row) => row.conversation.id));
  for (const id of before) if (rows[id]?.conversation.status === 'closed') next.add(id);
  return next.size === before.size && [...next].every((id) => before.has(id)) ? before : next;
}

const narrowest = 120;
const overflowButton = 72;

/** The first ones that fit, the selected one always among them, in their order; and the rest. */
export function splitTabs<T extends { id: string }>(
  tabs: readonly T[],
  width: number,
  selected: string | undefined,
): { shown: T[]; rest: T[] } {
  const all = Math.max(1, Math.floor(width / narrowest));
  if (tabs.length <= all) return { shown: [...tabs], rest: [] };
  const room = Math.max(1, Math.floor((width - overflowButton) / narrowest));
  const shown = tabs.slice(0, room);
  const chosen = tabs.find((tab) => tab.id === selected);
  if (chosen && !shown.includes(chosen)) shown.splice(-1, 1, chosen);
  return { shown, rest: tabs.filter((tab) => !shown.includes(tab)) };
}
