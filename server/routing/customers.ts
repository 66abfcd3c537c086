/** Customers in the queue: in sight or not, how many come before them, and who is there for them. */

import { AppError } from '../../shared/errors.ts';
import type { ConversationId, IdentityId, InboxId, QueueId, UserId } from '../../shared/model/ids.ts';
import type { Availability, Inbox } from '../../shared/model/inbox.ts';
import type { Clock } from '../lib/clock.ts';
import { isReady } from './agent.ts';
import { isOpen, nextOpening } from './calendar.ts';
import type { Moves } from './moves.ts';
import type { AgentStore, RoutingDirectory, WorkStore } from './ports.ts';
import { isWaiting, leavingEvent, type Work } from './work.ts';

export interface Customers {
  seen(identityId: IdentityId, isOnline: boolean): Promise<void>;
  /** Starts the clock of leaving the queue; with a node only if no other sees them. */
  loseSight(work: Pick<Work, 'id' | 'inboxId'>, nodeId?: string): Promise<void>;
  /** Places in this queue moved. */
  forgetPlaces(queueId: QueueId): void;
  /** Who is there changed. */
  forgetAvailability(): void;
  /** This node heard that the customer's last page went, and nothing since. */
  isGone(identityId: IdentityId): boolean;
  ahead(conversationId: ConversationId): Promise<number | null>;
  availability(inboxId: InboxId): Promise<Availability>;
}

interface Deps {
  work: Pick<WorkStore, 'openOf' | 'openOfIdentity' | 'queued'>;
  agents: Pick<AgentStore, 'available' | 'find'>;
  directory: RoutingDirectory;
  moves: Pick<Moves, 'work'>;
  clock: Clock;
  nodeId: string;
}

/** Remembered only for the moment between a page that closes and the message it had sent. */
const GONE_KEPT = 10_000;
const ANSWER_KEPT_MS = 100;

export function createCustomers(deps: Deps): Customers {
  const gone = new Set<IdentityId>();

  const places = new Map<QueueId, { at: number; of: Promise<ReadonlyMap<ConversationId, number>> }>();
  /** every visitor who comes asks for it, and all of them when they come back at once */
  const asked = new Map<InboxId, { at: number; inbox: Inbox; of: Promise<Availability> }>();

  async function loseSight(work: Pick<Work, 'id' | 'inboxId'>, nodeId: string | null = null): Promise<void> {
    const seconds = (await deps.directory.inbox(work.inboxId))?.abandonAfterSeconds;
    if (seconds === undefined) return;
    await deps.moves.work(work.id, { type: 'lose-sight', patienceMs: seconds * 1_000, nodeId });
  }

  /** Who comes back to what could wait for its owner does not wait for one who has left. */
  async function see({ id }: Pick<Work, 'id'>): Promise<void> {
    const { work } = await deps.moves.work(id, { type: 'see', nodeId: deps.nodeId });
    const owner = work.state === 'active' && work.ownerId !== null ? await deps.agents.find(work.ownerId) : null;
    const event = owner?.presence.state === 'offline' ? leavingEvent(work, true) : null;
    if (event) await deps.moves.work(id, event);
  }

  /** Everybody who waits asks at the same moment, when the queue has moved: one look at the queue answers them all. */
  function placesIn(queueId: QueueId): Promise<ReadonlyMap<ConversationId, number>> {
    const now = deps.clock.now();
    const known = places.get(queueId);
    if (known && now >= known.at && now - known.at < ANSWER_KEPT_MS) return known.of;
    const of = deps.work.queued(queueId).then((ids) => new Map(ids.map((id, place) => [id, place])));
    places.set(queueId, { at: now, of });
    of.catch(() => places.delete(queueId));
    return of;
  }

  function remember(identityId: IdentityId, isOnline: boolean): void {
    gone.delete(identityId);
    if (isOnline) return;
    gone.add(identityId);
    const [oldest] = gone;
    if (gone.size > GONE_KEPT && oldest) gone.delete(oldest);
  }

  async function readAvailability(inbox: Inbox): Promise<Availability> {
    const [members, available, calendar] = await Promise.all([
      deps.directory.usersOfQueue(inbox.queueId),
      deps.agents.available(),
      inbox.calendarId ? deps.directory.calendar(inbox.calendarId) : null,
    ]);
    const there = new Set<UserId>(available.filter(isReady).map((agent) => agent.id));
    const names = members.filter((member) => there.has(member.id)).map((member) => firstName(member.name));
    const now = deps.clock.now();
    const open = calendar === null || isOpen(calendar, now);
    return {
      open,
      staffed: names.length > 0,
      agents: [...new Set(names)].sort(),
      opensAt: calendar === null || open ? null : nextOpening(calendar, now),
    };
  }

  return {
    loseSight,
    forgetPlaces: (queueId) => void places.delete(queueId),
    isGone: (identityId) => gone.has(identityId),
    async seen(identityId, isOnline) {
      remember(identityId, isOnline);
      for (const work of await deps.work.openOfIdentity(identityId)) {
        if (work.callId !== null) continue;
        if (isOnline) await see(work);
        else await loseSight(work);
      }
    },
    async ahead(conversationId) {
      const work = await deps.work.openOf(conversationId);
      if (!work?.live || !isWaiting(work)) return null;
      return (await placesIn(work.queueId)).get(conversationId) ?? null;
    },
    forgetAvailability: () => asked.clear(),
    async availability(inboxId) {
      const inbox = await deps.directory.inbox(inboxId);
      if (!inbox) throw new AppError('not_found', 'There is no such inbox.');
      const now = deps.clock.now();
      const known = asked.get(inboxId);
      // The directory gives another object once anything in it was changed.
      if (known && known.inbox === inbox && now >= known.at && now - known.at < ANSWER_KEPT_MS) return known.of;
      const of = readAvailability(inbox);
      asked.set(inboxId, { at: now, inbox, of });
      of.catch(() => asked.delete(inboxId));
      return of;
    },
  };
}

function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? '';
}
