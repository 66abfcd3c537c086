/** What an agent is, and why: by themselves, or by somebody who runs the floor. */
import { AppError } from '../../shared/errors.ts';
import type { PresenceReasonId } from '../../shared/model/ids.ts';
import { requirePermission } from '../accounts/scope.ts';
import type { PresenceWhy } from '../routing/routing.ts';
import type { WorkDeps, WorkVerbs } from './ports.ts';
import { runsFloorOf } from './rights.ts';

export function createPresenceVerbs({
  routing,
  catalogue,
  people,
}: WorkDeps): Pick<WorkVerbs, 'setPresence' | 'forcePresence'> {
  /** The name is kept as it is now. @throws AppError `invalid` for one that is not offered */
  async function why(reasonId: PresenceReasonId | undefined): Promise<PresenceWhy> {
    if (reasonId === undefined) return {};
    const found = (await catalogue.presenceReasons()).find(({ id }) => id === reasonId);
    if (!found || found.archived) {
      throw new AppError('invalid', 'There is no such reason.', { fields: { reasonId: 'unknown reason' } });
    }
    return { reasonId, reason: found.name, minutes: found.minutes };
  }

  return {
    async setPresence(viewer, state, reasonId) {
      return routing.setPresence(viewer.userId, state, state === 'away' ? await why(reasonId) : {});
    },
    async forcePresence(viewer, agentId, state, reasonId) {
      requirePermission(viewer, 'floor:manage');
      const person = await people.viewerOfUser(agentId);
      if (!person || !runsFloorOf(viewer, person)) throw new AppError('not_found', 'There is no such colleague.');
      const given = state === 'away' ? await why(reasonId) : {};
      if ((await routing.agent(agentId)).presence.state === 'offline') {
        throw new AppError('conflict', `${person.name} is not here.`);
      }
      await routing.setPresence(agentId, state, agentId === viewer.userId ? given : { ...given, byName: viewer.name });
    },
  };
}
