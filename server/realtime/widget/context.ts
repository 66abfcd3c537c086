/** What the widget's handlers work with. */
import type { LiveChannel } from '../../../channels/channel.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Inbox } from '../../../shared/model/inbox.ts';
import type { VisitorViewer } from '../../accounts/scope.ts';
import type { Conversation } from '../../timeline/model.ts';
import type { RealtimeDeps } from '../ports.ts';
import type { WidgetSocket } from '../servers.ts';
import type { Typing } from '../typing.ts';

export interface WidgetContext
  extends Pick<
    RealtimeDeps,
    | 'timeline'
    | 'ingest'
    | 'routing'
    | 'calls'
    | 'files'
    | 'directory'
    | 'channels'
    | 'clock'
    | 'customers'
    | 'addressProof'
  > {
  typing: Typing<{ name: string }>;
  /** From now on this socket and the visitor's other ones follow the conversation's heads, and its place in the queue. */
  follow(socket: WidgetSocket, conversation: Conversation): Promise<void>;
  /** @throws AppError `rate_limited` for one call too many of this visitor, or from where they are */
  limitCalls(socket: WidgetSocket): Promise<void>;
  /** the place their visitor was just told */
  toldPlace(conversation: Conversation, ahead: number | null): void;
}

/**
 * The visitor's inbox with the live half of its channel.
 * @throws AppError `not_found` when it is gone, `unauthenticated` when it has come to ask for proof that this visitor never gave
 */
export async function liveInbox(
  { directory, channels }: Pick<WidgetContext, 'directory' | 'channels'>,
  viewer: VisitorViewer,
): Promise<{ inbox: Inbox; live: LiveChannel }> {
  const inbox = await directory.inbox(viewer.inboxId);
  const live = inbox && channels.get(inbox.channel)?.live;
  if (!live) throw new AppError('not_found', 'no such inbox');
  if (!live.admits(inbox, viewer)) throw new AppError('unauthenticated', 'this site asks its visitors to be signed in');
  return { inbox, live };
}

export const typistOf = (viewer: VisitorViewer): string => `visitor ${viewer.identityId}`;
