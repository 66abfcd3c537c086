/** Who serves which queue, and the agents as the policy sees them. */
import type { InboxId, QueueId, TeamId, UserId } from '../../shared/model/ids.ts';
import { type Agent, linesOf } from './agent.ts';
import type { AgentSlot } from './decide.ts';
import type { RoutingDirectory } from './ports.ts';

export interface Member {
  name: string;
  queueIds: QueueId[];
  teamIds?: readonly TeamId[];
}

export type Roster = ReadonlyMap<UserId, Member>;

export async function readRoster(directory: Pick<RoutingDirectory, 'queues' | 'usersOfQueue'>): Promise<Roster> {
  const roster = new Map<UserId, Member>();
  for (const { id: queueId } of await directory.queues()) {
    for (const { id, name, teamIds } of await directory.usersOfQueue(queueId)) {
      const member = roster.get(id) ?? { name, queueIds: [], teamIds };
      member.queueIds.push(queueId);
      roster.set(id, member);
    }
  }
  return roster;
}

/** Whoever serves no queue is no slot. */
export function slotsOf(agents: readonly Agent[], roster: Roster): AgentSlot[] {
  return agents.flatMap((agent) => {
    const member = roster.get(agent.id);
    if (!member) return [];
    return [
      {
        id: agent.id,
        queueIds: member.queueIds,
        teamIds: member.teamIds ?? [],
        presence: agent.presence.state,
        connected: agent.sockets.length > 0,
        idleSince: agent.idleSince,
        used: agent.used,
        capacity: agent.capacity,
        held: agent.held,
        lines: linesOf(agent),
        isTaken: agent.held.some((held) => held.exclusive),
        openOffers: agent.held.filter((held) => held.offerId !== null).length,
      },
    ];
  });
}

export async function inboxesServedBy(
  agentId: UserId,
  directory: Pick<RoutingDirectory, 'queues' | 'usersOfQueue' | 'inboxes'>,
): Promise<InboxId[]> {
  const queueIds = (await readRoster(directory)).get(agentId)?.queueIds ?? [];
  return (await directory.inboxes()).filter((inbox) => queueIds.includes(inbox.queueId)).map((inbox) => inbox.id);
}
