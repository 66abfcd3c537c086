/** The orders of a list: how the database sorts, where a page ends, and how the next one begins there. */
import { priorities } from '../../shared/model/conversation.ts';
import type { ListSort, ListView } from '../../shared/model/list.ts';
import type { ConversationDocument } from './conversations-document.ts';
import type { Filter } from './list-parts.ts';

/** Where a page ended: what it was sorted by, and the id that decides among equals. `rank`: of the stretch it lies in; greater ones come first. */
export interface ListPlace {
  rank: number;
  /** null sorts before every number */
  key: number | null;
  id: string;
}

interface Order {
  path: 'lastAt' | 'work.enqueuedAt' | 'snooze.until' | 'replyDue.at';
  direction: 1 | -1;
  /** in stretches by priority; or whatever has no time at all stands in one of its own at the end */
  by: 'priority' | 'presence' | null;
}

/** One after the other they are the list; each is sorted by itself. */
export interface Stretch {
  rank: number;
  filter: Filter;
  sort: Record<string, 1 | -1>;
}

const orders: Record<ListSort, Order> = {
  newest: { path: 'lastAt', direction: -1, by: null },
  oldest: { path: 'lastAt', direction: 1, by: null },
  waited: { path: 'work.enqueuedAt', direction: 1, by: null },
  priority: { path: 'work.enqueuedAt', direction: 1, by: 'priority' },
  due: { path: 'replyDue.at', direction: 1, by: 'presence' },
  wakes: { path: 'snooze.until', direction: 1, by: null },
};
const urgentFirst = [...priorities].reverse();

/** How the stretch of this rank is ordered: what has no time of its own by what was said last. */
const lineOf = (sort: ListSort, rank: number): Order =>
  orders[sort].by === 'presence' && rank === 0 ? orders.newest : orders[sort];

/** The stretches that a list is read in, from the one on in which `from` lies. */
export function stretchesOf(sort: ListSort, view: ListView, from: ListPlace | null): Stretch[] {
  return ranksOf(sort, view)
    .filter(({ rank }) => from === null || rank <= from.rank)
    .map((stretch) => {
      const { path, direction } = lineOf(sort, stretch.rank);
      return { ...stretch, sort: { [path]: direction, _id: direction } };
    });
}

function ranksOf(sort: ListSort, view: ListView): Omit<Stretch, 'sort'>[] {
  const { by, path } = orders[sort];
  if (by === 'priority') {
    return urgentFirst.map((priority) => ({ rank: priorities.indexOf(priority), filter: { priority } }));
  }
  if (by === 'presence') {
    return [
      { rank: 1, filter: { [path]: { $gt: 0 } } as Filter },
      { rank: 0, filter: { [path]: null } as Filter },
    ];
  }
  // The index of waiting has the priority before the time: its four stretches are merged into one.
  // What waits is few, and has an index of its own.
  const isMerged = path === 'work.enqueuedAt' && view !== 'waiting';
  return [{ rank: 0, filter: isMerged ? { priority: { $in: [...priorities] } } : {} }];
}

/** What comes after a place in its stretch. The outer bound lets the index begin there; the inner one decides among equals. */
export function after(sort: ListSort, { rank, key, id }: ListPlace): Filter {
  const { path, direction } = lineOf(sort, rank);
  const [beyond, orAt] = direction === 1 ? (['$gt', '$gte'] as const) : (['$lt', '$lte'] as const);
  const later = { _id: { [beyond]: id } };
  if (key === null) return { $or: [{ [path]: null, ...later }, { [path]: { $gt: 0 } }] } as Filter;
  return { [path]: { [orAt]: key }, $or: [{ [path]: { [beyond]: key } }, later] } as Filter;
}

export function placeOf(sort: ListSort, document: ConversationDocument): ListPlace {
  const rank = rankOf(sort, document);
  return { rank, key: keyOf(lineOf(sort, rank), document), id: document._id };
}

function rankOf(sort: ListSort, document: ConversationDocument): number {
  switch (orders[sort].by) {
    case 'priority':
      return priorities.indexOf(document.priority);
    case 'presence':
      return keyOf(orders[sort], document) === null ? 0 : 1;
    case null:
      return 0;
  }
}

function keyOf({ path }: Order, document: ConversationDocument): number | null {
  switch (path) {
    case 'lastAt':
      return document.lastAt;
    case 'work.enqueuedAt':
      return document.work?.enqueuedAt ?? null;
    case 'snooze.until':
      return document.snooze?.until ?? null;
    case 'replyDue.at':
      return document.replyDue?.at ?? null;
  }
}

export function compareIn(sort: ListSort): (a: ConversationDocument, b: ConversationDocument) => number {
  return (a, b) => comparePlaces(sort, placeOf(sort, a), placeOf(sort, b));
}

/** Whether `a` stands before (less than 0) or after `b` in the list. */
export function comparePlaces(sort: ListSort, a: ListPlace, b: ListPlace): number {
  if (a.rank !== b.rank) return b.rank - a.rank;
  const byId = a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
  return lineOf(sort, a.rank).direction * ((a.key ?? -1) - (b.key ?? -1) || byId);
}

export function writeCursor(sort: ListSort, { rank, key, id }: ListPlace): string {
  return [sort, rank, key ?? '-', id].join('.');
}

/** A cursor that nobody gave out, or for another order, starts at the top again. */
export function readCursor(sort: ListSort, cursor: string | undefined): ListPlace | null {
  const [name, rank, key, id] = cursor?.split('.') ?? [];
  const place = { rank: Number(rank), key: key === '-' ? null : Number(key), id: id ?? '' };
  const isWhole = Number.isSafeInteger(place.rank) && (place.key === null || Number.isSafeInteger(place.key));
  return name === sort && isWhole && place.id !== '' ? place : null;
}
