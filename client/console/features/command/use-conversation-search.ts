/** Conversations that match what was typed: those that are here at once, by name, number and words. */
import { useMemo } from 'react';
import type { ConversationRow } from '../../../../shared/model/conversation.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { lastAt } from '../../sync/views.ts';

export interface ConversationSearch {
  found: readonly ConversationRow[];
  isSearching: boolean;
}

export function useConversationSearch(text: string, rows: DeskState['rows']): ConversationSearch {
  const found = useMemo(() => findHere(Object.values(rows), text), [rows, text]);
  return { found, isSearching: false };
}

/** Best by name and number, then by the last words; the newest first. */
export function findHere(rows: readonly ConversationRow[], text: string): ConversationRow[] {
  const words = text.toLowerCase().trim();
  if (words === '') return [];
  const score = ({ conversation: { customer, number }, preview }: ConversationRow): number => {
    if (String(number) === words.replace(/^#/, '')) return 3;
    if (customer.name.toLowerCase().includes(words) || customer.email?.value.toLowerCase().includes(words)) return 2;
    return preview?.text.toLowerCase().includes(words) ? 1 : 0;
  };
  return rows
    .map((row) => ({ row, points: score(row) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || lastAt(b.row) - lastAt(a.row))
    .slice(0, 20)
    .map(({ row }) => row);
}
