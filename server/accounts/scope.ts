/** The one function that decides who may see which conversation; lists, counters, files and rooms all ask it. */
import { AppError } from '../../shared/errors.ts';
import type { Role } from '../../shared/model/agent.ts';
import type {
  ConversationId,
  IdentityId,
  InboxId,
  QueueId,
  SessionId,
  TeamId,
  UserId,
} from '../../shared/model/ids.ts';
import type { Permission } from '../../shared/model/permission.ts';
import type { Reach } from '../../shared/model/role.ts';
import type { Conversation } from '../timeline/model.ts';
import type { ConversationScope } from '../timeline/timeline.ts';

/** Somebody inside, with the queues of their teams. */
export interface UserViewer {
  kind: 'user';
  userId: UserId;
  sessionId: SessionId;
  name: string;
  email: string;
  role: Role;
  /** empty for a built-in role */
  roleName: string;
  /** `all`: every conversation; `teams`: what they own and the queues of their teams */
  reach: Reach;
  permissions: readonly Permission[];
  teamIds: readonly TeamId[];
  queueIds: readonly QueueId[];
}

/** A visitor of one inbox, with every identity that was proved to be theirs. */
export interface VisitorViewer {
  kind: 'visitor';
  inboxId: InboxId;
  /** new conversations belong to this one */
  identityId: IdentityId;
  identityIds: readonly IdentityId[];
  name: string | null;
  verified: boolean;
}

export type Viewer = UserViewer | VisitorViewer;

/** visitor: their own in this inbox; people inside: what they own or were asked into, and the queues of their teams, or all, as their role reaches. */
export function scopeOf(viewer: Viewer): ConversationScope {
  if (viewer.kind === 'visitor') {
    return { kind: 'visitor', identityIds: viewer.identityIds, inboxId: viewer.inboxId };
  }
  return viewer.reach === 'all' ? { kind: 'all' } : { kind: 'team', userId: viewer.userId, queueIds: viewer.queueIds };
}

type Seen = Pick<Conversation, 'identityId' | 'inboxId' | 'queueId' | 'work' | 'guestIds'>;

/** The same decision as the indexed query makes, for one conversation. */
export function canSee(viewer: Viewer, conversation: Seen): boolean {
  return canServe(viewer, conversation) || (viewer.kind === 'user' && conversation.guestIds.includes(viewer.userId));
}

/** Whoever serves a customer may read the rest of their history, where the role allows it. */
export function mayRead(viewer: UserViewer, conversation: Seen): boolean {
  return canSee(viewer, conversation) || viewer.permissions.includes('timeline:all');
}

/** Whether it is theirs to work on. Who was only asked in may read it and write notes. */
export function canServe(viewer: Viewer, conversation: Omit<Seen, 'guestIds'>): boolean {
  const scope = scopeOf(viewer);
  switch (scope.kind) {
    case 'all':
      return true;
    case 'visitor':
      return conversation.inboxId === scope.inboxId && scope.identityIds.includes(conversation.identityId);
    case 'team':
      return scope.queueIds.includes(conversation.queueId) || conversation.work?.ownerId === scope.userId;
  }
}

/** @throws AppError `forbidden` for somebody who was only asked in */
export function requireServing(viewer: Viewer, conversation: Omit<Seen, 'guestIds'>): void {
  if (!canServe(viewer, conversation)) throw new AppError('forbidden', 'You were asked in to read and to write notes.');
}

/** @throws AppError `forbidden` without the permission */
export function requirePermission(viewer: UserViewer, permission: Permission): void {
  if (!viewer.permissions.includes(permission)) throw new AppError('forbidden', 'Your role does not allow this.');
}

/** Rooms of a console socket: its own, and one for every list it may see. */
export function roomsOf(viewer: UserViewer): string[] {
  const lists = viewer.reach === 'all' ? ['everything'] : viewer.queueIds.map(queueRoom);
  const together = listsRoom(viewer);
  return [agentRoom(viewer.userId), ...lists, ...(together === null ? [] : [together])];
}

/** One room for everybody who sees the same lists, so that what changes in them is told in one frame; null for nobody's lists. */
export function listsRoom({ reach, queueIds }: Pick<UserViewer, 'reach' | 'queueIds'>): string | null {
  if (reach === 'all') return listsRoomOfAll;
  return queueIds.length === 0 ? null : `${listsPrefix}${[...new Set(queueIds)].sort().join(',')}`;
}

/** The queues of such a room; null for all of them, undefined for another kind of room. */
export function queuesOfListsRoom(room: string): ReadonlySet<QueueId> | null | undefined {
  if (room === listsRoomOfAll) return null;
  return room.startsWith(listsPrefix) ? new Set(room.slice(listsPrefix.length).split(',') as QueueId[]) : undefined;
}

const listsPrefix = 'lists:';
const listsRoomOfAll = 'lists';

export const agentRoom = (id: UserId): string => `agent:${id}`;
export const queueRoom = (id: QueueId): string => `queue:${id}`;
export const threadRoom = (id: ConversationId): string => `conversation:${id}`;
export const visitorRoom = (id: IdentityId): string => `visitor:${id}`;
