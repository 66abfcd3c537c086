/** The lines of a list: group heads and cards, in order. Pure. */
import type { ConversationRow } from '../../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { type DeskState, readerOf } from '../../sync/desk-state.ts';
import { chooser, compareRows, isInView, isYourTurn, keyOf, type ListChoice } from '../../sync/views.ts';

export type ListLine =
  | { kind: 'group'; key: string; turn: 'yours' | 'theirs'; count: number }
  | { kind: 'card'; key: ConversationId; row: ConversationRow };

/** What is being read stays where it is, though reading it may have been what the filter was about. */
export function pickRows(
  state: Pick<DeskState, 'rows' | 'lists' | 'me' | 'listsAt' | 'queues'>,
  choice: ListChoice,
  selected?: string,
): ConversationRow[] {
  const me = state.me?.id;
  if (me === undefined) return [];
  const isChosen = chooser(choice, readerOf(state));
  const rows: ConversationRow[] = [];
  const ids = new Set(state.lists[keyOf(choice)]?.ids);
  const reading = selected === undefined ? undefined : state.rows[selected as ConversationId];
  if (reading && choice.filter.unread && isInView(choice.view, reading, me)) ids.add(reading.conversation.id);
  for (const id of ids) {
    const row = state.rows[id];
    if (row && (row === reading ? isInView(choice.view, row, me) : isChosen(row))) rows.push(row);
  }
  return rows.sort((a, b) => compareRows(choice, a, b));
}

/** Only what is the agent's own is divided by whose turn it is. */
export function buildLines(choice: Pick<ListChoice, 'view'>, rows: readonly ConversationRow[]): ListLine[] {
  const cards = (some: readonly ConversationRow[]): ListLine[] =>
    some.map((row) => ({ kind: 'card', key: row.conversation.id, row }));
  if (choice.view !== 'mine') return cards(rows);
  const yours = rows.filter(isYourTurn);
  const theirs = rows.filter((row) => !isYourTurn(row));
  const lines: ListLine[] = [];
  if (yours.length > 0)
    lines.push({ kind: 'group', key: 'yours', turn: 'yours', count: yours.length }, ...cards(yours));
  if (theirs.length > 0)
    lines.push({ kind: 'group', key: 'theirs', turn: 'theirs', count: theirs.length }, ...cards(theirs));
  return lines;
}

/** The conversation after or before one, as j and k move; from nowhere to the first. */
export function stepFrom(
  order: readonly ConversationId[],
  id: string | undefined,
  step: 1 | -1,
): ConversationId | null {
  const at = order.indexOf(id as ConversationId);
  const next = at < 0 ? 0 : Math.min(order.length - 1, Math.max(0, at + step));
  return order[next] ?? null;
}

/**
 * The rows as somebody who points at them still wants to find them: those that were there keep their places, those that are gone leave, and
 * new ones wait. Answers the same rows in their new state.
 */
export function holdOrder(before: readonly ConversationId[], rows: readonly ConversationRow[]): ConversationRow[] {
  const byId = new Map(rows.map((row) => [row.conversation.id, row]));
  return before.flatMap((id) => byId.get(id) ?? []);
}
