/** The policy: who is offered what. Pure; this one is for one queue per inbox and gives every item to any member of its queue. */
import type { Offer, PresenceState } from '../../shared/model/agent.ts';
import type { QueueId, UserId, WorkItemId } from '../../shared/model/ids.ts';

export interface WaitingItem {
  id: WorkItemId;
  queueId: QueueId;
  rank: number;
  weight: number;
  excluded: readonly UserId[];
  preferredAgentId: UserId | null;
}

export interface AgentSlot {
  id: UserId;
  queueIds: readonly QueueId[];
  presence: PresenceState;
  connected: boolean;
  /** ms since 1970 */
  idleSince: number;
  used: number;
  capacity: number;
  openOffers: number;
}

export interface RoutingPicture {
  items: readonly WaitingItem[];
  agents: readonly AgentSlot[];
}

export interface Decision {
  item: WaitingItem;
  agent: AgentSlot;
  why: Offer['why'];
}

/** Agents of one queue who may get an offer now, best first; `next` skips those at the front who got one. */
interface Lane {
  agents: AgentSlot[];
  next: number;
}

/**
 * Items by rank; each goes to its former owner if possible, else to the agent who has been idle for the longest. An agent is offered one
 * item at a time. Nothing is held back: what can be offered is.
 */
export function decide(picture: RoutingPicture, now: number): Decision[] {
  const lanes = openLanes(picture.agents);
  const taken = new Set<UserId>();
  const decisions: Decision[] = [];
  for (const item of inOrder(picture.items)) {
    const lane = lanes.get(item.queueId);
    if (!lane) continue;
    skipTaken(lane, taken);
    const candidates = candidatesOf(item, lane, taken);
    const agent = candidates.preferred ?? candidates.first;
    if (!agent) continue;
    taken.add(agent.id);
    const why = {
      longestIdleMs: candidates.preferred ? null : Math.max(0, now - agent.idleSince),
      previousOwner: candidates.preferred !== null,
      othersAvailable: candidates.count - 1,
    };
    decisions.push({ item, agent, why });
  }
  return decisions;
}

/** May be offered something at all, whatever it weighs. */
export function isFree(agent: AgentSlot): boolean {
  return agent.presence === 'available' && agent.connected && agent.openOffers === 0 && agent.used < agent.capacity;
}

/** Somebody who could take it has not been asked yet; being asked something else at the moment does not count against them. */
export function hasUntried(item: WaitingItem, agents: readonly AgentSlot[]): boolean {
  return agents.some(
    (agent) =>
      agent.presence === 'available' &&
      agent.connected &&
      agent.queueIds.includes(item.queueId) &&
      agent.used + item.weight <= agent.capacity &&
      !item.excluded.includes(agent.id),
  );
}

/** Who has nothing to do comes first, the longest idle of them; then the least loaded. Ids make it certain. */
function compareAgents(a: AgentSlot, b: AgentSlot): number {
  const byLoad = a.used / a.capacity - b.used / b.capacity;
  return byLoad || a.idleSince - b.idleSince || (a.id < b.id ? -1 : 1);
}

function openLanes(agents: readonly AgentSlot[]): Map<QueueId, Lane> {
  const lanes = new Map<QueueId, Lane>();
  for (const agent of agents.filter(isFree).sort(compareAgents)) {
    for (const queueId of agent.queueIds) {
      const lane = lanes.get(queueId) ?? { agents: [], next: 0 };
      lane.agents.push(agent);
      lanes.set(queueId, lane);
    }
  }
  return lanes;
}

function skipTaken(lane: Lane, taken: ReadonlySet<UserId>): void {
  for (let agent = lane.agents[lane.next]; agent && taken.has(agent.id); agent = lane.agents[lane.next]) lane.next += 1;
}

function candidatesOf(
  item: WaitingItem,
  lane: Lane,
  taken: ReadonlySet<UserId>,
): { first: AgentSlot | null; preferred: AgentSlot | null; count: number } {
  let first: AgentSlot | null = null;
  let preferred: AgentSlot | null = null;
  let count = 0;
  for (let at = lane.next; at < lane.agents.length; at += 1) {
    const agent = lane.agents[at];
    if (!agent || taken.has(agent.id) || agent.used + item.weight > agent.capacity) continue;
    if (item.excluded.includes(agent.id)) continue;
    count += 1;
    first ??= agent;
    if (agent.id === item.preferredAgentId) preferred = agent;
  }
  return { first, preferred, count };
}

/** By rank, ties by id; the stored order is this one already, so sorting is cheap. */
function inOrder(items: readonly WaitingItem[]): WaitingItem[] {
  return [...items].sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
}
