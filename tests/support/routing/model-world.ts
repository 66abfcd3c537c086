/** The pure core of routing on maps, with a virtual clock: what the moves do with stored documents, and the commands that may come. */
import fc from 'fast-check';
import { type Agent, type AgentEvent, advanceAgent, createAgent } from '../../../server/routing/agent.ts';
import { decide, hasUntried, type WaitingItem } from '../../../server/routing/decide.ts';
import { agentEvents } from '../../../server/routing/follow.ts';
import { slotsOf } from '../../../server/routing/roster.ts';
import {
  advanceWork,
  dueOf,
  enqueueWork,
  holdersOf,
  isWaiting,
  leavingEvent,
  overdueEvent,
  type Work,
  type WorkEvent,
} from '../../../server/routing/work.ts';
import { findRecallable } from '../../../server/routing/work-recall.ts';
import type {
  ConversationId,
  DispositionId,
  IdentityId,
  InboxId,
  OfferId,
  QueueId,
  UserId,
  WorkItemId,
} from '../../../shared/model/ids.ts';
import { findViolations } from './invariants.ts';

const QUEUE = 'queue' as QueueId;
const AGENTS = ['a', 'b', 'c', 'd'] as UserId[];
const settings = { graceMs: 60_000, missesUntilAway: 2, backOffMs: 10_000 };
const roster = new Map(AGENTS.map((id) => [id, { name: id, queueIds: [QUEUE] }]));

export type Command =
  | { do: 'arrive'; live: boolean; weight: number; prefers: number | null }
  | { do: 'accept' | 'decline' | 'repeat' | 'close' | 'unseen' | 'seen'; which: number }
  | { do: Verb; which: number; who: number }
  | { do: 'available' | 'away' | 'connect' | 'disconnect'; who: number }
  | { do: 'wait'; ms: number };

const verbs = [
  'hand-over',
  'send-on',
  'recall',
  'give',
  'snooze',
  'wake',
  'write',
  'finish',
  'wrap-up',
  'prioritise',
] as const;
type Verb = (typeof verbs)[number];
const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

const index = fc.nat({ max: 30 });
export const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('arrive' as const),
      live: fc.boolean(),
      weight: fc.constantFrom(34, 34, 20, 100),
      prefers: fc.option(fc.nat({ max: 3 })),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'accept' as const,
        'accept' as const,
        'decline' as const,
        'repeat' as const,
        'close' as const,
        'unseen' as const,
        'seen' as const,
      ),
      which: index,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom(...verbs), which: index, who: fc.nat({ max: 3 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'available' as const,
        'available' as const,
        'away' as const,
        'connect' as const,
        'connect' as const,
        'disconnect' as const,
      ),
      who: fc.nat({ max: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 100, 1_000, 5_000, 10_000, 30_000, 61_000),
    }),
  },
);

/** What the moves do with stored documents, on maps. */
export class World {
  now = 1_000_000;
  items = new Map<WorkItemId, Work>();
  agents = new Map<UserId, Agent>(AGENTS.map((id) => [id, createAgent(id, 100)]));
  ranks = new Map<WorkItemId, number>();
  accepted: [WorkItemId, UserId, OfferId][] = [];
  made = 0;

  run(command: Command): void {
    switch (command.do) {
      case 'arrive':
        this.arrive(command);
        break;
      case 'wait':
        this.wait(command.ms);
        break;
      case 'available':
      case 'away':
        this.choose(pick(AGENTS, command.who), command.do);
        break;
      case 'connect':
        this.agent(pick(AGENTS, command.who), { type: 'connect', socketId: `s${command.who}`, nodeId: 'n' });
        break;
      case 'disconnect':
        this.agent(pick(AGENTS, command.who), { type: 'disconnect', socketId: `s${command.who}` });
        this.withdraw(pick(AGENTS, command.who));
        break;
      case 'accept':
      case 'decline':
      case 'repeat':
      case 'close':
      case 'unseen':
      case 'seen':
        this.customerOrAgent(command.do, command.which);
        break;
      default:
        this.byHand(command.do, command.which, pick(AGENTS, command.who));
        break;
    }
  }

  private byHand(verb: Verb, which: number, who: UserId): void {
    const open = [...this.items.values()].filter((work) => work.state !== 'closed');
    if (open.length === 0) return;
    const work = pick(open, which);
    const by = { id: who, name: who };
    const expects = isWaiting(work) ? null : work.ownerId;
    switch (verb) {
      case 'hand-over':
        this.handOver(work, who, expects);
        break;
      case 'send-on': {
        const target = { kind: 'queue', id: QUEUE, name: 'Support' } as const;
        const to = { queueId: QUEUE, queueName: 'Support', teamId: null, target };
        this.work(work.id, { type: 'send-on', to, by, expects });
        break;
      }
      case 'recall': {
        const found = findRecallable(work, this.now);
        const owner = found?.before?.snooze ? null : (found?.before?.ownerId ?? null);
        const back = { id: found?.byId ?? who, name: 'x' };
        if (owner && this.own(work, owner, { type: 'recall', by: back, keeps: owner })) return;
        this.work(work.id, { type: 'recall', by: back, keeps: null });
        break;
      }
      case 'give':
        this.own(work, who, { type: 'give', to: by, by: { id: pick(AGENTS, which), name: 'x' } });
        break;
      case 'snooze':
        this.work(work.id, { type: 'snooze', until: this.now + 20_000, by });
        break;
      case 'wake':
      case 'write':
        if (work.state === 'wrap-up') this.work(work.id, { type: 'resume' });
        else this.wake(work, verb === 'wake' ? 'agent' : 'customer');
        break;
      case 'finish':
        if (work.ownerId === null) return;
        this.work(work.id, {
          type: 'close',
          by: { kind: 'agent', ...by, id: work.ownerId },
          reason: 'done',
          wrapUpMs: 15_000,
        });
        break;
      case 'wrap-up':
        this.work(work.id, { type: 'wrap-up', by, outcome: { dispositionId: 'd' as DispositionId, name: 'Done' } });
        break;
      case 'prioritise':
        this.work(work.id, { type: 'prioritise', priority: pick(PRIORITIES, which), by });
        break;
    }
  }

  private handOver(work: Work, who: UserId, expects: UserId | null): void {
    this.made += 1;
    const to = { kind: 'agent' as const, id: who, name: who };
    const offer = {
      ...{
        id: `o${this.made}` as OfferId,
        agentId: who,
        agentName: who,
        offeredAt: this.now,
        expiresAt: this.now + 30_000,
      },
      why: { longestIdleMs: null, previousOwner: false, othersAvailable: 0 },
      handover: { byId: 'a' as UserId, byName: 'a', to },
    };
    const reserve = { itemId: work.id, weight: work.weight, offerId: offer.id, handover: true };
    if (!this.agent(who, { type: 'reserve', ...reserve })) return;
    if (!this.work(work.id, { type: 'hand-over', offer, expects }))
      this.agent(who, { type: 'release', itemId: work.id, offerId: offer.id });
  }

  /** Room first, then the item; what was held for nothing is given back. */
  private own(work: Work, who: UserId, event: WorkEvent): boolean {
    const had = holdersOf(work).some((holder) => holder.agentId === who);
    const before = this.agents.get(who);
    if (!this.agent(who, { type: 'hold', itemId: work.id, weight: work.weight }) && !had) return false;
    if (this.work(work.id, event)) return true;
    if (before) this.agents.set(who, before);
    return false;
  }

  private wake(work: Work, reason: 'due' | 'agent' | 'customer'): void {
    const { ownerId, version } = work;
    if (ownerId && this.own(work, ownerId, { type: 'wake', reason, keeps: ownerId, version })) return;
    this.work(work.id, { type: 'wake', reason, keeps: null, version });
  }

  private customerOrAgent(what: 'accept' | 'decline' | 'repeat' | 'close' | 'unseen' | 'seen', which: number): void {
    const offered = [...this.items.values()].filter((work) => work.offer);
    const open = [...this.items.values()].filter((work) => work.state !== 'closed');
    if (what === 'accept' || what === 'decline') {
      const work = offered.length > 0 ? pick(offered, which) : undefined;
      if (!work?.offer) return;
      const { agentId, id: offerId } = work.offer;
      this.work(work.id, { type: what, agentId, offerId });
      if (what === 'accept') this.accepted.push([work.id, agentId, offerId]);
    } else if (what === 'repeat') {
      this.repeat(which);
    } else if (open.length > 0) {
      const { id } = pick(open, which);
      if (what === 'unseen') this.work(id, { type: 'lose-sight', patienceMs: 20_000, nodeId: null });
      else if (what === 'seen') this.see(id);
      else this.work(id, { type: 'close', by: { kind: 'customer' }, reason: 'ended', wrapUpMs: 5_000 });
    }
  }

  private see(id: WorkItemId): void {
    this.work(id, { type: 'see', nodeId: 'n' });
    const work = this.items.get(id);
    if (work?.state !== 'active' || work.ownerId === null) return;
    if (this.agents.get(work.ownerId)?.presence.state === 'offline') this.leave(work);
  }

  /** I12: what was done before is done again, by anybody, and nothing moves. */
  private repeat(which: number): void {
    if (this.accepted.length === 0) return;
    const [id, agentId, offerId] = pick(this.accepted, which);
    const before = JSON.stringify([this.items.get(id), this.agents.get(agentId)]);
    this.work(id, { type: 'accept', agentId, offerId });
    this.work(id, { type: 'decline', agentId, offerId });
    this.work(id, { type: 'lapse', offerId });
    this.work(id, { type: 'withdraw', offerId });
    this.agent(agentId, { type: 'release', itemId: id, offerId });
    if (this.items.get(id)?.state === 'closed')
      this.work(id, { type: 'close', by: { kind: 'system' }, reason: 'done' });
    expect(JSON.stringify([this.items.get(id), this.agents.get(agentId)])).toBe(before);
  }

  private arrive({ live, weight, prefers }: Extract<Command, { do: 'arrive' }>): void {
    this.now += 1;
    const id = `i${String(this.items.size).padStart(5, '0')}` as WorkItemId;
    const preferredAgentId = prefers === null ? null : pick(AGENTS, prefers);
    const request = {
      conversationId: id as string as ConversationId,
      inboxId: 'in' as InboxId,
      identityId: id as string as IdentityId,
    };
    const birth = { id, queueName: 'Support', after: null, nodeId: 'n', now: this.now };
    this.items.set(id, enqueueWork({ ...request, queueId: QUEUE, weight, live, preferredAgentId }, birth));
    this.ranks.set(id, this.now);
  }

  private choose(id: UserId, state: 'available' | 'away'): void {
    if (this.agents.get(id)?.sockets.length === 0) return;
    this.agent(id, { type: 'choose', state });
    if (state === 'away') this.withdraw(id);
  }

  private withdraw(id: UserId): void {
    const agent = this.agents.get(id);
    if (agent?.presence.state === 'available' && agent.sockets.length > 0) return;
    for (const work of this.items.values()) {
      if (work.offer?.agentId === id) this.work(work.id, { type: 'withdraw', offerId: work.offer.id });
    }
  }

  private leave(work: Work): void {
    const event = leavingEvent(work, true);
    if (event) this.work(work.id, event);
  }

  /** Time passes from one due moment to the next, as the loop's timer does it. */
  private wait(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const next = Math.min(...this.dueTimes());
      if (next > end) break;
      this.now = Math.max(this.now, next);
      this.fire();
      this.offer();
    }
    this.now = end;
  }

  private dueTimes(): number[] {
    const items = [...this.items.values()].flatMap((work) => dueOf(work) ?? []);
    return [...items, ...[...this.agents.values()].flatMap((agent) => agent.graceUntil ?? [])];
  }

  private fire(): void {
    for (const agent of this.agents.values()) {
      if (agent.graceUntil === null || agent.graceUntil > this.now) continue;
      for (const work of this.items.values()) {
        if (work.ownerId === agent.id) this.leave(work);
      }
      this.agent(agent.id, { type: 'end-grace' });
    }
    for (const work of this.items.values()) {
      const event = overdueEvent(work, this.now, 0);
      if (!event) continue;
      if (event.type === 'wake') {
        this.wake(work, 'due');
        continue;
      }
      const clear = !hasUntried(work, slotsOf([...this.agents.values()], roster));
      this.work(work.id, event.type === 'retry' ? { type: 'retry', clear } : event);
    }
  }

  /** One pass: decide, reserve, claim. */
  offer(): void {
    const agents = slotsOf([...this.agents.values()], roster);
    const items = [...this.items.values()].filter((work) => work.state === 'waiting');
    for (const { item, agent, why } of decide({ items, agents }, this.now)) {
      expect(this.agents.get(agent.id)?.presence.state).toBe('available');
      this.made += 1;
      const offer = {
        id: `o${this.made}` as OfferId,
        agentId: agent.id,
        agentName: agent.id,
        offeredAt: this.now,
        expiresAt: this.now + 30_000,
        why,
      };
      this.agent(agent.id, { type: 'reserve', itemId: item.id, weight: item.weight, offerId: offer.id });
      expect(this.agents.get(agent.id)?.held.some((held) => held.offerId === offer.id)).toBe(true);
      this.work(item.id, { type: 'offer', offer });
      this.checkOrder(item, agent.id);
    }
  }

  /** I6: nobody who came before, and could have been given to this agent, still waits for others. */
  private checkOrder(item: WaitingItem, agentId: UserId): void {
    const passed = [...this.items.values()].filter(
      (work) =>
        work.state === 'waiting' &&
        work.rank < item.rank &&
        work.weight <= item.weight &&
        !work.excluded.includes(agentId),
    );
    expect(passed.map((work) => work.id)).toEqual([]);
  }

  private work(id: WorkItemId, event: WorkEvent): boolean {
    const before = this.items.get(id);
    const outcome = before && advanceWork(before, event, this.now, settings);
    if (!before || outcome?.kind !== 'changed') return false;
    this.items.set(id, outcome.next);
    for (const { agentId, move } of agentEvents(before, outcome.next, event)) this.agent(agentId, move);
    return true;
  }

  private agent(id: UserId, event: AgentEvent): boolean {
    const before = this.agents.get(id);
    const outcome = before && advanceAgent(before, event, this.now, settings);
    if (outcome?.kind === 'changed') this.agents.set(id, outcome.next);
    return outcome?.kind === 'changed';
  }

  check(): void {
    const items = [...this.items.values()];
    // I1 I2 I3 I9 I10
    expect(findViolations(items, [...this.agents.values()], this.now)).toEqual([]);
    // I8: none is lost
    expect(items.length).toBe(this.ranks.size);
    // I14: age never resets
    expect(items.filter((work) => work.enqueuedAt !== this.ranks.get(work.id)).map(({ id }) => id)).toEqual([]);
    // nothing that is due is left lying, whatever it is
    const late = items.filter((work) => work.state !== 'closed' && (dueOf(work) ?? this.now) < this.now - 1_000);
    expect(late.map(({ id }) => id)).toEqual([]);
    this.checkNothingHeldBack(items);
  }

  /** I5: whatever can be offered is. */
  private checkNothingHeldBack(items: readonly Work[]): void {
    const agents = slotsOf([...this.agents.values()], roster);
    expect(decide({ items: items.filter((work) => work.state === 'waiting'), agents }, this.now)).toEqual([]);
  }
}

function pick<T>(from: readonly T[], at: number): T {
  const picked = from[at % from.length];
  if (picked === undefined) throw new Error('Nothing to pick from.');
  return picked;
}
