/** Carries out steps on work and agents: the item first decides, by a claim on its version; the agent, the facts and the conversation follow. */

import { AppError } from '../../shared/errors.ts';
import type { Offer, OfferEnd } from '../../shared/model/agent.ts';
import type { UserId, WorkItemId } from '../../shared/model/ids.ts';
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
import type { Mirror } from './mirror.ts';
import type { AgentStore, WorkStore } from './ports.ts';
import type { RoutingFact } from './routing.ts';
import { advanceWork, type HeldOffer, holderOf, isWaiting, type Outcome, type Work, type WorkEvent } from './work.ts';

export interface Moves {
  /** @throws AppError `not_found` for no such item. */
  work(id: WorkItemId, event: WorkEvent, fence?: number): Promise<{ kind: Outcome<Work>['kind']; work: Work }>;
  agent(id: UserId, event: AgentEvent): Promise<{ kind: Outcome<Agent>['kind']; agent: Agent }>;
  /** Reserves the agent, then claims the item; false when either had changed. */
  offer(work: Work, offer: HeldOffer, fence?: number): Promise<boolean>;
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
  /** somebody may be free now, or something waits */
  poke(): void;
  /** an agent came or went: visitors are told who is there */
  tellAvailability(agentId: UserId): Promise<void>;
}

/** Lost races for one document before giving up; each loss means that somebody else got on. */
const TRIES = 100;

export function createMoves(deps: MovesDeps): Moves {
  const { clock, settings } = deps;

  async function moveWork(id: WorkItemId, event: WorkEvent, fence?: number) {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const before = await deps.work.find(id);
      if (!before) throw new AppError('not_found', 'There is no such work item.');
      const outcome = advanceWork(before, event, clock.now(), settings);
      if (outcome.kind !== 'changed') {
        // Said again, perhaps because the first time ended between the two claims.
        if (outcome.kind === 'same' && event.type === 'accept' && before.state === 'active')
          await followAgent(before, before, event);
        return { kind: outcome.kind, work: before };
      }
      if (fence !== undefined && before.fence > fence) return { kind: 'refused' as const, work: before };
      if (!(await deps.work.save(outcome.next, before.version, fence))) continue;
      await follow(before, outcome.next, event);
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

  async function follow(before: Work, after: Work, event: WorkEvent): Promise<void> {
    await followAgent(before, after, event);
    const facts: RoutingFact[] = [];
    if (before.offer && !after.offer) {
      const { agentId, id: offerId } = before.offer;
      facts.push({ type: 'offer-ended', agentId, offerId, why: endOf(event) });
    }
    if (isWaiting(before) !== isWaiting(after)) facts.push({ type: 'queue', queueId: after.queueId });
    if (facts.length > 0) deps.publish(facts);
    if (after.dirty) await deps.mirror.tell(after);
    deps.poke();
  }

  /** Capacity follows the item, never leads it, except for the reservation before an offer. */
  async function followAgent(before: Work, after: Work, event: WorkEvent): Promise<void> {
    const had = holderOf(before);
    const has = holderOf(after);
    if (event.type === 'accept') {
      await moveAgent(event.agentId, { type: 'take', itemId: after.id, weight: after.weight });
    } else if (had && !has) {
      await moveAgent(had.agentId, releaseBy(event, after.id, had.offerId));
    }
  }

  return {
    work: moveWork,
    agent: moveAgent,
    async offer(work, offer, fence) {
      const { agentId } = offer;
      const reserve = { type: 'reserve', itemId: work.id, weight: work.weight, offerId: offer.id } as const;
      if ((await moveAgent(agentId, reserve)).kind === 'refused') return false;
      const moved = await moveWork(work.id, { type: 'offer', offer }, fence);
      if (moved.kind === 'refused') {
        await moveAgent(agentId, { type: 'release', itemId: work.id, offerId: offer.id });
        return false;
      }
      const shown = await this.present(moved.work, offer);
      if (shown) deps.publish([{ type: 'offer-made', agentId, offer: shown }]);
      return true;
    },
    async present(work, offer) {
      const conversation = await deps.timeline.find(work.conversationId);
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
          waitingSince: work.rank,
          offeredAt: offer.offeredAt,
          expiresAt: offer.expiresAt,
          why: offer.why,
        }
      );
    },
  };
}

function releaseBy(event: WorkEvent, itemId: WorkItemId, offerId: Offer['id'] | null): AgentEvent {
  if (offerId !== null && event.type === 'decline') return { type: 'decline', itemId, offerId };
  if (offerId !== null && event.type === 'lapse') return { type: 'miss', itemId, offerId };
  return { type: 'release', itemId, offerId };
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
    case 'offer':
    case 'withdraw':
    case 'requeue':
    case 'retry':
    case 'see':
    case 'lose-sight':
      return 'withdrawn';
  }
}
