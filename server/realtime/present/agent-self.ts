/** An agent's own state: the account's half and routing's half in one. */
import type { AgentSelf } from '../../../shared/model/agent.ts';
import type { UserViewer } from '../../accounts/scope.ts';
import type { AgentState } from '../../routing/routing.ts';

export function presentAgentSelf(viewer: UserViewer, state: AgentState): AgentSelf {
  return {
    id: viewer.userId,
    name: viewer.name,
    email: viewer.email,
    role: viewer.role,
    roleName: viewer.roleName,
    reach: viewer.reach,
    permissions: [...viewer.permissions],
    teamIds: [...viewer.teamIds],
    queueIds: [...viewer.queueIds],
    presence: state.presence,
    capacity: state.capacity,
    used: state.used,
    lines: state.lines,
    rev: state.rev,
  };
}
