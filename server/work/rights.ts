/** Who may do what with a conversation as work, beyond seeing it. */
import { AppError } from '../../shared/errors.ts';
import { requirePermission, requireServing, type UserViewer } from '../accounts/scope.ts';
import type { Conversation } from '../timeline/model.ts';

/** What lies with a colleague is theirs; whoever runs the floor may move it all the same. @throws AppError `forbidden` */
export function requireLeave(viewer: UserViewer, conversation: Conversation): void {
  requireServing(viewer, conversation);
  const { work } = conversation;
  const isColleagues =
    work !== null && work.state !== 'closed' && work.ownerId !== null && work.ownerId !== viewer.userId;
  if (isColleagues && !viewer.permissions.includes('floor:manage')) {
    throw new AppError('forbidden', `${work.ownerName ?? 'A colleague'} has it.`);
  }
}

/** @throws AppError `forbidden` unless one runs the floor and may work on it */
export function requireFloor(viewer: UserViewer, conversation: Conversation): void {
  requireServing(viewer, conversation);
  requirePermission(viewer, 'floor:manage');
}

/** Whether somebody who runs the floor does so for this person: of a team of theirs, unless they reach everybody. */
export function runsFloorOf(viewer: UserViewer, person: UserViewer): boolean {
  return viewer.reach === 'all' || person.teamIds.some((id) => viewer.teamIds.includes(id));
}
