/** The desk: listens to the server, keeps the state, and offers the verbs that the screens use. */
import type { z } from 'zod';
import { fail, type Result } from '../../../shared/errors.ts';
import type { ConsoleAnswers, ConsoleRequests } from '../../../shared/events.ts';
import type { AgentSelf, Offer } from '../../../shared/model/agent.ts';
import type { ConversationId, EntryId, NoticeId, PresenceReasonId } from '../../../shared/model/ids.ts';
import type { WritingKind } from '../../../shared/model/writing.ts';
import { type BulkDesk, createBulkDesk } from './bulk.ts';
import { adoptCached, type CachedDesk } from './cached-desk.ts';
import { type CallDesk, createCallDesk } from './calls.ts';
import { type CatalogueSignal, createCatalogueSignal } from './catalogue-signal.ts';
import { type ColleagueStore, createColleagueStore } from './colleagues.ts';
import { type CustomerDesk, createCustomerDesk } from './customers.ts';
import { type DeskState, startDesk } from './desk-state.ts';
import { createFloorDesk, type FloorDesk } from './floor.ts';
import { createHistory, type HistoryDesk } from './history.ts';
import { createLists, type Lists } from './lists.ts';
import { createLosses, type LossSignal } from './losses.ts';
import { createNoticeBoard } from './notices.ts';
import type { KeyStore } from './pending.ts';
import { createPhoneMemory } from './phone-memory.ts';
import { createPlacementDesk, type PlacementDesk } from './placements.ts';
import { createPreferenceDesk, type PreferenceDesk } from './preferences.ts';
import * as reduce from './reduce.ts';
import { changeConversation } from './reduce-lists.ts';
import { createStore, type Store } from './store.ts';
import { createThreads } from './threads.ts';
import type { Transport } from './transport.ts';
import type { ViewCounts } from './view-counts.ts';
import { createViewing } from './viewing.ts';
import type { ListChoice } from './views.ts';
import { createWorkVerbs, type WorkVerbs } from './work.ts';
import { createWriting, type Writing } from './writing.ts';

export type LetterStart = z.input<ConsoleRequests['letter:start']>;

export interface DeskDeps {
  transport: Transport;
  userId: string;
  keys: KeyStore;
  now(): number;
  newClientId(): string;
  after(ms: number, run: () => void): void;
}

export interface Desk {
  store: Store<DeskState>;
  colleagues: ColleagueStore;
  floor: FloorDesk;
  catalogueChanges: CatalogueSignal;
  losses: LossSignal;
  bulk: BulkDesk;
  calls: CallDesk;
  preferences: Pick<PreferenceDesk, 'store' | 'change'>;
  /** what an earlier page kept; nothing once the server has spoken */
  adopt(cached: CachedDesk): void;
  start(): void;
  stop(): void;
  showList(choice: ListChoice): void;
  loadMore(choice: ListChoice): void;
  /** Conversations by their customer's name or address, or by #number; null when the server did not answer. */
  findConversations: Lists['find'];
  searchText: Lists['searchText'];
  /** counters of lists that are in front of somebody */
  viewCounts: Pick<ViewCounts, 'store' | 'follow'>;
  openThread(id: ConversationId): void;
  /** Of what is shown of the thread: towards its beginning, towards its end. */
  loadEarlier(id: ConversationId): void;
  loadLater(id: ConversationId): void;
  /** Brings an entry on screen that may lie far away; false when there is none or it may not be seen. */
  showEntry(id: ConversationId, seq: number): Promise<boolean>;
  /** Back to the newest entries. */
  showLatest(id: ConversationId): void;
  /** Nobody looks at its older entries: only the newest stay in memory. */
  trimThread(id: ConversationId): void;
  editNote(id: ConversationId, seq: number, text: string): Promise<Result<null>>;
  deleteNote(id: ConversationId, seq: number): Promise<Result<null>>;
  noteVersions(id: ConversationId, seq: number): Promise<Result<ConsoleAnswers['note:versions']>>;
  /** Which conversation this page shows now; colleagues see it. */
  setViewed(id: ConversationId | null): void;
  customers: CustomerDesk;
  /** all conversations of a customer, read as one */
  history: HistoryDesk;
  /** drafts, sends, and replies that the server holds */
  writing: Writing;
  /** A letter that did not reach everybody is tried again. */
  retryDelivery(id: ConversationId, entryId: EntryId): Promise<Result<null>>;
  /** Begins a conversation by a letter; repeatable under its id. */
  startLetter(letter: LetterStart): Promise<Result<ConsoleAnswers['letter:start']>>;
  retrySend(clientId: string): void;
  discardSend(clientId: string): void;
  setTyping(id: ConversationId, typing: boolean, as: WritingKind): void;
  markRead(id: ConversationId, upTo: number): void;
  /** what is done with conversations: close, hand over, snooze, tag and the like */
  work: WorkVerbs;
  /** entries that are moved between conversations */
  placements: PlacementDesk;
  setPresence(
    state: 'available' | 'away',
    reasonId?: PresenceReasonId,
  ): Promise<Result<ConsoleAnswers['presence:set']>>;
  accept(offer: Offer): Promise<Result<ConsoleAnswers['offer:accept']>>;
  decline(offer: Offer): Promise<Result<null>>;
  readNotices(ids: readonly NoticeId[]): void;
  retryConnection(): void;
  /** another tab has sent or dropped this one */
  forgetPending(clientId: string): void;
}

export function createDesk({ transport, userId, keys, now, newClientId, after }: DeskDeps): Desk {
  const store = createStore(startDesk(now()));
  const change = store.set;
  const threads = createThreads(store, transport);
  const colleagues = createColleagueStore(transport);
  const floor = createFloorDesk(transport, newClientId);
  const catalogueChanges = createCatalogueSignal(transport);
  const bulk = createBulkDesk(transport, newClientId);
  const calls = createCallDesk(transport, createPhoneMemory(keys, userId));
  const viewing = createViewing(store, transport);
  const preferences = createPreferenceDesk({ transport, keys, userId, after });
  const losses = createLosses();
  const customers = createCustomerDesk(store, transport, losses);
  const history = createHistory(store, transport, losses);
  const lists = createLists(store, transport, { now, after }, losses);
  const notices = createNoticeBoard(store, transport, now);
  const { writing, outbox, discard } = createWriting({
    store,
    transport,
    threads,
    userId,
    keys,
    now,
    newClientId,
    after,
  });

  async function syncDesk(): Promise<void> {
    const answer = await transport.ask('desk:sync', {});
    if (!answer.ok) {
      if (transport.isConnected()) after(1_000, () => void syncDesk());
      return;
    }
    const { cachedAt, me: before, ready } = store.get();
    const wasKept = cachedAt !== null;
    change((state) => ({
      ...reduce.setConnection(reduce.syncDesk(state, answer.value, now()), { state: 'online', since: now() }),
      cachedAt: null,
    }));
    preferences.adopt(answer.value.preferences);
    // What an earlier page kept may have been erased since, or be nobody's to see here.
    const { me } = store.get();
    const seesOthers = before !== null && me !== null && reduce.seesOtherwise(before, me);
    lists.refresh(wasKept || seesOthers ? 'anew' : 'later');
    if (ready && !wasKept) losses.tell(seesOthers ? null : 'unheard');
    void notices.refresh();
    threads.rejoin();
    void viewing.refresh();
    customers.refresh();
    history.refresh();
    void calls.refresh();
    void writing.drafts.sync();
    outbox.flushAll();
  }

  /** Other queues or another role mean other rows. */
  function changeMe(me: AgentSelf): void {
    const before = store.get().me;
    change((state) => reduce.changeMe(state, me));
    const after = store.get().me;
    if (!before || !after || !reduce.seesOtherwise(before, after)) return;
    lists.refresh('anew');
    losses.tell(null);
  }

  function listen(): void {
    lists.listen();
    preferences.listen();
    notices.listen();
    viewing.listen();
    // Before the customers: what it compares with is what was known until then.
    history.listen();
    customers.listen();
    calls.listen();
    transport.onConnect(() => void syncDesk());
    transport.onDisconnect((isRefused) => {
      change((state) => reduce.setConnection(state, { state: 'offline', since: now() }));
      if (isRefused) change((state) => ({ ...state, ended: { code: 'unauthenticated', message: 'Signed out' } }));
    });
    transport.on('entry:appended', ({ entry }) =>
      threads.hear(entry.conversationId, { type: 'entry:appended', entry }),
    );
    transport.on('conversation:changed', ({ conversation }) => {
      const known = store.get().threads[conversation.id];
      const isErased = known?.status === 'open' && known.thread.conversation.rev < (conversation.erasedRev ?? 0);
      if (isErased) threads.forget(conversation.id);
      threads.hear(conversation.id, { type: 'conversation:changed', conversation });
      change((state) => changeConversation(state, conversation));
    });
    transport.on('conversation:head', ({ conversationId, seq, rev }) => threads.catchUp(conversationId, seq, rev));
    transport.on('conversation:revoked', ({ conversationId }) => {
      change((state) => reduce.revoke(state, conversationId, { code: 'forbidden', message: 'Not yours any more' }));
      losses.tell(new Set([conversationId]));
    });
    transport.on('offer:made', ({ offer }) => change((state) => reduce.makeOffer(state, offer)));
    transport.on('offer:ended', ({ offerId, why }) => change((state) => reduce.endOffer(state, offerId, why)));
    transport.on('agent:changed', ({ me }) => changeMe(me));
    transport.on('typing:changed', (fact) => change((state) => reduce.setTypist(state, fact)));
    transport.on('customer:seen', ({ conversationId, online }) =>
      change((state) => reduce.setOnline(state, conversationId, online)),
    );
    transport.on('session:ended', ({ error }) => change((state) => ({ ...state, ended: error })));
  }

  return {
    store,
    colleagues,
    floor,
    catalogueChanges,
    losses,
    bulk,
    calls,
    preferences,
    adopt(cached) {
      if (store.get().ready) return;
      change((state) => adoptCached(state, cached));
      threads.adopt(cached.threads.map((thread) => thread.conversation.id));
    },
    start() {
      outbox.adopt();
      listen();
      transport.connect();
    },
    stop: () => transport.close(),
    showList: lists.show,
    loadMore: (choice) => void lists.more(choice),
    findConversations: lists.find,
    searchText: lists.searchText,
    viewCounts: lists.counts,
    openThread: (id) => void threads.open(id),
    loadEarlier: (id) => void threads.loadEarlier(id),
    loadLater: (id) => void threads.loadLater(id),
    showEntry: threads.show,
    showLatest: threads.showLatest,
    trimThread: threads.trim,
    editNote: (conversationId, seq, text) => transport.ask('note:edit', { conversationId, seq, text }),
    deleteNote: (conversationId, seq) => transport.ask('note:delete', { conversationId, seq }),
    noteVersions: (conversationId, seq) => transport.ask('note:versions', { conversationId, seq }),
    setViewed: viewing.set,
    customers,
    history,
    writing,
    retryDelivery: (conversationId, entryId) => transport.ask('delivery:retry', { conversationId, entryId }),
    startLetter: (letter) => transport.ask('letter:start', letter),
    retrySend: (clientId) => outbox.retry(clientId),
    discardSend: discard,
    setTyping: (conversationId, typing, as) => void transport.ask('typing:set', { conversationId, typing, as }),
    markRead: (conversationId, upTo) => void transport.ask('read:mark', { conversationId, upTo }),
    work: createWorkVerbs(transport),
    placements: createPlacementDesk(transport),
    async setPresence(state, reasonId) {
      const answer = await transport.ask('presence:set', { state, reasonId });
      if (answer.ok) changeMe(answer.value);
      return answer;
    },
    async accept({ id, workItemId }) {
      const answer = await transport.ask('offer:accept', { offerId: id, workItemId });
      if (answer.ok) change((state) => reduce.endOffer(state, id, 'accepted'));
      else if (answer.error.code === 'offer_gone') change((state) => reduce.endOffer(state, id, 'withdrawn'));
      return answer.ok ? answer : fail(answer.error);
    },
    async decline({ id, workItemId }) {
      const answer = await transport.ask('offer:decline', { offerId: id, workItemId });
      if (answer.ok) change((state) => reduce.endOffer(state, id, 'declined'));
      return answer;
    },
    readNotices: notices.read,
    retryConnection: () => transport.reconnect(),
    forgetPending: outbox.drop,
  };
}
