/** What an agent's presence looks like: Busy is being available without room. Pure. */
import type { AgentSelf } from '../../../../shared/model/agent.ts';

export type ShownPresence = 'available' | 'busy' | 'away' | 'offline';

export function readPresence(me: AgentSelf): ShownPresence {
  if (me.presence.state !== 'available') return me.presence.state;
  return me.used >= me.capacity ? 'busy' : 'available';
}

export const awayReasons = ['break', 'lunch', 'meeting', 'training'] as const;
