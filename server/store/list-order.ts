/** The orders of a list: how the database sorts, where a page ends, and how the next one begins there. */
import { priorities } from '../../shared/model/conversation.ts';
import type { ListSort, ListView } from '../../shared/model/list.ts';
import type { ConversationDocument } from './conversations-document.ts';
import type { Filter } from './list-parts.ts';

/** Where a page ended: what it was sorted by, and the id that decides among equals. `rank`: place of a priority, least urgent 0. */
export interface ListPlace {
  rank: number;
  /** null sorts before every number */
  key: number | null;
  id: string;
}

interface Order {
  path: 'lastAt' | 'work.enqueuedAt' | 'snooze.until';
  direction: 1 | -1;
  byPriority: boolean;
}

const orders: Record<ListSort, Order> = {
  newest: { path: 'lastAt', direction: -1, byPriority: false },
  oldest: { path: 'lastAt', direction: 1, byPriority: false },
  waited: { path: 'work.enqueuedAt', direction: 1, byPriority: false },
  priority: { path: 'work.enqueuedAt', direction: 1, byPriority: true },
  wakes: { path: 'snooze.until', direction: 1, byPriority: false },
};
const urgentFirst = [...priorities].reverse();

export const sortOf = (sort: ListSort): Record<string, 1 | -1> => {
  const { path, direction } = orders[sort];
  return { [path]: direction, _id: direction };
};

/** The stretches that a list is read in, one after the other; each is sorted by itself. From the one on in which `from` lies. */
export function stretchesOf(sort: ListSort, view: ListView, from: ListPlace | null): Filter[] {
  if (orders[sort].byPriority) {
    return urgentFirst
      .filter((priority) => from === null || priorities.indexOf(priority) <= from.rank)
      .map((priority) => ({ priority }));
  }
  // The index of waiting has the priority before the time: its four stretches are merged into one.
  // What waits is few, and has an index of its own.
  const isMerged = orders[sort].path === 'work.enqueuedAt' && view !== 'waiting';
  return [isMerged ? { priority: { $in: [...priorities] } } : {}];
}

/** What comes after a place in its stretch. The outer bound lets the index begin there; the inner one decides among equals. */
export function after(sort: ListSort, { key, id }: ListPlace): Filter {
  const { path, direction } = orders[sort];
  const [beyond, orAt] = direction === 1 ? (['$gt', '$gte'] as const) : (['$lt', '$lte'] as const);
  const later = { _id: { [beyond]: id } };
  if (key === null) return { $or: [{ [path]: null, ...later }, { [path]: { $gt: 0 } }] } as Filter;
  return { [path]: { [orAt]: key }, $or: [{ [path]: { [beyond]: key } }, later] } as Filter;
}

export function placeOf(sort: ListSort, document: ConversationDocument): ListPlace {
  const key = keyOf(sort, document);
  return { rank: orders[sort].byPriority ? priorities.indexOf(document.priority) : 0, key, id: document._id };
}

function keyOf(sort: ListSort, document: ConversationDocument): number | null {
  switch (orders[sort].path) {
    case 'lastAt':
      return document.lastAt;
    case 'work.enqueuedAt':
      return document.work?.enqueuedAt ?? null;
    case 'snooze.until':
      return document.snooze?.until ?? null;
  }
}

export function compareIn(sort: ListSort): (a: ConversationDocument, b: ConversationDocument) => number {
  return (a, b) => comparePlaces(sort, placeOf(sort, a), placeOf(sort, b));
}

/** Whether `a` stands before (less than 0) or after `b` in the list. */
export function comparePlaces(sort: ListSort, a: ListPlace, b: ListPlace): number {
  if (a.rank !== b.rank) return b.rank - a.rank;
  const byId = a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
  return orders[sort].direction * ((a.key ?? -1) - (b.key ?? -1) || byId);
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
