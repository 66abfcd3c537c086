/** The entries that a thread shows, one conversation's or a whole history's, and the lines they make. */
import { useCallback, useMemo } from 'react';
import { lastSeq } from '../../../../shared/apply.ts';
import type { Mark } from '../../../../shared/model/conversation.ts';
import type { AgentEntry } from '../../../../shared/model/entry.ts';
import type { ConversationId, InboxId } from '../../../../shared/model/ids.ts';
import type { AgentThreadState, DeskState } from '../../sync/desk-state.ts';
import { type HistorySlot, withNewest } from '../../sync/history-slot.ts';
import { isOvertaken } from '../../sync/pending.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { buildItems, buildTail, type ThreadItem } from './items.ts';

export interface ThreadEntries {
  entries: readonly AgentEntry[];
  /** those of this conversation */
  own: readonly AgentEntry[];
  /** is there more before them */
  earlier: boolean;
  /** is there more of this conversation after them */
  later: boolean;
  /** they are a stretch far from the end */
  isWindow: boolean;
}

const readInboxes = (state: DeskState) => state.inboxes;

export function useThreadEntries(thread: AgentThreadState, history: HistorySlot | null): ThreadEntries {
  const { id } = thread.conversation;
  const ownStretch = useDeskState(useCallback((state: DeskState) => readWindow(state, id), [id]));
  const inboxes = useDeskState(readInboxes);
  const stretch = history ? undefined : ownStretch;
  const entries = useMemo((): readonly AgentEntry[] => {
    if (!history) return stretch?.entries ?? thread.entries;
    const channelOf = (inboxId: InboxId) => inboxes.find((inbox) => inbox.id === inboxId)?.channel;
    return withNewest(history, thread.entries, channelOf);
  }, [history, stretch, thread.entries, inboxes]);
  const own = useMemo(
    () => (history ? entries.filter((entry) => entry.conversationId === id) : entries),
    [history, entries, id],
  );
  return {
    entries,
    own,
    earlier: history ? history.earlier !== null : (stretch?.earlier ?? thread.earlier),
    later: stretch?.later ?? false,
    isWindow: history ? history.later !== null : stretch !== undefined,
  };
}

const readMe = (state: DeskState) => state.me?.id;
const readPending = (state: DeskState) => state.pending;
const nobody: DeskState['typing'][ConversationId] = [];

/** `unread`: what had been read when the agent turned here; `unreadCount`: how many messages came since */
export function useThreadLines(
  thread: AgentThreadState,
  history: HistorySlot | null,
  { entries, own, earlier, later, isWindow }: ThreadEntries,
  { unread, unreadCount }: { unread: Mark; unreadCount: number },
): ThreadItem[] {
  const { id, placements } = thread.conversation;
  const me = useDeskState(readMe);
  const allPending = useDeskState(readPending);
  const typists = useDeskState(useCallback((state: DeskState) => state.typing[id] ?? nobody, [id]));
  const last = lastSeq(thread);
  const body = useMemo(() => {
    if (history?.status === 'loading') return [];
    // Of a whole history only the end is here; what was unread before it is not known to begin there.
    const isMarkHere = !history || (own[0]?.seq ?? 0) <= unread.seq + 1;
    const view = { entries, earlier, unreadAfter: isMarkHere ? unread.seq : null, unreadCount, placements };
    return buildItems(history ? { ...view, history: { ...history, here: id } } : view);
  }, [history, id, own, entries, earlier, unread.seq, unreadCount, placements]);
  return useMemo((): ThreadItem[] => {
    if (isWindow) return history !== null || later ? [...body, { kind: 'later', key: 'later' }] : body;
    const tail = buildTail({
      last,
      ahead: thread.ahead,
      // What the thread has overtaken waits in the composer.
      pending: allPending.filter((send) => send.conversationId === id && !isOvertaken(send)),
      typing: typists
        .filter(({ from }) => from.kind === 'customer' || from.id !== me)
        .map(({ from, text }) => ({ name: from.name, text: text ?? '', isCustomer: from.kind === 'customer' })),
    });
    return tail.length === 0 ? body : [...body, ...tail];
  }, [isWindow, history, later, body, last, thread.ahead, allPending, id, typists, me]);
}

function readWindow(state: DeskState, id: ConversationId) {
  const slot = state.threads[id];
  return slot?.status === 'open' ? slot.window : undefined;
}
