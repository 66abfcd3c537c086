/** The invariants that hold whatever happened, checked by looking at what is stored. */
import { type Agent, hasOpenOffer } from '../../../server/routing/agent.ts';
import { holdersOf, isLive, isWaiting, type Work } from '../../../server/routing/work.ts';

/** What must hold at every moment between two steps; answers what does not. */
export function findViolations(items: readonly Work[], agents: readonly Agent[], now: number): string[] {
  const found: string[] = [];
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  const expected = new Map(agents.map((agent) => [agent.id, 0]));
  for (const work of items) {
    for (const { agentId } of holdersOf(work)) {
      expected.set(agentId, (expected.get(agentId) ?? 0) + work.weight);
      const mayWait = work.ownerId === agentId && !isLive(work);
      if (!mayWait && byId.get(agentId)?.presence.state === 'offline')
        found.push(`${work.id} is held by somebody offline`);
    }
    const isHandedOver = ['active', 'snoozed'].includes(work.state) && work.offer?.handover !== undefined;
    if (work.offer && work.state !== 'offered' && !isHandedOver)
      found.push(`${work.id} has an offer but is ${work.state}`);
    if (work.offer && work.offer.agentId === work.ownerId) found.push(`${work.id} is offered to its owner`);
    if (work.state === 'offered' && !work.offer) found.push(`${work.id} is offered to nobody`);
    const isOwned = work.state === 'active' || work.state === 'wrap-up';
    if (isWaiting(work) ? work.ownerId !== null : isOwned && work.ownerId === null) {
      found.push(`${work.id} is ${work.state} with the owner ${work.ownerId}`);
    }
    if ((work.state === 'snoozed') !== (work.snooze !== null))
      found.push(`${work.id} is ${work.state} and not snoozed`);
    if ((work.state === 'wrap-up') !== (work.wrapUpUntil !== null)) found.push(`${work.id} has no end of wrap-up`);
    if (work.snooze && work.snooze.until + 1_000 < now) found.push(`${work.id} sleeps too long`);
    if (work.wrapUpUntil !== null && work.wrapUpUntil + 1_000 < now) found.push(`${work.id} is wrapped up too long`);
    if (work.state === 'closed' && work.closedAt === null) found.push(`${work.id} is closed without a time`);
    if (work.offer && work.offer.expiresAt + 1_000 < now) found.push(`the offer of ${work.id} ran out long ago`);
    if (isWaiting(work) && work.enqueuedAt > now) found.push(`${work.id} waits since the future`);
  }
  for (const agent of agents) {
    const sum = agent.held.reduce((total, held) => total + held.weight, 0);
    if (sum !== agent.used) found.push(`${agent.id} holds ${sum} and says ${agent.used}`);
    if (expected.get(agent.id) !== agent.used)
      found.push(`${agent.id} uses ${agent.used}, items say ${expected.get(agent.id)}`);
    if (agent.used > agent.capacity) found.push(`${agent.id} holds more than fits`);
    const asked = items.filter((work) => work.offer?.agentId === agent.id && !work.offer.handover);
    if (asked.length > 1) found.push(`${agent.id} has two offers`);
    if (agent.presence.state !== 'available' && hasOpenOffer(agent)) found.push(`${agent.id} is away with an offer`);
    if (agent.sockets.length === 0 && agent.presence.state !== 'offline' && agent.graceUntil === null) {
      found.push(`${agent.id} has no socket and no end of grace`);
    }
  }
  return found;
}
