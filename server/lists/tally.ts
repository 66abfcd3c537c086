/** The counters of all lists over what is not over: moved by each conversation's newest state, so that repeats and late news change nothing. */
import type { ConversationId, QueueId, UserId } from '../../shared/model/ids.ts';
import type { ListCounts, OwnCounts, QueueCounts } from '../../shared/model/list.ts';
import type { CountedConversation } from '../store/conversations-lists.ts';

/** Where a conversation counts. `rev` is the conversation's: an older place never replaces a newer one. */
export interface Place {
  id: ConversationId;
  rev: number;
  queueId: QueueId;
  ownerId: UserId | null;
  guestIds: readonly UserId[];
  isOpen: boolean;
  isWaiting: boolean;
  isSnoozed: boolean;
}

/** Whose counters are others now. */
export interface Moved {
  queueIds: ReadonlySet<QueueId>;
  userIds: ReadonlySet<UserId>;
}

export interface Tally {
  /** null when nothing counts otherwise than before */
  put(place: Place): Moved | null;
  /** Takes out what does not exist any more. */
  drop(id: ConversationId): Moved | null;
  get(id: ConversationId): Place | undefined;
  openIds(): Iterable<ConversationId>;
  queue(id: QueueId): QueueCounts;
  queues(): QueueId[];
  /** `isHere`: whether the person sees this queue anyhow */
  own(id: UserId, isHere: (queueId: QueueId) => boolean): OwnCounts;
}

export function placeOf(conversation: CountedConversation): Place {
  const { id, rev, queueId, guestIds, snooze, work, status } = conversation;
  const isOpen = status === 'open';
  return {
    id,
    rev,
    queueId,
    guestIds,
    ownerId: work?.ownerId ?? null,
    isOpen,
    isWaiting: isOpen && (work?.state === 'waiting' || work?.state === 'offered'),
    isSnoozed: isOpen && snooze !== null,
  };
}

const none: QueueCounts = { open: 0, waiting: 0, snoozed: 0 };
/** Revisions of what is over, kept for a while so that late news does not open it again. */
const OVER_KEPT = 20_000;

interface Held extends QueueCounts {
  mine: number;
}

/** `overKept`: for whoever is told of each conversation in order, none. */
export function createTally(overKept = OVER_KEPT): Tally {
  const places = new Map<ConversationId, Place>();
  const over = new Map<ConversationId, number>();
  const queues = new Map<QueueId, QueueCounts>();
  /** per person and queue: what they own or were asked into there */
  const people = new Map<UserId, Map<QueueId, Held>>();

  function count(place: Place, by: 1 | -1): void {
    const { queueId, ownerId, isWaiting, isSnoozed } = place;
    const queue = queues.get(queueId) ?? { ...none };
    add(queue, by, isWaiting, isSnoozed);
    if (queue.open === 0) queues.delete(queueId);
    else queues.set(queueId, queue);
    for (const userId of peopleOf(place)) {
      const held = people.get(userId) ?? new Map<QueueId, Held>();
      const there = held.get(queueId) ?? { ...none, mine: 0 };
      add(there, by, false, isSnoozed && userId === ownerId);
      if (userId === ownerId) there.mine += by;
      if (there.open === 0) held.delete(queueId);
      else held.set(queueId, there);
      if (held.size === 0) people.delete(userId);
      else people.set(userId, held);
    }
  }

  function remember(id: ConversationId, rev: number): void {
    over.delete(id);
    over.set(id, rev);
    if (over.size <= overKept) return;
    const [oldest] = over.keys();
    if (oldest !== undefined) over.delete(oldest);
  }

  return {
    put(place) {
      const { id, rev } = place;
      const before = places.get(id);
      if (rev < (before?.rev ?? over.get(id) ?? 0)) return null;
      if (!place.isOpen) remember(id, rev);
      else over.delete(id);
      if (!place.isOpen) places.delete(id);
      else places.set(id, place);
      if (before && place.isOpen && countsSame(before, place)) return null;
      if (!before && !place.isOpen) return null;
      if (before) count(before, -1);
      if (place.isOpen) count(place, 1);
      return movedOf(before, place.isOpen ? place : undefined);
    },
    drop(id) {
      const before = places.get(id);
      if (!before) return null;
      places.delete(id);
      count(before, -1);
      return movedOf(before, undefined);
    },
    get: (id) => places.get(id),
    openIds: () => places.keys(),
    queue: (id) => queues.get(id) ?? none,
    queues: () => [...queues.keys()],
    own(id, isHere) {
      const own: OwnCounts = { mine: 0, elsewhere: { ...none } };
      for (const [queueId, held] of people.get(id) ?? []) {
        own.mine += held.mine;
        if (isHere(queueId)) continue;
        own.elsewhere.open += held.open;
        own.elsewhere.snoozed += held.snoozed;
      }
      return own;
    },
  };
}

/** All counters of somebody who sees these queues; null: every queue. */
export function countsFor(tally: Tally, userId: UserId, queueIds: readonly QueueId[] | null): ListCounts {
  const seen = new Set(queueIds ?? tally.queues());
  const queues: ListCounts['queues'] = {};
  for (const id of seen) {
    const counts = tally.queue(id);
    if (counts.open > 0) queues[id] = counts;
  }
  return { queues, own: tally.own(userId, (id) => queueIds === null || seen.has(id)) };
}

export function peopleOf({ ownerId, guestIds }: Pick<Place, 'ownerId' | 'guestIds'>): Set<UserId> {
  return new Set(ownerId === null ? guestIds : [ownerId, ...guestIds]);
}

function add(counts: QueueCounts, by: 1 | -1, isWaiting: boolean, isSnoozed: boolean): void {
  counts.open += by;
  if (isWaiting) counts.waiting += by;
  if (isSnoozed) counts.snoozed += by;
}

function countsSame(a: Place, b: Place): boolean {
  return (
    a.queueId === b.queueId &&
    a.ownerId === b.ownerId &&
    a.isWaiting === b.isWaiting &&
    a.isSnoozed === b.isSnoozed &&
    a.guestIds.length === b.guestIds.length &&
    a.guestIds.every((id) => b.guestIds.includes(id))
  );
}

function movedOf(before: Place | undefined, after: Place | undefined): Moved {
  const both = [before, after].filter((place) => place !== undefined);
  return {
    queueIds: new Set(both.map(({ queueId }) => queueId)),
    userIds: new Set(both.flatMap((place) => [...peopleOf(place)])),
  };
}
