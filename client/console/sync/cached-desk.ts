/** The part of the desk that outlasts the page, so that the next first paint needs no server. Pure. */
import type { AgentThread, DeskSnapshot } from '../../../shared/events.ts';
import type { AgentSelf } from '../../../shared/model/agent.ts';
import type { ConversationRow } from '../../../shared/model/conversation.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { ListCounts } from '../../../shared/model/list.ts';
import type { Notice } from '../../../shared/model/notice.ts';
import type { DeskState, ListSlot, ThreadSlot } from './desk-state.ts';

/** Raised when what is kept changes its shape; what an older program kept is forgotten then. */
const shape = 4;
const keptRows = 120;
const keptThreads = 6;
const keptEntries = 60;

export interface CachedDesk {
  shape: number;
  /** when the server last said so, ms of this computer's clock */
  at: number;
  me: AgentSelf;
  clockOffset: number;
  inboxes: DeskSnapshot['inboxes'];
  queues: DeskSnapshot['queues'];
  notices: readonly Notice[];
  rows: ConversationRow[];
  lists: Record<string, { ids: ConversationId[] }>;
  counts: ListCounts;
  threads: AgentThread[];
}

/** null while there is nothing from the server. */
export function pickCached(state: DeskState, now: number): CachedDesk | null {
  const { me, clockOffset, inboxes, queues, notices, counts, connection } = state;
  if (!me || !state.ready || state.ended) return null;
  const listed = new Set<ConversationId>();
  const lists: CachedDesk['lists'] = {};
  for (const [view, slot] of Object.entries(state.lists)) {
    // What was narrowed down for the moment is not where somebody begins.
    if (view.includes('?')) continue;
    const ids = newestFirst(state, slot.ids).slice(0, keptRows);
    for (const id of ids) listed.add(id);
    lists[view] = { ids };
  }
  return {
    ...{ shape, me, clockOffset, inboxes, queues, notices, lists, counts },
    at: connection.state === 'online' ? now : connection.since,
    rows: [...listed].flatMap((id) => state.rows[id] ?? []),
    threads: pickThreads(state),
  };
}

function newestFirst(state: DeskState, ids: Iterable<ConversationId>): ConversationId[] {
  const at = (id: ConversationId) => state.rows[id]?.preview?.at ?? 0;
  return [...ids].filter((id) => state.rows[id]).sort((a, b) => at(b) - at(a));
}

function pickThreads(state: DeskState): AgentThread[] {
  const open = Object.values(state.threads).flatMap((slot: ThreadSlot) => (slot.status === 'open' ? slot.thread : []));
  return open.slice(-keptThreads).map(({ conversation, entries, earlier }) => ({
    conversation,
    entries: entries.slice(-keptEntries),
    earlier: earlier || entries.length > keptEntries,
  }));
}

/** Lays what was kept on an empty desk; anything the server has said already stands. */
export function adoptCached(state: DeskState, cached: CachedDesk): DeskState {
  if (state.ready || cached.shape !== shape) return state;
  const { at, me, clockOffset, inboxes, queues, notices, counts } = cached;
  const lists: Record<string, ListSlot> = { ...state.lists };
  for (const [view, { ids }] of Object.entries(cached.lists)) {
    const slot = lists[view];
    if (slot) lists[view] = { ...slot, ids: new Set(ids) };
  }
  const threads = cached.threads.map((thread): [ConversationId, ThreadSlot] => [
    thread.conversation.id,
    { status: 'open', thread: { ...thread, ahead: [] }, loadingEarlier: false },
  ]);
  return {
    ...{ ...state, me, clockOffset, inboxes, queues, notices, counts, cachedAt: at },
    rows: Object.fromEntries(cached.rows.map((row) => [row.conversation.id, row])),
    lists,
    threads: { ...state.threads, ...Object.fromEntries(threads) },
  };
}
