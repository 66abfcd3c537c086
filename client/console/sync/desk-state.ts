/** Everything the console knows of the server, in one value. */
import type { Thread } from '../../../shared/apply.ts';
import type { WireError } from '../../../shared/errors.ts';
import type { DeskSnapshot, ListView, TypingFact } from '../../../shared/events.ts';
import type { ThreadWindow } from '../../../shared/events-thread.ts';
import type { AgentSelf, Offer, OfferEnd } from '../../../shared/model/agent.ts';
import type { AgentConversation, ConversationRow } from '../../../shared/model/conversation.ts';
import type { AgentEntry } from '../../../shared/model/entry.ts';
import type { ConversationId } from '../../../shared/model/ids.ts';
import type { Notice } from '../../../shared/model/notice.ts';
import type { ScheduledReply } from '../../../shared/model/writing.ts';
import { type KnownCustomers, noCustomers } from './customers.ts';
import type { PendingSend } from './pending.ts';
import type { KnownViewers } from './viewing.ts';

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
  status: 'idle' | 'loading' | 'ready';
  /** rows that the server listed for this view or that changed since; the view's predicate still decides */
  ids: ReadonlySet<ConversationId>;
  /** cursor of the next page; null when all rows are here */
  next: string | null;
  /** the server's count, kept up to date by what changes */
  count: number;
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
  lists: Readonly<Record<ListView, ListSlot>>;
  /** counts may be wrong: ask again */
  countsStale: boolean;
  threads: Readonly<Record<ConversationId, ThreadSlot>>;
  typing: Readonly<Record<ConversationId, readonly TypingFact[]>>;
  online: Readonly<Record<ConversationId, boolean>>;
  pending: readonly PendingSend[];
  /** what the server holds back, by conversation; of those that were opened, and this agent's own */
  replies: Readonly<Record<ConversationId, readonly ScheduledReply[]>>;
  /** who has which conversation in front of them, this agent included; read it by `othersHere` */
  viewers: KnownViewers;
  customers: KnownCustomers;
  ended: WireError | null;
}

const emptyList: ListSlot = { status: 'idle', ids: new Set(), next: null, count: 0 };

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
    lists: { mine: emptyList, waiting: emptyList, all: emptyList },
    countsStale: false,
    threads: {},
    typing: {},
    online: {},
    pending: [],
    replies: {},
    viewers: {},
    customers: noCustomers,
    ended: null,
  };
}
