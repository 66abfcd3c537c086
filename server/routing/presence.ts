/** Agents come and go: sockets, readiness, the grace, and what becomes of their offers and chats. */
import type { InboxId, UserId, WorkItemId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { type Agent, isReady } from './agent.ts';
import type { Moves } from './moves.ts';
import type { AgentStore, RoutingDirectory, WorkStore } from './ports.ts';
import type { PresenceWhy } from './routing.ts';
import { leavingEvent } from './work.ts';

export interface Presence {
  choose(agentId: UserId, state: 'available' | 'away', why?: PresenceWhy): Promise<Agent>;
  connect(agentId: UserId, socketId: string): Promise<Agent>;
  disconnect(agentId: UserId, socketId: string): Promise<void>;
  /** Which lines the device of this page can be rung on. What rings there already may go on in another page. */
  plug(agentId: UserId, socketId: string, lines: InboxId[]): Promise<void>;
  /** Open offers go back into the queue at once; owned chats stay. */
  withdrawOffers(agentId: UserId): Promise<void>;
  /** Their account was disabled: nothing stays theirs. */
  takeEverything(agentId: UserId): Promise<void>;
  /** The grace is over: chats and calls go back into the queue with their old rank, letters stay, then the agent is offline. */
  endGrace(agentId: UserId): Promise<void>;
  /** A node's lease ran out, or it starts anew: its sockets are gone, and its visitors are out of sight. */
  buryNode(nodeId: string): Promise<void>;
  /** Renews this node's lease, and makes the stored sockets those that are really here: somebody may have buried it. */
  renewNode(): Promise<void>;
  leave(): Promise<void>;
}

interface Deps {
  work: Pick<WorkStore, 'held' | 'waitingSeenOn'>;
  agents: AgentStore;
  moves: Pick<Moves, 'work' | 'agent'>;
  directory: Pick<RoutingDirectory, 'enabledUsers'>;
  loseSight(work: { id: WorkItemId; inboxId: InboxId }, nodeId: string): Promise<void>;
  clock: Clock;
  nodeId: string;
  nodeLeaseMs: number;
}

export function createPresence(deps: Deps): Presence {
  const { moves, nodeId } = deps;
  /** the sockets that are here, whatever is stored */
  const local = new Map<string, { agentId: UserId; lines: InboxId[] }>();
  const lanes = new Map<UserId, Promise<unknown>>();

  /** A socket that goes as soon as it came must not be stored after it was removed. */
  function inTurn<T>(agentId: UserId, act: () => Promise<T>): Promise<T> {
    const turn = (lanes.get(agentId) ?? Promise.resolve()).then(act, act);
    lanes.set(agentId, turn);
    const leave = () => {
      if (lanes.get(agentId) === turn) lanes.delete(agentId);
    };
    turn.then(leave, leave);
    return turn;
  }

  async function withdrawOffers(agentId: UserId): Promise<void> {
    for (const work of await deps.work.held(agentId)) {
      if (work.offer?.agentId === agentId) await moves.work(work.id, { type: 'withdraw', offerId: work.offer.id });
    }
  }

  async function leaveWork(agentId: UserId, isEnabled: boolean): Promise<void> {
    await withdrawOffers(agentId);
    for (const work of await deps.work.held(agentId)) {
      const event = work.ownerId === agentId ? leavingEvent(work, isEnabled) : null;
      if (event) await moves.work(work.id, event);
    }
  }

  async function settle(agent: Agent): Promise<void> {
    if (!isReady(agent)) await withdrawOffers(agent.id);
  }

  async function buryNode(dead: string): Promise<void> {
    for (const { id } of await deps.agents.ofNode(dead)) {
      await settle((await moves.agent(id, { type: 'lose-node', nodeId: dead })).agent);
    }
    for (const work of await deps.work.waitingSeenOn(dead)) await deps.loseSight(work, dead);
    await deps.agents.removeNode(dead);
  }

  return {
    withdrawOffers,
    takeEverything: (agentId) => leaveWork(agentId, false),
    buryNode,
    async choose(agentId, state, why) {
      const { agent } = await moves.agent(agentId, { type: 'choose', state, why });
      await settle(agent);
      return (await deps.agents.find(agentId)) ?? agent;
    },
    connect(agentId, socketId) {
      const lines = local.get(socketId)?.lines ?? [];
      local.set(socketId, { agentId, lines });
      return inTurn(agentId, async () => {
        const { agent } = await moves.agent(agentId, { type: 'connect', socketId, nodeId });
        return lines.length === 0 ? agent : (await moves.agent(agentId, { type: 'lines', socketId, lines })).agent;
      });
    },
    plug(agentId, socketId, lines) {
      const known = local.get(socketId);
      if (known) local.set(socketId, { ...known, lines });
      return inTurn(agentId, async () => {
        await moves.agent(agentId, { type: 'lines', socketId, lines });
      });
    },
    disconnect(agentId, socketId) {
      local.delete(socketId);
      return inTurn(agentId, async () => {
        await settle((await moves.agent(agentId, { type: 'disconnect', socketId })).agent);
      });
    },
    async endGrace(agentId) {
      const agent = await deps.agents.find(agentId);
      if (!agent || agent.sockets.length > 0 || agent.graceUntil === null || agent.graceUntil > deps.clock.now())
        return;
      // The due time goes last: whoever dies in between leaves it to be fired again.
      await leaveWork(agentId, (await deps.directory.enabledUsers()).has(agentId));
      await moves.agent(agentId, { type: 'end-grace' });
      // A customer who came back meanwhile found them still there.
      await leaveWork(agentId, true);
    },
    async renewNode() {
      await deps.agents.renewNode(nodeId, deps.clock.now() + deps.nodeLeaseMs);
      const stored = (await deps.agents.ofNode(nodeId)).flatMap(({ id: agentId, sockets }) =>
        sockets.flatMap((socket) => (socket.nodeId === nodeId ? { agentId, socketId: socket.id } : [])),
      );
      for (const { agentId, socketId } of stored) if (!local.has(socketId)) await this.disconnect(agentId, socketId);
      const known = new Set(stored.map(({ socketId }) => socketId));
      for (const [socketId, { agentId }] of local) if (!known.has(socketId)) await this.connect(agentId, socketId);
    },
    async leave() {
      local.clear();
      await buryNode(nodeId);
    },
  };
}
