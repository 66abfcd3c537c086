/** The policy: who is offered what. Pure; this one is for one queue per inbox and gives every item to any member of its queue. */
import type { Offer, PresenceState } from '../../shared/model/agent.ts';
import type { CallId, InboxId, QueueId, TeamId, UserId, WorkItemId } from '../../shared/model/ids.ts';
import { roomTaken } from './agent.ts';

export interface WaitingItem {
  id: WorkItemId;
  queueId: QueueId;
  rank: number;
  weight: number;
  excluded: readonly UserId[];
  preferredAgentId: UserId | null;
  /** only its members are asked */
  teamId?: TeamId | null;
  /** given only to whoever has nothing, but for this and for what can wait */
  exclusive?: boolean;
  besideId?: WorkItemId | null;
  /** a call rings at a device, which must be there for its line */
  callId?: CallId | null;
  inboxId?: InboxId;
}

export interface AgentSlot {
  id: UserId;
  queueIds: readonly QueueId[];
  teamIds?: readonly TeamId[];
  presence: PresenceState;
  connected: boolean;
  /** ms since 1970 */
  idleSince: number;
  used: number;
  capacity: number;
  openOffers: number;
  /** on which their device can be rung */
  lines?: readonly InboxId[];
  /** each with its weight */
  held?: readonly { itemId: WorkItemId; weight: number; canWait?: boolean }[];
  /** has something beside which nothing is given */
  isTaken?: boolean;
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

/**
 * Items by rank; each goes to its former owner if possible, else to the agent who has been idle for the longest. An agent is offered one
 * item at a time. Nothing is held back but for this: while something waits that needs somebody with nothing else, the least loaded who could take
 * it is given nothing more, or it would wait for ever beside agents who are always half busy.
 */
export function decide(picture: RoutingPicture, now: number): Decision[] {
  const lanes = createLanes(picture.agents);
  const decisions: Decision[] = [];
  for (const item of inOrder(picture.items)) {
    const lane = lanes.of(item);
    const preferred = lane.find(item.preferredAgentId, item);
    const agent = preferred ?? lane.first(item);
    if (!agent) {
      if (item.exclusive) lanes.keepFree(item);
      continue;
    }
    const why = {
      longestIdleMs: preferred ? null : Math.max(0, now - agent.idleSince),
      previousOwner: preferred !== null,
      othersAvailable: lane.count(item) - 1,
    };
    lanes.take(agent);
    decisions.push({ item, agent, why });
  }
  return decisions;
}

/** May be offered something at all, whatever it weighs. */
export function isFree(agent: AgentSlot): boolean {
  return isThere(agent) && agent.openOffers === 0 && usedFor(agent, { exclusive: true }) < agent.capacity;
}

const isThere = (agent: AgentSlot): boolean =>
  agent.presence === 'available' && agent.connected && agent.isTaken !== true;

/** Whether it has room for the item. */
function fits(agent: AgentSlot, { weight, exclusive, besideId }: WaitingItem): boolean {
  const beside = besideId ? (agent.held?.find(({ itemId }) => itemId === besideId)?.weight ?? 0) : 0;
  const used = usedFor(agent, { exclusive });
  return used + weight <= agent.capacity && !(exclusive && used > beside);
}

/** A call finds them free though they have letters. */
function usedFor({ used, held }: AgentSlot, what: { exclusive?: boolean }): number {
  return what.exclusive && held ? Math.min(used, roomTaken(held, what)) : used;
}

/** Somebody who could take it has not been asked yet; being asked something else at the moment does not count against them. */
export function hasUntried(item: WaitingItem, agents: readonly AgentSlot[]): boolean {
  return agents.some(
    (agent) => isThere(agent) && serves(agent, item) && fits(agent, item) && !item.excluded.includes(agent.id),
  );
}

function serves(agent: AgentSlot, { queueId, teamId, callId, inboxId }: WaitingItem): boolean {
  if (!agent.queueIds.includes(queueId)) return false;
  if (callId && inboxId && !agent.lines?.includes(inboxId)) return false;
  return !teamId || (agent.teamIds?.includes(teamId) ?? false);
}

/** Who has nothing to do comes first, the longest idle of them; then the least loaded. Ids make it certain. */
function compareAgents(a: AgentSlot, b: AgentSlot): number {
  const byLoad = a.used / a.capacity - b.used / b.capacity;
  return byLoad || a.idleSince - b.idleSince || (a.id < b.id ? -1 : 1);
}

/** The agents who may take items of one queue, team and weight, best first. Kept so that each item costs no more than the agents it excludes. */
interface Lane {
  find(id: UserId | null, item: WaitingItem): AgentSlot | null;
  first(item: WaitingItem): AgentSlot | null;
  count(item: WaitingItem): number;
  drop(agent: AgentSlot): void;
}

function createLanes(agents: readonly AgentSlot[]) {
  const free = agents.filter(isFree).sort(compareAgents);
  const lanes = new Map<string, Lane>();

  return {
    of(item: WaitingItem): Lane {
      const line = item.callId ? item.inboxId : '';
      const key = `${item.queueId}:${item.teamId ?? ''}:${item.weight}:${item.exclusive ?? false}:${item.besideId ?? ''}:${line}`;
      const known = lanes.get(key);
      if (known) return known;
      const lane = createLane(free.filter((agent) => serves(agent, item) && fits(agent, item)));
      lanes.set(key, lane);
      return lane;
    },
    /** Somebody will have room for it the sooner. */
    keepFree(item: WaitingItem): void {
      const candidate = free.find(
        (agent) => serves(agent, item) && item.weight <= agent.capacity && !item.excluded.includes(agent.id),
      );
      if (candidate) this.take(candidate);
    },
    /** Gone from every lane, and from those that are still to be laid. */
    take(agent: AgentSlot): void {
      const at = free.indexOf(agent);
      if (at >= 0) free.splice(at, 1);
      for (const lane of lanes.values()) lane.drop(agent);
    },
  };
}

function createLane(agents: readonly AgentSlot[]): Lane {
  const left = new Map(agents.map((agent) => [agent.id, agent]));
  return {
    find(id, item) {
      return id === null || item.excluded.includes(id) ? null : (left.get(id) ?? null);
    },
    first(item) {
      for (const agent of left.values()) if (!item.excluded.includes(agent.id)) return agent;
      return null;
    },
    count: (item) => left.size - item.excluded.filter((id) => left.has(id)).length,
    drop: (agent) => void left.delete(agent.id),
  };
}

/** By rank, ties by id; the stored order is this one already, so sorting is cheap. */
function inOrder(items: readonly WaitingItem[]): WaitingItem[] {
  return [...items].sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
}
