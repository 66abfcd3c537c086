/** Who hears what: rooms of conversations and visitors, and the rooms that may see a conversation in their lists. */
import { createHash } from 'node:crypto';
import type { ConversationRow, WorkSummary } from '../../shared/model/conversation.ts';
import type { ConversationId, CustomerId, IdentityId, InboxId, SessionId } from '../../shared/model/ids.ts';
import {
  agentRoom,
  queueRoom,
  roomsOf,
  threadRoom,
  type UserViewer,
  type VisitorViewer,
  visitorRoom,
} from '../accounts/scope.ts';
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

const historyPrefix = 'history:';
/** Whoever follows the history of this customer and may read all of it. */
const historyRoom = (id: CustomerId): string => `${historyPrefix}${id}`;

/** The rooms of whoever follows a customer: one where they may read everything, else one for each of their lists. */
export function historyRoomsOf(viewer: UserViewer, ids: readonly CustomerId[]): string[] {
  const whole = ids.map(historyRoom);
  if (viewer.permissions.includes('timeline:all')) return whole;
  return roomsOf(viewer).flatMap((room) => whole.map((each) => `${each}@${room}`));
}

/** Who hears that a conversation has grown; the same decision as `historyRoomsOf`. */
export function historyRoomsFor(row: ConversationRow): string[] {
  const { customer, work, guestIds } = row.conversation;
  const whole = historyRoom(customer.id);
  return [whole, ...listRooms({ queueId: row.queueId, work, guestIds }).map((room) => `${whole}@${room}`)];
}

export const followedHistories = (rooms: Iterable<string>): string[] =>
  [...rooms].filter((room) => room.startsWith(historyPrefix));
