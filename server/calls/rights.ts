/** Who may do what with a call: those who talk in it, and whoever runs the floor. */
import { AppError } from '../../shared/errors.ts';
import { canSee, requirePermission, type UserViewer } from '../accounts/scope.ts';
import type { Conversation } from '../timeline/model.ts';
import { type Call, isThere } from './model.ts';

/** A stranger's call and one that does not exist look the same. */
export const noCall = (): AppError => new AppError('not_found', 'There is no such call.');

export const isParty = (viewer: UserViewer, call: Call): boolean =>
  call.legs.some((leg) => leg.userId === viewer.userId && leg.role !== 'supervisor' && isThere(leg));

/** @throws AppError `not_found` */
export function requireSeen(viewer: UserViewer, call: Call, conversation: Conversation | null): void {
  const isSeen = conversation !== null && canSee(viewer, conversation);
  if (!isSeen && !isParty(viewer, call)) throw noCall();
}

/** @throws AppError `forbidden` for whoever is not in it */
export function requireParty(viewer: UserViewer, call: Call): void {
  if (!isParty(viewer, call)) throw new AppError('forbidden', 'You are not in this call.');
}

export function requireFloor(viewer: UserViewer): void {
  requirePermission(viewer, 'floor:manage');
}
