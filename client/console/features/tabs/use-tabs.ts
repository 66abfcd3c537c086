/** The agent's tabs, oldest work first: live conversations, and closed ones until they are taken off. */
import { useEffect, useMemo, useState } from 'react';
import type { ConversationRow } from '../../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { isLive, keepClosed, readMark, type TabMark } from './tab-state.ts';

export interface Tab {
  id: ConversationId;
  row: ConversationRow;
  mark: TabMark | null;
}

const readRows = (state: DeskState) => state.rows;
const readMe = (state: DeskState) => state.me?.id;
const readTyping = (state: DeskState) => state.typing;
const readOnline = (state: DeskState) => state.online;

export function useTabs(selected: string | undefined): { tabs: Tab[]; leave(id: ConversationId): void } {
  const rows = useDeskState(readRows);
  const me = useDeskState(readMe);
  const typing = useDeskState(readTyping);
  const online = useDeskState(readOnline);
  const [stood, setStood] = useState<ReadonlySet<ConversationId>>(new Set());
  const live = useMemo(() => (me ? Object.values(rows).filter((row) => isLive(row, me)) : []), [rows, me]);

  useEffect(() => setStood((before) => keepClosed(before, rows, live)), [rows, live]);

  const tabs = useMemo(() => {
    const closed = [...stood].flatMap((id) => (rows[id]?.conversation.status === 'closed' ? rows[id] : []));
    const byId = new Map([...closed, ...live].map((row) => [row.conversation.id, row]));
    return [...byId.values()]
      .sort((a, b) => (a.conversation.work?.enqueuedAt ?? 0) - (b.conversation.work?.enqueuedAt ?? 0))
      .map((row): Tab => {
        const { id } = row.conversation;
        const isTyping = (typing[id] ?? []).some((fact) => fact.from.kind === 'customer');
        return { id, row, mark: readMark(row, { isSelected: id === selected, isTyping, isOnline: online[id] }) };
      });
  }, [stood, rows, live, typing, online, selected]);

  return {
    tabs,
    leave: (id) => setStood((before) => new Set([...before].filter((one) => one !== id))),
  };
}
