/** How rows and their lists change. Pure. */
import type { ConsoleAnswers } from '../../../shared/events.ts';
import type { AgentConversation, ConversationRow } from '../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { ListCounts } from '../../../shared/model/list.ts';
import { type DeskState, type ListSlot, readerOf } from './desk-state.ts';
import { chooser, compareSorted, keyOf, type ListChoice, mergeRows } from './views.ts';

type Page = Pick<ConsoleAnswers['list:open'], 'rows' | 'next'>;

/**
 * A page of a list has come: the first one replaces what was known `before` it was asked for; what came meanwhile stays, and what was taken
 * away meanwhile does not come back with it.
 */
export function addPage(
  state: DeskState,
  choice: ListChoice,
  page: Page,
  meanwhile: { before: ReadonlySet<ConversationId> | null; gone: ReadonlySet<ConversationId> },
): DeskState {
  const key = keyOf(choice);
  const known = state.lists[key]?.ids ?? new Set();
  const ids = new Set([...known].filter((id) => !meanwhile.before?.has(id)));
  const rows = { ...state.rows };
  for (const row of page.rows) {
    const { id } = row.conversation;
    if (meanwhile.gone.has(id)) continue;
    ids.add(id);
    rows[id] = mergeRows(rows[id], row);
  }
  const slot: ListSlot = { choice, status: 'ready', ids, next: page.next, end: page.rows.at(-1) ?? null };
  return withoutStray({ ...state, rows, lists: { ...state.lists, [key]: slot } });
}

export function changeRow(state: DeskState, incoming: ConversationRow): DeskState {
  return changeRows(state, [incoming]);
}

/** Rows that no list and no open thread shows are let go again, or a day's work would all be kept. */
export function changeRows(state: DeskState, incoming: readonly ConversationRow[]): DeskState {
  if (!state.me) return state;
  const reader = readerOf(state);
  const rows = { ...state.rows };
  const changed: ConversationRow[] = [];
  for (const row of incoming) {
    const merged = mergeRows(rows[row.conversation.id], row);
    if (merged === rows[row.conversation.id]) continue;
    rows[row.conversation.id] = merged;
    changed.push(merged);
  }
  if (changed.length === 0) return state;
  const lists: Record<string, ListSlot> = { ...state.lists };
  for (const [key, slot] of Object.entries(lists)) {
    const isChosen = chooser(slot.choice, reader);
    const next = changed.reduce((before, row) => withMembership(before, row, isChosen(row)), slot);
    if (next !== slot) lists[key] = next;
  }
  const next = { ...state, rows, lists };
  for (const { conversation } of changed) if (!isKept(next, conversation.id)) delete rows[conversation.id];
  return next;
}

export function removeRow(state: DeskState, id: ConversationId): DeskState {
  if (!state.rows[id]) return state;
  const { [id]: gone, ...rows } = state.rows;
  const lists: Record<string, ListSlot> = { ...state.lists };
  for (const [key, slot] of Object.entries(lists)) if (gone) lists[key] = withMembership(slot, gone, false);
  return { ...state, rows, lists };
}

/** A thread's own news of its conversation is also news for its row. */
export function changeConversation(state: DeskState, conversation: AgentConversation): DeskState {
  const known = state.rows[conversation.id];
  if (!known || known.conversation.rev >= conversation.rev) return state;
  return changeRow(state, { ...known, conversation });
}

export function changeCounts(state: DeskState, { queues, own }: Partial<ListCounts>): DeskState {
  return { ...state, counts: { queues: { ...state.counts.queues, ...queues }, own: own ?? state.counts.own } };
}

/** A list that was never read holds nothing but what is the agent's own: that comes with the desk. */
function withMembership(slot: ListSlot, row: ConversationRow, isIn: boolean): ListSlot {
  const { id } = row.conversation;
  const is = isIn && (slot.choice.view === 'mine' || (slot.status !== 'idle' && !isBeyond(slot, row)));
  if (slot.ids.has(id) === is) return slot;
  const ids = new Set(slot.ids);
  if (is) ids.add(id);
  else ids.delete(id);
  return { ...slot, ids };
}

/** Behind the last page that was read: it comes with its own page, or there would be holes before it. */
function isBeyond({ choice, next, end, ids }: ListSlot, row: ConversationRow): boolean {
  if (next === null || end === null || ids.has(row.conversation.id)) return false;
  return compareSorted(choice.sort, row, end) > 0;
}

function isKept(state: DeskState, id: ConversationId): boolean {
  return state.threads[id] !== undefined || Object.values(state.lists).some(({ ids }) => ids.has(id));
}

/** What other lists hold is let go of, until somebody reads them again. */
export function forgetLists(state: DeskState, kept: readonly string[]): DeskState {
  const lists: Record<string, ListSlot> = { ...state.lists };
  for (const [key, slot] of Object.entries(lists)) {
    if (!kept.includes(key)) lists[key] = { ...slot, status: 'idle', ids: new Set(), next: null, end: null };
  }
  return withoutStray({ ...state, lists });
}

function withoutStray(state: DeskState): DeskState {
  const stray = Object.keys(state.rows).filter((id) => !isKept(state, id as ConversationId));
  if (stray.length === 0) return state;
  const rows = { ...state.rows };
  for (const id of stray) delete rows[id as ConversationId];
  return { ...state, rows };
}
