/** Puts routing together: what callers may ask, and the loop of the router that leads. */

import { AppError } from '../../shared/errors.ts';
import type { UserId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { createAgent, toState } from './agent.ts';
import { createCallWork } from './call-work.ts';
import { createCustomers } from './customers.ts';
import { createHandovers } from './handovers.ts';
import { createHoursWatch } from './hours-watch.ts';
import { createLeadership } from './leadership.ts';
import { createLoop } from './loop.ts';
import { createMirror } from './mirror.ts';
import { createMoves } from './moves.ts';
import { createOffering } from './offering.ts';
import { createPass } from './pass.ts';
import type { AgentStore, Leases, RoutingDirectory, WorkStore } from './ports.ts';
import { createPresence } from './presence.ts';
import { type ReconcileReport, reconcile } from './reconcile.ts';
import { createRests } from './rests.ts';
import { inboxesServedBy, readRoster } from './roster.ts';
import type { Routing, RoutingFact, WorkNews } from './routing.ts';
import { defaultSettings, type RoutingSettings } from './settings.ts';
import { systemTimers, type Timers } from './timers.ts';
import { createWorkDesk } from './work-desk.ts';

export interface RoutingDeps {
  work: WorkStore;
  agents: AgentStore;
  timeline: Pick<Timeline, 'append' | 'change' | 'find'>;
  directory: RoutingDirectory;
  leases: Leases;
  ids: Ids;
  clock: Clock;
  /** of this process; another one after every start is best, the same one is fine */
  nodeId: string;
  publish(facts: RoutingFact[]): void;
  /** what somebody must not miss; told again after a crash at most as often as the step was followed */
  tellNews?(news: WorkNews[]): void;
  /** how much work somebody can hold, in units of 100 per full agent; null, or nobody to ask: as the settings say */
  capacityOf?(id: UserId): Promise<number | null>;
  log: Log;
  timers?: Timers;
  settings?: Partial<RoutingSettings>;
}

export interface RoutingService extends Routing {
  /** A hint, perhaps from another node, that there may be something to do. */
  poke(): void;
  /** Mends what a crash left; everything it reports must be 0 when nothing crashed. */
  reconcile(): Promise<ReconcileReport>;
  /** Resolves when nothing is being done; for tests. */
  settled(): Promise<void>;
}

export function createRouting(deps: RoutingDeps): RoutingService {
  const { work, agents, timeline, directory, clock, ids, nodeId, log } = deps;
  const settings = { ...defaultSettings, ...deps.settings };
  const timers = deps.timers ?? systemTimers;
  const poke = () => loop.poke();

  const mirror = createMirror({ work, timeline, clock, log });
  const moves = createMoves({
    work,
    agents,
    timeline,
    mirror,
    clock,
    settings: {
      capacity: settings.capacity,
      missesUntilAway: settings.missesUntilAway,
      graceMs: settings.graceSeconds * 1_000,
      backOffMs: settings.backOffSeconds * 1_000,
    },
    publish,
    tellNews: deps.tellNews ?? (() => undefined),
    poke,
    tellAvailability,
  });
  const customers = createCustomers({ work, agents, directory, moves, clock, nodeId });
  const presence = createPresence({
    work,
    agents,
    moves,
    directory,
    loseSight: customers.loseSight,
    clock,
    nodeId,
    nodeLeaseMs: settings.nodeLeaseMs,
  });
  const desk = createWorkDesk({
    work,
    timeline,
    directory,
    customers,
    moves,
    mirror,
    ids,
    clock,
    nodeId,
    publish,
    poke,
  });
  const offerMs = settings.offerSeconds * 1_000;
  const handovers = createHandovers({
    ...{ work, directory, moves, mirror, clock, ids, nodeId, offerMs, publish, poke },
  });
  const calls = createCallWork({
    ...{ work, agents, directory, moves, handovers, mirror, ids, clock, nodeId, publish, poke },
    capacity: settings.capacity,
  });
  const rests = createRests({ work, timeline, moves });
  const offering = createOffering({ work, agents, directory, moves, clock, ids, offerMs });
  const mend = (quietMs: number) => reconcile({ work, agents, moves, mirror, directory, clock }, quietMs);
  const leadership = createLeadership({ leases: deps.leases, timers, holder: nodeId, leaseMs: settings.leaseMs });
  const pass = createPass({
    leadership,
    presence,
    offering,
    work,
    agents,
    moves,
    wake: rests.wakeDue,
    mend,
    hours: createHoursWatch(directory),
    clock,
    settings,
    publish,
    log,
  });
  const loop = createLoop({ pass, clock, timers, pollMs: settings.pollMs, log });

  function publish(facts: RoutingFact[]): void {
    for (const fact of facts) {
      if (fact.type === 'queue') customers.forgetPlaces(fact.queueId);
      if (fact.type === 'agent') customers.forgetAvailability();
    }
    deps.publish(facts);
  }

  async function tellAvailability(agentId: UserId): Promise<void> {
    const inboxIds = await inboxesServedBy(agentId, directory);
    if (inboxIds.length > 0) publish(inboxIds.map((inboxId) => ({ type: 'availability', inboxId })));
  }

  async function resize(id: UserId): Promise<void> {
    const capacity = (await deps.capacityOf?.(id)) ?? settings.capacity;
    if ((await findAgent(id)).capacity !== capacity) await moves.agent(id, { type: 'resize', capacity });
  }

  async function findAgent(id: UserId) {
    return (await agents.find(id)) ?? createAgent(id, settings.capacity);
  }

  return {
    enqueue: desk.enqueue,
    close: desk.close,
    handOver: (...given) => handovers.handOver(...given),
    recall: handovers.recall,
    give: handovers.give,
    reopen: handovers.reopen,
    calls,
    snooze: rests.snooze,
    wrapUp: rests.wrapUp,
    prioritise: rests.prioritise,
    customerWrote: rests.customerWrote,
    async accept(agentId, workItemId, offerId) {
      const moved = await moves.work(workItemId, { type: 'accept', agentId, offerId });
      if (moved.kind === 'refused') throw new AppError('offer_gone', 'This offer is no longer open.');
      return { conversationId: moved.work.conversationId };
    },
    async decline(agentId, workItemId, offerId, reason) {
      await moves.work(workItemId, { type: 'decline', agentId, offerId, reason });
    },
    setPresence: async (agentId, state, why) => toState(await presence.choose(agentId, state, why)),
    async agentConnected(agentId, socketId) {
      // Takes its turn before anything is waited for: a socket that goes at once must not be stored after it went.
      await presence.connect(agentId, socketId);
      await resize(agentId);
      return toState(await findAgent(agentId));
    },
    agentDisconnected: presence.disconnect,
    agentLines: presence.plug,
    visitorSeen: customers.seen,
    agent: async (agentId) => toState(await findAgent(agentId)),
    async offersOf(agentId) {
      const held = await work.held(agentId);
      const shown = held.map((one) => (one.offer?.agentId === agentId ? moves.present(one, one.offer) : null));
      return (await Promise.all(shown)).filter((offer) => offer !== null);
    },
    ahead: customers.ahead,
    availability: customers.availability,
    async agentChanged(agentId) {
      if (!(await directory.enabledUsers()).has(agentId)) await presence.takeEverything(agentId);
      else await resize(agentId);
      const queueIds = (await readRoster(directory)).get(agentId)?.queueIds ?? [];
      for (const one of await work.held(agentId)) {
        // What a colleague hands over is for this agent, whatever they serve.
        if (one.offer?.agentId === agentId && !one.offer.handover && !queueIds.includes(one.queueId)) {
          await moves.work(one.id, { type: 'withdraw', offerId: one.offer.id });
        }
      }
      publish((await directory.inboxes()).map((inbox) => ({ type: 'availability', inboxId: inbox.id })));
      poke();
    },
    poke,
    reconcile: () => mend(0),
    settled: loop.settled,
    async start() {
      // Sockets under this name are those of the process before: they are gone.
      await presence.buryNode(nodeId);
      await presence.renewNode();
      loop.start();
    },
    async stop() {
      await loop.stop();
      await presence.leave();
      await leadership.resign();
    },
  };
}
