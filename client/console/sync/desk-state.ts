/** Everything the console knows of the server, in one value. */
import type { Thread } from '../../../shared/apply.ts';
import type { WireError } from '../../../shared/errors.ts';
import type { DeskSnapshot, TypingFact } from '../../../shared/events.ts';
import type { ThreadWindow } from '../../../shared/events-thread.ts';
import type { FilterReader } from '../../../shared/list-filter.ts';
import type { AgentSelf, Offer, OfferEnd } from '../../../shared/model/agent.ts';
import type { AgentConversation, ConversationRow } from '../../../shared/model/conversation.ts';
import type { AgentEntry } from '../../../shared/model/entry.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { ListCounts } from '../../../shared/model/list.ts';
import type { Notice } from '../../../shared/model/notice.ts';
import type { ScheduledReply } from '../../../shared/model/writing.ts';
import { type KnownCustomers, noCustomers } from './customers.ts';
import type { HistorySlot } from './history-slot.ts';
import type { PendingSend } from './pending.ts';
import type { KnownViewers } from './viewing.ts';
import { type ListChoice, noCounts, usualChoice, type ViewKey } from './views.ts';

export type AgentThreadState = Thread<AgentEntry, AgentConversation>;

/** `since` in ms of this computer's clock. */
export type Connection = { state: 'connecting' | 'online' | 'offline'; since: number };

export type ThreadSlot =
  | { status: 'loading' }
  | {
      status: 'open';
      thread: AgentThreadState;
      loadingEarlier: boolean;
      /** a stretch far from the end, shown instead of the newest entries */
      window?: ThreadWindow;
    }
  | { status: 'refused'; error: WireError };

export interface ListSlot {
  choice: ListChoice;
  status: 'idle' | 'loading' | 'ready';
  /** rows that the server listed for this choice or that changed since */
  ids: ReadonlySet<ConversationId>;
  /** cursor of the next page; null when all rows are here */
  next: string | null;
  /** the last row of the last page as it was then: what sorts behind it is not here yet */
  end: ConversationRow | null;
}

export interface DeskState {
  connection: Connection;
  /** the first snapshot has come */
  ready: boolean;
  /** until then: what is here was kept by an earlier page at that time, ms of this computer's clock */
  cachedAt: number | null;
  /** newest first */
  notices: readonly Notice[];
  /** server's clock minus this one's, ms */
  clockOffset: number;
  me: AgentSelf | null;
  offers: readonly Offer[];
  /** how the newest offer that was here ended, until the next one */
  lastOfferEnd: { offer: Offer; why: OfferEnd } | null;
  inboxes: DeskSnapshot['inboxes'];
  queues: DeskSnapshot['queues'];
  rows: Readonly<Record<ConversationId, ConversationRow>>;
  /** by `keyOf` of their choice; that of a view as it usually is, is the view's own name */
  lists: Readonly<Record<string, ListSlot>>;
  counts: ListCounts;
  /** the moment, by the server's clock, that lists are read for which go along with time */
  listsAt: number;
  threads: Readonly<Record<ConversationId, ThreadSlot>>;
  typing: Readonly<Record<ConversationId, readonly TypingFact[]>>;
  online: Readonly<Record<ConversationId, boolean>>;
  pending: readonly PendingSend[];
  /** what the server holds back, by conversation; of those that were opened, and this agent's own */
  replies: Readonly<Record<ConversationId, readonly ScheduledReply[]>>;
  /** who has which conversation in front of them, this agent included; read it by `othersHere` */
  viewers: KnownViewers;
  customers: KnownCustomers;
  /** the whole history that is being read; null: none */
  history: HistorySlot | null;
  ended: WireError | null;
}

const emptyList = (view: ViewKey): ListSlot => ({
  ...{ choice: usualChoice(view), status: 'idle', ids: new Set(), next: null, end: null },
});

export function startDesk(now: number): DeskState {
  return {
    connection: { state: 'connecting', since: now },
    ready: false,
    cachedAt: null,
    notices: [],
    clockOffset: 0,
    me: null,
    offers: [],
    lastOfferEnd: null,
    inboxes: [],
    queues: [],
    rows: {},
    lists: { mine: emptyList('mine'), waiting: emptyList('waiting'), all: emptyList('all') },
    counts: noCounts,
    listsAt: now,
    threads: {},
    typing: {},
    online: {},
    pending: [],
    replies: {},
    viewers: {},
    customers: noCustomers,
    history: null,
    ended: null,
  };
}

/** Who reads the lists, and when. */
export const readerOf = ({ me, listsAt, queues }: Pick<DeskState, 'me' | 'listsAt' | 'queues'>): FilterReader => ({
  me: me?.id ?? null,
  now: listsAt,
  queues,
});
