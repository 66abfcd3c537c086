/** An agent's live half as a pure function: presence, sockets, and the guarded set of work that fills the capacity. */
import type { Presence } from '../../shared/model/agent.ts';
import type { InboxId, OfferId, UserId, WorkItemId } from '../../shared/model/ids.ts';
import type { AgentState, PresenceWhy } from './routing.ts';
import type { Outcome } from './work.ts';

export interface Held {
  itemId: WorkItemId;
  weight: number;
  /** null once it is owned */
  offerId: OfferId | null;
  /** nothing is given beside it, but for what can wait */
  exclusive?: boolean;
  /** nobody is at its other end at the moment, so it may be put aside for a call */
  canWait?: boolean;
}

/** What is charged: the item, its weight, and whether it stands alone. */
type Charge = Pick<Held, 'itemId' | 'weight' | 'exclusive' | 'canWait'> & {
  besideId?: WorkItemId | null;
  /** of a call: where their device is rung */
  lineId?: InboxId | null;
};

/** A page of theirs. `lines`: on which its device can be rung at the moment; missing: none. */
export interface AgentSocket {
  id: string;
  nodeId: string;
  lines?: InboxId[];
}

export interface Agent extends Omit<AgentState, 'lines'> {
  held: Held[];
  /** ms since 1970 since when nothing was given to them; the longest comes first */
  idleSince: number;
  /** offers left to lapse, one after the other */
  missedInRow: number;
  sockets: AgentSocket[];
  /** without a socket they are offline from then on */
  graceUntil: number | null;
}

export type AgentEvent =
  /** handed over by a colleague, it may come beside an offer of the queue's */
  | ({ type: 'reserve'; offerId: OfferId; handover?: boolean } & Charge)
  /** room for work that is owned at once, ready or not */
  | ({ type: 'hold' } & Charge)
  /** what the item says is so: it is theirs, or offered to them */
  | ({ type: 'settle'; offerId: OfferId | null } & Charge)
  /** the offer was accepted */
  | ({ type: 'take' } & Charge)
  | { type: 'decline'; itemId: WorkItemId; offerId: OfferId }
  /** `atOnce`: away from the first one on, such as a call that rang */
  | { type: 'miss'; itemId: WorkItemId; offerId: OfferId; atOnce?: boolean }
  /** `offerId` null: they owned it */
  | { type: 'release'; itemId: WorkItemId; offerId: OfferId | null }
  | { type: 'choose'; state: 'available' | 'away'; why?: PresenceWhy }
  | { type: 'connect'; socketId: string; nodeId: string }
  /** the device of one of their pages came or went */
  | { type: 'lines'; socketId: string; lines: InboxId[] }
  | { type: 'disconnect'; socketId: string }
  | { type: 'lose-node'; nodeId: string }
  | { type: 'end-grace' }
  /** how much work they can hold from now on; what they hold stays theirs */
  | { type: 'resize'; capacity: number }
  /** the reconciler's word on what they hold, if they are still as it saw them */
  | { type: 'correct'; held: Held[]; rev: number };

export interface AgentSettings {
  graceMs: number;
  /** missed offers in a row after which an agent is taken to be away */
  missesUntilAway: number;
}

const same = { kind: 'same' } as const;
const refused = { kind: 'refused' } as const;

export function createAgent(id: UserId, capacity: number): Agent {
  return {
    id,
    presence: { state: 'offline', since: 0 },
    capacity,
    used: 0,
    rev: 0,
    held: [],
    idleSince: 0,
    missedInRow: 0,
    sockets: [],
    graceUntil: null,
  };
}

export function advanceAgent(agent: Agent, event: AgentEvent, now: number, settings: AgentSettings): Outcome<Agent> {
  switch (event.type) {
    case 'reserve': {
      if (agent.held.some((held) => held.itemId === event.itemId && held.offerId === event.offerId)) return same;
      if (!isReady(agent) || roomTaken(agent.held, event) + event.weight > agent.capacity) return refused;
      if (hasOpenOffer(agent) && !event.handover) return refused;
      if (event.lineId && !linesOf(agent).includes(event.lineId)) return refused;
      if (agent.held.some((held) => held.itemId === event.itemId)) return refused;
      if (agent.held.some((held) => held.exclusive)) return refused;
      if (event.exclusive && agent.held.some((held) => !held.canWait && held.itemId !== event.besideId)) return refused;
      return holding(agent, [...agent.held, heldOf(event, event.offerId)]);
    }
    case 'hold': {
      const present = agent.held.find((held) => held.itemId === event.itemId);
      if (present?.offerId === null) return same;
      if (agent.presence.state === 'offline' || agent.sockets.length === 0) return refused;
      const others = agent.held.filter((held) => held !== present);
      if (roomTaken(others, event) + event.weight > agent.capacity) return refused;
      if (others.some((held) => held.exclusive)) return refused;
      return holding(agent, [...others, heldOf(event, null)]);
    }
    case 'settle': {
      const { itemId, weight, offerId, canWait = false } = event;
      const present = agent.held.find((held) => held.itemId === itemId);
      const isKnown = present?.offerId === offerId && present.weight === weight;
      if (isKnown && (present.canWait ?? false) === canWait) return same;
      const others = agent.held.filter((held) => held !== present);
      return holding(agent, [...others, heldOf(event, offerId)]);
    }
    case 'take': {
      const held = agent.held.find((one) => one.itemId === event.itemId);
      const others = agent.held.filter((one) => one !== held);
      const next = [...others, heldOf(event, null)];
      if (held?.offerId !== null) return holding(agent, next, { idleSince: now, missedInRow: 0 });
      // Whether it can wait may have changed since its room was held.
      return (held.canWait ?? false) === (event.canWait ?? false) ? same : holding(agent, next);
    }
    case 'decline':
      return letGo(agent, event.itemId, event.offerId, now, { missedInRow: 0 });
    case 'miss':
      return letGo(
        agent,
        event.itemId,
        event.offerId,
        now,
        missed(agent, now, event.atOnce ? 1 : settings.missesUntilAway),
      );
    case 'release':
      return letGo(agent, event.itemId, event.offerId, now, {});
    case 'choose':
      return choose(agent, event, now, settings);
    case 'connect':
      return connect(agent, event, now);
    case 'lines':
      return plug(agent, event);
    case 'disconnect':
      return lose(agent, (socket) => socket.id === event.socketId, now, settings);
    case 'lose-node':
      return lose(agent, (socket) => socket.nodeId === event.nodeId, now, settings);
    case 'end-grace':
      if (agent.sockets.length > 0 || agent.graceUntil === null || agent.graceUntil > now) return same;
      return changed(agent, { presence: { state: 'offline', since: now }, graceUntil: null, missedInRow: 0 });
    case 'resize':
      return agent.capacity === event.capacity ? same : changed(agent, { capacity: event.capacity });
    case 'correct':
      return agent.rev === event.rev ? holding(agent, event.held) : refused;
  }
}

/** May be given work: ready, and somebody is at the screen. */
export function isReady(agent: Pick<Agent, 'presence' | 'sockets'>): boolean {
  return agent.presence.state === 'available' && agent.sockets.length > 0;
}

/** On which a device of theirs can be rung: no call is offered on another. */
export function linesOf({ sockets }: Pick<Agent, 'sockets'>): InboxId[] {
  return [...new Set(sockets.flatMap(({ lines }) => lines ?? []))];
}

export function hasOpenOffer(agent: Pick<Agent, 'held'>): boolean {
  return agent.held.some((held) => held.offerId !== null);
}

export function toState(agent: Agent): AgentState {
  const { id, presence, capacity, used, rev } = agent;
  return { id, presence, capacity, used, rev, lines: linesOf(agent) };
}

function choose(
  agent: Agent,
  event: Extract<AgentEvent, { type: 'choose' }>,
  now: number,
  settings: AgentSettings,
): Outcome<Agent> {
  const { presence } = agent;
  const { reason, reasonId, byName, minutes } = event.why ?? {};
  if (presence.state === event.state && presence.reason === reason && presence.reasonId === reasonId) return same;
  // Another reason has a time of its own; without one it is the same absence.
  const since = presence.state === event.state && reasonId === undefined ? presence.since : now;
  const next: Presence = {
    state: event.state,
    since,
    ...(reason === undefined ? {} : { reason }),
    ...(reasonId === undefined ? {} : { reasonId }),
    ...(byName === undefined ? {} : { byName }),
    ...(typeof minutes === 'number' ? { until: since + minutes * 60_000 } : {}),
  };
  const returns = event.state === 'available' && presence.state !== 'available';
  // Chosen in the moment the last socket went: the grace must run all the same.
  const graceUntil = agent.sockets.length === 0 ? (agent.graceUntil ?? now + settings.graceMs) : null;
  return changed(agent, { presence: next, graceUntil, ...(returns ? { idleSince: now, missedInRow: 0 } : {}) });
}

/** Coming back within the grace changes nothing; who was offline says for themselves when they are ready. */
function connect(agent: Agent, event: Extract<AgentEvent, { type: 'connect' }>, now: number): Outcome<Agent> {
  if (agent.sockets.some((socket) => socket.id === event.socketId)) return same;
  const sockets = [...agent.sockets, { id: event.socketId, nodeId: event.nodeId }];
  const presence: Presence = agent.presence.state === 'offline' ? { state: 'away', since: now } : agent.presence;
  return changed(agent, { sockets, presence, graceUntil: null });
}

function plug(agent: Agent, { socketId, lines }: Extract<AgentEvent, { type: 'lines' }>): Outcome<Agent> {
  const socket = agent.sockets.find(({ id }) => id === socketId);
  // A page that went meanwhile has no device any more.
  if (!socket) return refused;
  const known = socket.lines ?? [];
  if (known.length === lines.length && known.every((line) => lines.includes(line))) return same;
  return changed(agent, { sockets: agent.sockets.map((one) => (one === socket ? { ...one, lines } : one)) });
}

function lose(
  agent: Agent,
  isGone: (socket: Agent['sockets'][number]) => boolean,
  now: number,
  settings: AgentSettings,
): Outcome<Agent> {
  const sockets = agent.sockets.filter((socket) => !isGone(socket));
  if (sockets.length === agent.sockets.length) return same;
  const isLast = sockets.length === 0 && agent.presence.state !== 'offline';
  return changed(agent, { sockets, graceUntil: isLast ? now + settings.graceMs : agent.graceUntil });
}

function heldOf({ itemId, weight, exclusive, canWait }: Charge, offerId: OfferId | null): Held {
  return { itemId, weight, offerId, ...(exclusive ? { exclusive } : {}), ...(canWait ? { canWait } : {}) };
}

const sum = (held: readonly Pick<Held, 'weight'>[]): number => held.reduce((total, { weight }) => total + weight, 0);

/** How much of somebody is taken: during a call, what can wait takes nothing of them (docs/adr/0022). */
export function usedBy(held: readonly Held[]): number {
  return held.some(({ exclusive }) => exclusive) ? sum(held.filter(({ canWait }) => !canWait)) : sum(held);
}

/** How much of them is taken for this. */
export function roomTaken(
  held: readonly Pick<Held, 'weight' | 'canWait'>[],
  { exclusive }: { exclusive?: boolean },
): number {
  return exclusive ? sum(held.filter(({ canWait }) => !canWait)) : sum(held);
}

function missed(agent: Agent, now: number, untilAway: number): Partial<Agent> {
  const missedInRow = agent.missedInRow + 1;
  if (missedInRow < untilAway || agent.presence.state !== 'available') return { missedInRow };
  return { missedInRow: 0, presence: { state: 'away', reason: 'missed', since: now } };
}

/** Idle time begins with the end of owned work, not with an offer that came to nothing. */
function letGo(
  agent: Agent,
  itemId: WorkItemId,
  offerId: OfferId | null,
  now: number,
  change: Partial<Agent>,
): Outcome<Agent> {
  const gone = agent.held.find((held) => held.itemId === itemId && (offerId === null || held.offerId === offerId));
  if (!gone) return same;
  const held = agent.held.filter((one) => one !== gone);
  const wasOwned = gone.offerId === null;
  return holding(agent, held, { ...change, ...(wasOwned && held.length === 0 ? { idleSince: now } : {}) });
}

function holding(agent: Agent, held: Held[], change: Partial<Agent> = {}): Outcome<Agent> {
  return changed(agent, { ...change, held, used: usedBy(held) });
}

function changed(agent: Agent, change: Partial<Agent>): Outcome<Agent> {
  return { kind: 'changed', next: { ...agent, ...change, rev: agent.rev + 1 } };
}
