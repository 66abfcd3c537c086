/** Carries out steps on work and agents: the item first decides, by a claim on its version; the agent, the facts and the conversation follow. */

import { AppError } from '../../shared/errors.ts';
import type { Offer, OfferEnd } from '../../shared/model/agent.ts';
import type { Id, LegId, UserId, WorkItemId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Timeline } from '../timeline/timeline.ts';
import {
  type Agent,
  type AgentEvent,
  type AgentSettings,
  advanceAgent,
  createAgent,
  isReady,
  toState,
} from './agent.ts';
import { chargeOf, createFollow } from './follow.ts';
import type { Mirror } from './mirror.ts';
import { newsOf } from './news.ts';
import type { AgentStore, WorkStore } from './ports.ts';
import type { RoutingFact, WorkNews } from './routing.ts';
import {
  advanceWork,
  type HeldOffer,
  isWaiting,
  type Outcome,
  type Work,
  type WorkEvent,
  waitingSince,
} from './work.ts';

export interface Moves {
  /** @throws AppError `not_found` for no such item. */
  work(id: WorkItemId, event: WorkEvent, fence?: number): Promise<{ kind: Outcome<Work>['kind']; work: Work }>;
  agent(id: UserId, event: AgentEvent): Promise<{ kind: Outcome<Agent>['kind']; agent: Agent }>;
  /** Reserves the agent, then claims the item; false when either had changed. */
  offer(work: Work, offer: HeldOffer, fence?: number): Promise<boolean>;
  /** The same for a colleague, whatever their queue offers them; `expects`: the owner whose leave it is. */
  handOver(work: Work, offer: HeldOffer, expects: UserId | null): Promise<boolean>;
  /** Takes the agent's room, then does what makes them the owner; false when there is no room, or the item is not theirs after it. */
  own(work: Work, agentId: UserId, event: WorkEvent, fence?: number): Promise<boolean>;
  /** Room for an item that is still to be stored; false when there is none. */
  hold(charge: Omit<ReturnType<typeof chargeOf>, 'lineId' | 'canWait'>, agentId: UserId): Promise<boolean>;
  /** Makes what the agent is charged what the item says. */
  restore(itemId: WorkItemId, agentId: UserId): Promise<void>;
  present(work: Work, offer: HeldOffer): Promise<Offer | null>;
}

export interface MovesDeps {
  work: WorkStore;
  agents: AgentStore;
  timeline: Pick<Timeline, 'find'>;
  mirror: Mirror;
  clock: Clock;
  settings: AgentSettings & { backOffMs: number; capacity: number };
  publish(facts: RoutingFact[]): void;
  /** what somebody must not miss */
  tellNews(news: WorkNews[]): void;
  /** somebody may be free now, or something waits */
  poke(): void;
  /** an agent came or went: visitors are told who is there */
  tellAvailability(agentId: UserId): Promise<void>;
}

/** Lost races for one document before giving up; each loss means that somebody else got on. */
const TRIES = 100;

export function createMoves(deps: MovesDeps): Moves {
  const { clock, settings } = deps;
  const { follow, restore } = createFollow({ work: deps.work, moveAgent });

  async function moveWork(id: WorkItemId, event: WorkEvent, fence?: number) {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const before = await deps.work.find(id);
      if (!before) throw new AppError('not_found', 'There is no such work item.');
      const outcome = advanceWork(before, event, clock.now(), settings);
      if (outcome.kind !== 'changed') {
        // Said again, perhaps because the first time ended between the two claims.
        if (outcome.kind === 'same' && event.type === 'accept' && before.state === 'active')
          await restore(id, event.agentId);
        return { kind: outcome.kind, work: before };
      }
      if (fence !== undefined && before.fence > fence) return { kind: 'refused' as const, work: before };
      if (!(await deps.work.save(outcome.next, before.version, fence))) continue;
      await followAll(before, outcome.next, event);
      return { kind: outcome.kind, work: outcome.next };
    }
    throw new AppError('conflict', 'The work item changes too quickly.');
  }

  async function moveAgent(id: UserId, event: AgentEvent) {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const stored = await deps.agents.find(id);
      const before = stored ?? createAgent(id, settings.capacity);
      const outcome = advanceAgent(before, event, clock.now(), settings);
      if (outcome.kind !== 'changed') return { kind: outcome.kind, agent: before };
      if (!(await deps.agents.save(outcome.next, stored?.rev ?? 0))) continue;
      deps.publish([{ type: 'agent', agent: toState(outcome.next) }]);
      if (isReady(before) !== isReady(outcome.next)) await deps.tellAvailability(id);
      deps.poke();
      return { kind: outcome.kind, agent: outcome.next };
    }
    throw new AppError('conflict', 'The agent changes too quickly.');
  }

  async function followAll(before: Work, after: Work, event: WorkEvent): Promise<void> {
    await follow(before, after, event);
    const facts: RoutingFact[] = [];
    if (before.offer && before.offer.id !== after.offer?.id) {
      const { agentId, id: offerId } = before.offer;
      facts.push({ type: 'offer-ended', agentId, offerId, why: endOf(event) });
    }
    if (isWaiting(before) !== isWaiting(after) || before.rank !== after.rank || before.queueId !== after.queueId) {
      for (const queueId of new Set([before.queueId, after.queueId])) facts.push({ type: 'queue', queueId });
    }
    if (after.callId !== null) facts.push({ type: 'call', callId: after.callId });
    if (facts.length > 0) deps.publish(facts);
    if (after.dirty) await deps.mirror.tell(after);
    deps.tellNews(newsOf(before, after, event));
    deps.poke();
  }

  /** Reserves the agent, then claims the item; what was reserved in vain is given back. */
  async function propose(work: Work, offer: HeldOffer, event: WorkEvent, fence?: number): Promise<boolean> {
    const { agentId } = offer;
    const handover = offer.handover ? { handover: true } : null;
    const reserve = { ...chargeOf(work), offerId: offer.id, ...handover };
    if ((await moveAgent(agentId, { type: 'reserve', ...reserve })).kind === 'refused') return false;
    const moved = await moveWork(work.id, event, fence);
    if (moved.kind === 'refused') {
      await moveAgent(agentId, { type: 'release', itemId: work.id, offerId: offer.id });
      return false;
    }
    const shown = await present(moved.work, offer);
    if (shown) deps.publish([{ type: 'offer-made', agentId, offer: shown }]);
    return true;
  }

  async function present(work: Work, offer: HeldOffer): Promise<Offer | null> {
    const conversation = await deps.timeline.find(work.conversationId);
    const { handover } = offer;
    return (
      conversation && {
        id: offer.id,
        workItemId: work.id,
        conversationId: work.conversationId,
        inboxId: work.inboxId,
        channel: conversation.channel,
        queueName: work.queueName,
        customerName: conversation.customer.name,
        preview: conversation.preview?.text ?? '',
        waitingSince: waitingSince(work),
        offeredAt: offer.offeredAt,
        expiresAt: offer.expiresAt,
        why: offer.why,
        ...(handover ? { handover: { byName: handover.byName, note: handover.note } } : {}),
        // The leg that rings for an offer has the offer's own id: begun twice, it is one.
        ...(work.callId ? { call: { id: work.callId, legId: offer.id as Id<string> as LegId } } : {}),
      }
    );
  }

  return {
    work: moveWork,
    agent: moveAgent,
    present,
    offer: (work, offer, fence) => propose(work, offer, { type: 'offer', offer }, fence),
    handOver: (work, offer, expects) => propose(work, offer, { type: 'hand-over', offer, expects }),
    async own(work, agentId, event, fence) {
      if ((await moveAgent(agentId, { type: 'hold', ...chargeOf(work) })).kind === 'refused') return false;
      const moved = await moveWork(work.id, event, fence);
      const isTheirs = moved.work.ownerId === agentId;
      if (moved.kind !== 'changed') await restore(work.id, agentId);
      return moved.kind !== 'refused' && isTheirs;
    },
    hold: async (charge, agentId) => (await moveAgent(agentId, { type: 'hold', ...charge })).kind !== 'refused',
    restore,
  };
}

function endOf(event: WorkEvent): OfferEnd {
  switch (event.type) {
    case 'accept':
      return 'accepted';
    case 'decline':
      return 'declined';
    case 'lapse':
      return 'timeout';
    case 'close':
      return event.by.kind === 'customer' ? 'customer-left' : 'withdrawn';
    default:
      return 'withdrawn';
  }
}
