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

/** visitor: their own in this inbox; people inside: what they own and the queues of their teams, or all, as their role reaches. */
export function scopeOf(viewer: Viewer): ConversationScope {
  if (viewer.kind === 'visitor') {
    return { kind: 'visitor', identityIds: viewer.identityIds, inboxId: viewer.inboxId };
  }
  return viewer.reach === 'all' ? { kind: 'all' } : { kind: 'team', userId: viewer.userId, queueIds: viewer.queueIds };
}

/** The same decision as the indexed query makes, for one conversation. */
export function canSee(
  viewer: Viewer,
  conversation: Pick<Conversation, 'identityId' | 'inboxId' | 'queueId' | 'work'>,
): boolean {
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

/** @throws AppError `forbidden` without the permission */
export function requirePermission(viewer: UserViewer, permission: Permission): void {
  if (!viewer.permissions.includes(permission)) throw new AppError('forbidden', 'Your role does not allow this.');
}

/** Rooms of a console socket: its own, and one for every list it may see. */
export function roomsOf(viewer: UserViewer): string[] {
  const lists = viewer.reach === 'all' ? ['everything'] : viewer.queueIds.map(queueRoom);
  return [agentRoom(viewer.userId), ...lists];
}

export const agentRoom = (id: UserId): string => `agent:${id}`;
export const queueRoom = (id: QueueId): string => `queue:${id}`;
export const threadRoom = (id: ConversationId): string => `conversation:${id}`;
export const visitorRoom = (id: IdentityId): string => `visitor:${id}`;
