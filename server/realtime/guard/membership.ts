/** Every request that names a conversation is decided here, by the conversation as the timeline knows it. */
import { AppError } from '../../../shared/errors.ts';
import type { ConsoleRequests } from '../../../shared/events.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import { canSee, requireServing, type Viewer } from '../../accounts/scope.ts';
import type { Conversation } from '../../timeline/model.ts';
import type { Timeline } from '../../timeline/timeline.ts';

/** @throws AppError `not_found` both for what is not there and for what is not theirs, so that guessing tells nothing. */
export async function findVisible(
  timeline: Pick<Timeline, 'find'>,
  viewer: Viewer,
  id: ConversationId,
): Promise<Conversation> {
  const conversation = await timeline.find(id);
  if (!conversation) throw notFound();
  requireVisible(viewer, conversation);
  return conversation;
}

export function requireVisible(viewer: Viewer, conversation: Conversation): void {
  if (!canSee(viewer, conversation)) throw notFound();
}

export const notFound = (): AppError => new AppError('not_found', 'no such conversation');

/** What somebody who was only asked in may do: read, look at the customer, and write to the team. */
const openToGuests = new Set<string>([
  'conversation:open',
  'conversation:leave',
  'conversation:sync',
  'entries:page',
  'entries:placed',
  'conversation:resembled',
  'note:add',
  'typing:set',
  'note:edit',
  'note:delete',
  'note:versions',
  'draft:save',
  'reply:list',
  'view:set',
  'customer:read',
  'customer:history',
  'customer:conversations',
  'customer:entries',
  'history:page',
  'history:follow',
  'customer:matches',
  'guest:end',
] satisfies (keyof ConsoleRequests)[]);

/** @throws AppError `forbidden` for a guest who asks for more, such as to be seen typing by the customer */
export function requireAllowed(event: string, viewer: Viewer, conversation: Conversation, payload: unknown): void {
  if (!openToGuests.has(event) || (event === 'typing:set' && !isNote(payload))) requireServing(viewer, conversation);
}

const isNote = (payload: unknown): boolean =>
  typeof payload === 'object' && payload !== null && 'as' in payload && payload.as === 'note';
