/** Conversations that match what was typed: those that are here at once, the server's a moment later. */
import { useEffect, useMemo, useState } from 'react';
import type { ConversationRow } from '../../../../shared/model/conversation.ts';
import type { FoundEntry } from '../../../../shared/model/search.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDesk } from '../../sync/use-desk.ts';
import { useLosses } from '../../sync/use-losses.ts';
import { lastAt } from '../../sync/views.ts';

export interface ConversationSearch {
  found: readonly ConversationRow[];
  /** what was written with these words */
  entries: readonly FoundEntry[];
  isSearching: boolean;
}

/** Nobody is asked at every stroke. */
const pauseMs = 150;
const most = 20;
const mostEntries = 6;

interface Answer {
  text: string;
  rows: readonly ConversationRow[];
  entries: readonly FoundEntry[];
}

export function useConversationSearch(text: string, rows: DeskState['rows']): ConversationSearch {
  const desk = useDesk();
  const [answer, setAnswer] = useState<Answer>({ text: '', rows: [], entries: [] });
  const [turn, setTurn] = useState(0);
  const wanted = text.trim();

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was lost meanwhile has it asked anew
  useEffect(() => {
    if (wanted === '') return;
    let isWanted = true;
    const timer = setTimeout(async () => {
      const [rows, words] = await Promise.all([
        desk.findConversations(wanted),
        desk.searchText({ text: wanted, limit: mostEntries }),
      ]);
      // Without an answer what is here is all there is.
      if (isWanted) setAnswer({ text: wanted, rows: rows ?? [], entries: words?.entries ?? [] });
    }, pauseMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [desk, wanted, turn]);

  useLosses((lost) => {
    if (lost !== 'unheard') setAnswer({ text: '', rows: [], entries: [] });
    setTurn((before) => before + 1);
  });

  const found = useMemo(() => {
    const here = findHere(Object.values(rows), wanted);
    const told = answer.text === wanted ? answer.rows : [];
    const byId = new Map([...here, ...told].map((row) => [row.conversation.id, row]));
    return [...byId.values()].slice(0, most);
  }, [rows, wanted, answer]);
  const entries = answer.text === wanted ? answer.entries : [];
  return { found, entries, isSearching: wanted !== '' && answer.text !== wanted };
}

/** Best by name and number, then by the last words; the newest first. */
export function findHere(rows: readonly ConversationRow[], text: string): ConversationRow[] {
  const words = text.toLowerCase();
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
    .slice(0, most)
    .map(({ row }) => row);
}
