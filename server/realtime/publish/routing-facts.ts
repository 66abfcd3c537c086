/** What routing tells, brought to the agents it concerns and to the visitors who wait. */
import type { InboxId } from '../../../shared/model/ids.ts';
import { agentRoom, type UserViewer } from '../../accounts/scope.ts';
import type { Log } from '../../lib/log.ts';
import type { AgentState, RoutingFact } from '../../routing/routing.ts';
import type { Bus } from '../cluster.ts';
import type { RoutingPort } from '../ports.ts';
import { presentAgentSelf } from '../present/agent-self.ts';
import { inboxRoom } from '../rooms.ts';
import type { AudienceRooms } from './audience-rooms.ts';

export interface RoutingPublisher {
  publish(facts: readonly RoutingFact[]): void;
  /** Tells an agent's sockets of this node its state, each with the rights it has now. */
  tellAgent(state: AgentState): void;
  stop(): void;
}

export interface RoutingPublisherDeps {
  rooms: AudienceRooms;
  bus: Pick<Bus, 'tell'>;
  routing: Pick<RoutingPort, 'availability'>;
  intervalMs: number;
  log: Log;
}

export function createRoutingPublisher({
  rooms,
  bus,
  routing,
  intervalMs,
  log,
}: RoutingPublisherDeps): RoutingPublisher {
  const due = new Map<InboxId, NodeJS.Timeout>();

  function tellAgent(state: AgentState): void {
    const { adapter, sockets } = rooms.console.of('/');
    for (const id of adapter.rooms.get(agentRoom(state.id)) ?? []) {
      const socket = sockets.get(id);
      const viewer: UserViewer | undefined = socket?.data.viewer;
      if (viewer) socket?.emit('agent:changed', { me: presentAgentSelf(viewer, state) });
    }
  }

  async function tellAvailability(inboxId: InboxId): Promise<void> {
    due.delete(inboxId);
    const room = inboxRoom(inboxId);
    if (!rooms.hasVisitors([room])) return;
    rooms.widget.to(room).emit('availability:changed', { availability: await routing.availability(inboxId) });
  }

  function scheduleAvailability(inboxId: InboxId): void {
    if (due.has(inboxId)) return;
    const run = () =>
      tellAvailability(inboxId).catch((error: unknown) => log.error({ err: error, inboxId }, 'no availability'));
    due.set(inboxId, setTimeout(run, intervalMs).unref());
  }

  function tell(fact: RoutingFact): void {
    switch (fact.type) {
      case 'offer-made':
        rooms.console.to(agentRoom(fact.agentId)).emit('offer:made', { offer: fact.offer });
        break;
      case 'offer-ended':
        rooms.console.to(agentRoom(fact.agentId)).emit('offer:ended', { offerId: fact.offerId, why: fact.why });
        break;
      case 'agent':
        bus.tell({ type: 'agent-changed', state: fact.agent });
        break;
      case 'queue':
        bus.tell({ type: 'queue-moved', queueId: fact.queueId });
        break;
      case 'call':
        break;
      case 'availability':
        scheduleAvailability(fact.inboxId);
        break;
    }
  }

  return {
    publish: (facts) => facts.forEach(tell),
    tellAgent,
    stop() {
      for (const timer of due.values()) clearTimeout(timer);
      due.clear();
    },
  };
}
