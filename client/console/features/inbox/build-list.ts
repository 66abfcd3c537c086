/** The lines of a list: group heads and cards, in order. Pure. */
import type { ListView } from '../../../../shared/events.ts';
import type { ConversationRow } from '../../../../shared/model/conversation.ts';
import type { ConversationId, UserId } from '../../../../shared/model/ids.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { compareRows, isInView, isYourTurn } from '../../sync/views.ts';

export type ListLine =
  | { kind: 'group'; key: string; turn: 'yours' | 'theirs'; count: number }
  | { kind: 'card'; key: ConversationId; row: ConversationRow };

export function pickRows(state: Pick<DeskState, 'rows' | 'lists'>, view: ListView, me: UserId): ConversationRow[] {
  const rows: ConversationRow[] = [];
  for (const id of state.lists[view].ids) {
    const row = state.rows[id];
    if (row && isInView(view, row, me)) rows.push(row);
  }
  return rows.sort((a, b) => compareRows(view, a, b));
}

/** Only what is the agent's own is divided by whose turn it is. */
export function buildLines(view: ListView, rows: readonly ConversationRow[]): ListLine[] {
  const cards = (some: readonly ConversationRow[]): ListLine[] =>
    some.map((row) => ({ kind: 'card', key: row.conversation.id, row }));
  if (view !== 'mine') return cards(rows);
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
  rows: readonly ConversationRow[],
  id: string | undefined,
  step: 1 | -1,
): ConversationId | null {
  const at = rows.findIndex((row) => row.conversation.id === id);
  const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
  return rows[next]?.conversation.id ?? null;
}
