/** Which rows a list shows and in which order. Pure. */

import { countIn } from '../../../shared/list-counts.ts';
import { type FilterReader, passesFilter, settleFilter } from '../../../shared/list-filter.ts';
import type { ConversationRow } from '../../../shared/model/conversation.ts';
import { priorities } from '../../../shared/model/conversation.ts';
import type { ReplyDue } from '../../../shared/model/entry.ts';
import type { QueueId, UserId } from '../../../shared/model/ids.ts';
import type { ListCounts, ListFilter, ListSort, ListView, NamedView } from '../../../shared/model/list.ts';
import type { SavedViewId } from '../../../shared/model/saved-view.ts';

/** A list that there always is. */
export type ViewKey = NamedView | `queue-${string}`;
/** What may stand in an address: a list, or a saved view of one. */
export type ViewAddress = ViewKey | `view-${string}`;

const named: readonly string[] = ['mine', 'waiting', 'all', 'snoozed'] satisfies NamedView[];

/** A view with how its owner wants to see it. */
export interface ListChoice {
  view: ViewKey;
  sort: ListSort;
  filter: ListFilter;
}

/** What an address says; anything else is Mine. */
export function readView(text: string | undefined): ViewKey {
  if (text !== undefined && (named.includes(text) || /^queue-[0-9A-Z]{26}$/.test(text))) return text as ViewKey;
  return 'mine';
}

export function readAddress(text: string | undefined): ViewAddress {
  return text !== undefined && /^view-[0-9A-Z]{26}$/.test(text) ? (text as ViewAddress) : readView(text);
}

export const savedOf = (address: ViewAddress): SavedViewId | null =>
  address.startsWith('view-') ? (address.slice('view-'.length) as SavedViewId) : null;
export const addressOfSaved = (id: SavedViewId): ViewAddress => `view-${id}`;

export const queueOf = (view: ViewKey): QueueId | null =>
  view.startsWith('queue-') ? (view.slice('queue-'.length) as QueueId) : null;
export const viewOfQueue = (id: QueueId): ViewKey => `queue-${id}`;

export function toWire(view: ViewKey): ListView {
  const queueId = queueOf(view);
  return queueId === null ? (view as NamedView) : { queueId };
}

/** Before anybody chose otherwise. What is over is looked for, not looked at. */
export function usualChoice(view: ViewKey): ListChoice {
  switch (view) {
    case 'mine':
      return { view, sort: 'due', filter: {} };
    case 'waiting':
      return { view, sort: 'waited', filter: {} };
    case 'snoozed':
      return { view, sort: 'wakes', filter: {} };
    default:
      return { view, sort: 'newest', filter: { status: 'open' } };
  }
}

/** One name for one choice; that of the usual one is the view's own. */
export function keyOf({ view, sort, filter }: ListChoice): string {
  const usual = usualChoice(view);
  const asText = (some: ListFilter) =>
    JSON.stringify(
      Object.entries(some)
        .filter(([, value]) => value !== undefined)
        .sort(),
    );
  const filters = asText(filter);
  return sort === usual.sort && filters === asText(usual.filter) ? view : `${view}?${sort}&${filters}`;
}

export function isInView(view: ViewKey, row: ConversationRow, me: UserId): boolean {
  const { work, status, snooze } = row.conversation;
  const queueId = queueOf(view);
  if (queueId !== null) return row.queueId === queueId;
  switch (view) {
    case 'mine':
      return status === 'open' && work?.ownerId === me;
    case 'waiting':
      return status === 'open' && (work?.state === 'waiting' || work?.state === 'offered');
    case 'snoozed':
      return status === 'open' && snooze !== null;
    default:
      return true;
  }
}

/** Whether a row is in a list as it is chosen, to whoever reads it. What is settled once serves for many rows. */
export function chooser(choice: ListChoice, reader: FilterReader): (row: ConversationRow) => boolean {
  const { me } = reader;
  const filter = settleFilter(choice.filter, reader);
  return (row) => me !== null && isInView(choice.view, row, me) && passesFilter(filter, row.conversation, row);
}

/** Filters beyond open or closed. */
export const countFilters = ({ filter: { status: _, ...rest } }: ListChoice): number =>
  Object.values(rest).filter((value) => value !== undefined).length;

/** Messages of the customer that nobody of the team has read. */
export function countUnread(row: ConversationRow): number {
  return Math.max(0, row.tally.customer - row.conversation.marks.teamRead.tally.customer);
}

/** It is the team's turn while the customer has spoken last, or nobody has answered yet. What is put aside is nobody's. */
export function isYourTurn(row: ConversationRow): boolean {
  return !row.conversation.snooze && (row.preview === null || row.preview.from !== 'agent');
}

/** When something was last said. */
export function lastAt(row: ConversationRow): number {
  return row.preview?.at ?? row.conversation.createdAt;
}

/** Mine where nothing is due: the customer who has waited longest for an answer first, then what waits for customers, the newest first. */
function compareTurns(a: ConversationRow, b: ConversationRow): number {
  const turn = Number(isYourTurn(b)) - Number(isYourTurn(a));
  const aside = Number(Boolean(a.conversation.snooze)) - Number(Boolean(b.conversation.snooze));
  if (turn !== 0 || aside !== 0) return turn || aside;
  return (isYourTurn(a) ? lastAt(a) - lastAt(b) : lastAt(b) - lastAt(a)) || byId(a, b);
}

/** By when an answer is due; null while the team owes none, or its clock stands still. */
export function runningDue({ replyDue }: { replyDue: ReplyDue | null }): (ReplyDue & { at: number }) | null {
  return replyDue && replyDue.at !== null ? { ...replyDue, at: replyDue.at } : null;
}

const dueAt = (row: ConversationRow): number | null => row.replyDue?.at ?? null;

/** What is due first, and then what is not due; 0 among equals. */
function compareDue(a: ConversationRow, b: ConversationRow): number {
  const [one, other] = [dueAt(a), dueAt(b)];
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return one - other;
}

export function compareRows(choice: ListChoice, a: ConversationRow, b: ConversationRow): number {
  if (choice.view === 'mine') {
    if (choice.sort === 'newest') return compareTurns(a, b);
    if (choice.sort === 'due') return compareDue(a, b) || compareTurns(a, b);
    const turn = Number(isYourTurn(b)) - Number(isYourTurn(a));
    if (turn !== 0) return turn;
  }
  return compareSorted(choice.sort, a, b);
}

/** The server's order, to the last row. */
export function compareSorted(sort: ListSort, a: ConversationRow, b: ConversationRow): number {
  const waited = (row: ConversationRow) => row.conversation.work?.enqueuedAt ?? -1;
  const wakes = (row: ConversationRow) => row.conversation.snooze?.until ?? -1;
  switch (sort) {
    case 'newest':
      return b.lastAt - a.lastAt || byId(b, a);
    case 'oldest':
      return a.lastAt - b.lastAt || byId(a, b);
    case 'waited':
      return waited(a) - waited(b) || byId(a, b);
    case 'priority':
      return rankOf(b) - rankOf(a) || waited(a) - waited(b) || byId(a, b);
    case 'due':
      return compareDue(a, b) || (dueAt(a) === null ? b.lastAt - a.lastAt || byId(b, a) : byId(a, b));
    case 'wakes':
      return wakes(a) - wakes(b) || byId(a, b);
  }
}

const rankOf = (row: ConversationRow): number => priorities.indexOf(row.conversation.priority);

function byId(a: ConversationRow, b: ConversationRow): number {
  return a.conversation.id < b.conversation.id ? -1 : a.conversation.id > b.conversation.id ? 1 : 0;
}

export const noCounts: ListCounts = { queues: {}, own: { mine: 0, elsewhere: { open: 0, waiting: 0, snoozed: 0 } } };

/** What a view's counter shows. */
export const countOf = (counts: ListCounts, view: ViewKey): number => countIn(counts, toWire(view));

/** State and entries of a row come by ways of their own: the newer of each holds. The known row itself when nothing is newer. */
export function mergeRows(known: ConversationRow | undefined, incoming: ConversationRow): ConversationRow {
  if (!known) return incoming;
  const isState = incoming.conversation.rev > known.conversation.rev;
  const isSaid = incoming.head > known.head;
  if (!isState && !isSaid) return known;
  const { conversation, queueId } = isState ? incoming : known;
  return { ...(isSaid ? incoming : known), conversation, queueId };
}
