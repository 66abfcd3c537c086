/** Who hears what: rooms of conversations and visitors, and the rooms that may see a conversation in their lists. */
import { createHash } from 'node:crypto';
import type { WorkSummary } from '../../shared/model/conversation.ts';
import type { ConversationId, IdentityId, InboxId, SessionId } from '../../shared/model/ids.ts';
import { agentRoom, queueRoom, threadRoom, type VisitorViewer, visitorRoom } from '../accounts/scope.ts';
import type { Conversation } from '../timeline/model.ts';

/** The same decision as `canSee`, said in rooms: a socket sees a conversation when it is in one of these. */
export function listRooms(
  conversation: Pick<Conversation, 'queueId' | 'guestIds'> & { work: Pick<WorkSummary, 'ownerId'> | null },
): string[] {
  const owner = conversation.work?.ownerId;
  const guests = conversation.guestIds.map(agentRoom);
  return ['everything', queueRoom(conversation.queueId), ...(owner ? [agentRoom(owner)] : []), ...guests];
}

/** An identity proved in one inbox hears nothing of what it said in another. */
export const visitorRoomIn = (inboxId: InboxId, id: IdentityId): string => `${visitorRoom(id)}@${inboxId}`;
export const visitorRooms = (viewer: VisitorViewer): string[] =>
  viewer.identityIds.map((id) => visitorRoomIn(viewer.inboxId, id));
export const inboxRoom = (id: InboxId): string => `inbox:${id}`;
/** All sockets of one visit; the token itself is kept nowhere. */
export const visitRoom = (token: string): string => `visit:${createHash('sha256').update(token).digest('base64url')}`;
/** consoles that asked for their colleagues */
export const colleaguesRoom = 'colleagues';
export const sessionRoom = (id: SessionId): string => `session:${id}`;

const threadPrefix = threadRoom('' as ConversationId);

/** The conversations that somebody on this node has open. */
export function joinedConversations(rooms: Iterable<string>): ConversationId[] {
  const ids: ConversationId[] = [];
  for (const room of rooms)
    if (room.startsWith(threadPrefix)) ids.push(room.slice(threadPrefix.length) as ConversationId);
  return ids;
}
