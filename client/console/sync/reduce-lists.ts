/** How rows and their lists change. Pure. */
import type { ConsoleAnswers, ListView } from '../../../shared/events.ts';
import type { AgentConversation, ConversationRow } from '../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { DeskState, ListSlot } from './desk-state.ts';
import { isInView, mergeRows } from './views.ts';

const views: readonly ListView[] = ['mine', 'waiting', 'all'];

/** A page of a list has come: the first one replaces what was known `before` it was asked for; what came meanwhile stays. */
export function addPage(
  state: DeskState,
  view: ListView,
  page: ConsoleAnswers['list:open'],
  before: ReadonlySet<ConversationId> | null,
): DeskState {
  const ids = new Set([...state.lists[view].ids].filter((id) => !before?.has(id)));
  let rows = state.rows;
  for (const row of page.rows) {
    ids.add(row.conversation.id);
    rows = { ...rows, [row.conversation.id]: mergeRows(rows[row.conversation.id], row) };
  }
  const lists = { ...state.lists };
  for (const each of views) lists[each] = { ...lists[each], count: page.counts[each] };
  lists[view] = { status: 'ready', ids, next: page.next, count: page.counts[view] };
  return { ...state, rows, lists, countsStale: false };
}

export function changeRow(state: DeskState, incoming: ConversationRow): DeskState {
  const id = incoming.conversation.id;
  const known = state.rows[id];
  const row = mergeRows(known, incoming);
  const next = { ...state, rows: { ...state.rows, [id]: row } };
  return withMembership(next, id, known ?? null, row);
}

export function removeRow(state: DeskState, id: ConversationId): DeskState {
  const known = state.rows[id];
  if (!known) return { ...state, countsStale: true };
  const { [id]: _gone, ...rows } = state.rows;
  return withMembership({ ...state, rows }, id, known, null);
}

/** A thread's own news of its conversation is also news for its row. */
export function changeConversation(state: DeskState, conversation: AgentConversation): DeskState {
  const known = state.rows[conversation.id];
  if (!known || known.conversation.rev >= conversation.rev) return state;
  return changeRow(state, { ...known, conversation });
}

/** Counters follow what enters and leaves; what was unknown before cannot be counted here and is asked for. */
function withMembership(
  state: DeskState,
  id: ConversationId,
  before: ConversationRow | null,
  after: ConversationRow | null,
): DeskState {
  const me = state.me?.id;
  if (!me) return state;
  const lists = { ...state.lists };
  for (const view of views) {
    const slot: ListSlot = lists[view];
    const was = before !== null && isInView(view, before, me);
    const is = after !== null && isInView(view, after, me);
    if (is === was && slot.ids.has(id) === is) continue;
    const ids = new Set(slot.ids);
    if (is) ids.add(id);
    else ids.delete(id);
    lists[view] = { ...slot, ids, count: Math.max(0, slot.count + Number(is) - Number(was)) };
  }
  return { ...state, lists, countsStale: state.countsStale || before === null };
}
