/**
 * Counters of lists that are narrowed down, for those that somebody has in front of them. What is open is held in memory with just what a filter
 * may ask; a watched filter is a tally of its own over what passes it, so a change costs one look at it for each watched filter, an entry only
 * for filters that ask what entries change, and nobody's looking costs nothing. The database is never asked.
 */
import { asksEntries, isTimed, passesFilter, type SettledFilter } from '../../shared/list-filter.ts';
import type { ConversationId, QueueId, UserId } from '../../shared/model/ids.ts';
import type { ListCounts, ListFilter } from '../../shared/model/list.ts';
import type { CountedConversation } from '../store/conversations-lists.ts';
import type { Conversation } from '../timeline/model.ts';
import { countsFor, createTally, placeOf, type Tally } from './tally.ts';

export interface ViewCounts {
  /** The newest of a conversation, wherever it comes from; what is older than known changes nothing. */
  put(conversation: CountedConversation): void;
  drop(id: ConversationId): void;
  /** An entry was told; false where more of its conversation is news than what was said, and it is to be put. */
  said(conversation: Pick<Conversation, 'id' | 'rev' | 'heads' | 'tally' | 'lastAt'>): boolean;
  /** Counts from now on, for as long as somebody watches; `settle` is asked again as time goes on. */
  watch(name: string, filter: ListFilter, settle: () => SettledFilter): void;
  leave(name: string): void;
  /** null for one that nobody watches */
  of(name: string, userId: UserId, queueIds: readonly QueueId[] | null): ListCounts | null;
  /** Counts anew what time alone changes. */
  tick(): void;
  listen(moved: (name: string) => void): void;
}

interface Watched {
  settle(): SettledFilter;
  filter: SettledFilter;
  asksEntries: boolean;
  isTimed: boolean;
  tally: Tally;
  watchers: number;
}

export function createViewCounts(): ViewCounts {
  const open = new Map<ConversationId, CountedConversation>();
  const watched = new Map<string, Watched>();
  let tell: (name: string) => void = () => undefined;

  function count(one: CountedConversation, { filter, tally }: Watched): boolean {
    if (passesFilter(filter, one, one)) return tally.put(placeOf(one)) !== null;
    return tally.get(one.id) !== undefined && tally.drop(one.id) !== null;
  }

  function drop(id: ConversationId): void {
    if (!open.delete(id)) return;
    for (const [name, { tally }] of watched) if (tally.drop(id)) tell(name);
  }

  return {
    put(given) {
      const known = open.get(given.id);
      if (known && given.rev < known.rev && given.head <= known.head) return;
      const next = newest(known, given);
      if (next.status !== 'open') return drop(next.id);
      open.set(next.id, next);
      for (const [name, each] of watched) if (count(next, each)) tell(name);
    },
    drop,
    said(conversation) {
      const known = open.get(conversation.id);
      const { rev, heads, tally, lastAt } = conversation;
      if (!known || known.rev < rev) return false;
      if (heads.agent <= known.head) return true;
      // In place, as this comes with every message.
      known.head = heads.agent;
      known.lastAt = lastAt;
      known.tally = tallyOf(tally);
      for (const [name, each] of watched) if (each.asksEntries && count(known, each)) tell(name);
      return true;
    },
    watch(name, filter, settle) {
      const known = watched.get(name);
      if (known) {
        known.watchers += 1;
        return;
      }
      const each: Watched = {
        ...{ settle, filter: settle(), tally: createTally(0), watchers: 1 },
        ...{ asksEntries: asksEntries(filter), isTimed: isTimed(filter) },
      };
      watched.set(name, each);
      for (const one of open.values()) count(one, each);
    },
    leave(name) {
      const known = watched.get(name);
      if (!known) return;
      known.watchers -= 1;
      if (known.watchers === 0) watched.delete(name);
    },
    of(name, userId, queueIds) {
      const known = watched.get(name);
      return known ? countsFor(known.tally, userId, queueIds) : null;
    },
    tick() {
      for (const [name, each] of watched) {
        if (!each.isTimed) continue;
        each.filter = each.settle();
        let hasMoved = false;
        for (const one of open.values()) hasMoved = count(one, each) || hasMoved;
        if (hasMoved) tell(name);
      }
    },
    listen(moved) {
      tell = moved;
    },
  };
}

/** State and entries commit apart from each other: the newer of each holds. Only what a filter asks is kept. */
function newest(known: CountedConversation | undefined, given: CountedConversation): CountedConversation {
  const state = known && known.rev > given.rev ? known : given;
  const said = known && known.head > given.head ? known : given;
  const { id, rev, queueId, guestIds, status, work, tagIds, priority, inboxId, channel, number, createdAt } = state;
  const { snooze, outcome, context, customer, marks, erasedFiles } = state;
  return {
    ...{ id, rev, queueId, guestIds, status, tagIds, priority, inboxId, channel, number, createdAt, outcome },
    work: work && { state: work.state, ownerId: work.ownerId, enqueuedAt: work.enqueuedAt },
    snooze: snooze && aside,
    context: { language: context.language },
    customer: { traits: customer.traits },
    marks: { teamRead: { tally: { customer: marks.teamRead.tally.customer } } },
    ...{ head: said.head, lastAt: said.lastAt, tally: tallyOf(said.tally) },
    ...(erasedFiles !== undefined && { erasedFiles }),
  };
}

const aside = {};
const tallyOf = ({ customer, files }: CountedConversation['tally']): CountedConversation['tally'] =>
  files ? { customer, files } : { customer };
