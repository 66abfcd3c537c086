/** The widget's realtime core: ties session, socket, outbox and tabs to the one state, and offers what a visitor can do. */
import { hasGap } from '../../../../shared/apply.ts';
import type { VisitContext } from '../../../../shared/model/conversation.ts';
import type { FileRef } from '../../../../shared/model/file.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import type { HostIdentity } from '../../bridge/messages.ts';
import { createCatchUp } from './catch-up.ts';
import { createConnection, type Request } from './connection.ts';
import { createDeliver } from './deliver.ts';
import { applyConversation, applyEntry, applyToThread } from './facts.ts';
import { createFlusher } from './flush.ts';
import { createMarks } from './marks.ts';
import { createOutbox, type OutboxItem } from './outbox.ts';
import { createSessions, tokenKey } from './session.ts';
import type { Store, WidgetState } from './state.ts';
import type { KeyStore } from './storage.ts';
import { createTabs } from './tabs.ts';
import { createTypists } from './typists.ts';

export interface Draft {
  text: string;
  files?: FileRef[];
  answers?: Record<string, string>;
  email?: string;
}

export interface Visitor {
  /** begins or goes on with a session and connects; does nothing when connected */
  begin(identity?: HostIdentity): Promise<void>;
  hasSession(): boolean;
  token(): string | null;
  send(conversationId: ConversationId | null, draft: Draft): void;
  retry(item: OutboxItem): void;
  discard(item: OutboxItem): void;
  open(id: ConversationId): Promise<void>;
  loadEarlier(id: ConversationId): Promise<void>;
  markRead(id: ConversationId, upTo: number): void;
  setTyping(id: ConversationId, text: string): void;
  end(id: ConversationId): Promise<boolean>;
  rate(id: ConversationId, score: number, comment: string): Promise<boolean>;
  visit(page: VisitContext): void;
  isLeader(): boolean;
  /** after sleep, a switch of network or the back-forward cache */
  wake(): void;
  pause(): void;
  resume(): void;
  /** of parts that are loaded later */
  request: Request;
  /** ends the session here and on the server and forgets what was written */
  leave(): Promise<void>;
}

export interface VisitorDeps {
  inboxId: string;
  store: Store<WidgetState>;
  keys: KeyStore;
  now(): number;
  drawId(): string;
  /** a message of the team has come that nobody may have seen */
  ring(): void;
  sessionChanged(exists: boolean): void;
}

export function createVisitor(deps: VisitorDeps): Visitor {
  const { inboxId, store, keys } = deps;
  const outbox = createOutbox(keys, inboxId, deps.now, deps.drawId);
  const sessions = createSessions(inboxId, keys);
  const readOutbox = (): void => store.set({ outbox: outbox.list() });
  const tabs = createTabs(inboxId, { told: handleOtherTab, led: () => store.set({}) });
  let context: VisitContext = {};
  let identity: HostIdentity | null = null;
  let beginning: Promise<void> | null = null;

  const connection = createConnection(inboxId, {
    connected() {
      store.set({ link: 'online', refusal: null });
      void catchUp.all().then(() => flusher.flush());
      if (context.url) void connection.request('page:visit', context);
    },
    lost: () => store.set({ link: 'offline' }),
    refused() {
      // Ended on the server, by another tab or by time: what is in the outbox goes with the next session.
      sessions.drop();
      connection.stop();
      store.set({ cards: [], threads: {} });
      void begin();
    },
    facts: {
      'entry:appended'({ entry }) {
        const part = applyEntry(store.get(), entry);
        if (!part) void catchUp.all();
        else store.set(part);
        const thread = store.get().threads[entry.conversationId];
        if (thread && hasGap(thread)) void catchUp.thread(entry.conversationId);
        if (entry.author.kind === 'you') return;
        marks.tell('delivered:mark', entry.conversationId, entry.seq);
        if (entry.author.kind !== 'agent') return;
        typists.set(entry.conversationId, null);
        deps.ring();
      },
      'conversation:changed'({ conversation }) {
        const part = applyConversation(store.get(), conversation);
        if (part) store.set(part);
        else void catchUp.all();
      },
      'conversation:head': ({ conversationId, seq, rev }) => catchUp.head(conversationId, seq, rev),
      'typing:changed': ({ conversationId, name, typing }) => typists.set(conversationId, typing ? name : null),
      'queue:moved': ({ conversationId, ahead }) =>
        store.set({ places: { ...store.get().places, [conversationId]: ahead } }),
      'availability:changed': ({ availability }) => store.set({ availability }),
      'call:changed': ({ call }) => store.set({ call }),
      'session:ended'({ error }) {
        sessions.drop();
        connection.stop();
        outbox.clear();
        deps.sessionChanged(false);
        store.set({ link: 'idle', refusal: error, cards: [], threads: {}, outbox: [], screen: { name: 'home' } });
      },
    },
  });
  const { request } = connection;
  const catchUp = createCatchUp(store, request, markArrived);
  const marks = createMarks(request);
  const typists = createTypists(store, request);
  const flusher = createFlusher({
    outbox,
    isOnline: connection.isOnline,
    deliver: createDeliver(store, outbox, request),
    lock: (work) => tabs.lock('outbox', work),
    later(delay, work) {
      const timer = setTimeout(work, delay);
      return () => clearTimeout(timer);
    },
    chance: Math.random,
    changed() {
      readOutbox();
      tabs.tell();
    },
  });

  /** What a sync brought has reached the customer as much as what came by itself. */
  function markArrived(id: ConversationId): void {
    const newest = store.get().threads[id]?.entries.findLast(({ author }) => author.kind !== 'you');
    if (newest) marks.tell('delivered:mark', id, newest.seq);
  }

  function handleOtherTab(): void {
    readOutbox();
    flusher.flush();
  }

  async function startSession(): Promise<void> {
    const told = identity;
    const kept = sessions.token();
    const wasProved = store.get().isVerified;
    if (kept && !told) return connection.start(kept);
    store.set({ link: 'connecting' });
    const result = await tabs.lock('session', async () => {
      const other = told ? null : sessions.token();
      return other ? null : sessions.begin(told);
    });
    const token = sessions.token();
    if (result && !result.ok) {
      identity = null;
      store.set({ link: 'idle', refusal: result.error });
      // A proof that has run out takes nothing away from a session that is still good.
      return kept ? connection.start(kept) : undefined;
    }
    if (!token) {
      store.set({ link: 'offline' });
      setTimeout(() => void begin(), 4_000);
      return;
    }
    identity = null;
    deps.sessionChanged(true);
    // Another user of the host page: nothing of the former one stays, neither on screen nor unsent.
    if (kept && token !== kept && wasProved) {
      outbox.clear();
      store.set({ cards: [], threads: {}, outbox: [], screen: { name: 'home' } });
    }
    await connection.start(token);
  }

  function begin(): Promise<void> {
    beginning ??= startSession().finally(() => {
      beginning = null;
    });
    return beginning;
  }

  window.addEventListener('storage', (event) => {
    if (event.key?.startsWith(`parley:${inboxId}:out:`)) readOutbox();
    if (event.key !== tokenKey(inboxId)) return;
    connection.stop();
    if (event.newValue) void begin();
    else store.set({ link: 'idle', cards: [], threads: {}, outbox: [], screen: { name: 'home' } });
  });
  readOutbox();

  return {
    async begin(told) {
      if (told) {
        await beginning;
        identity = told;
      }
      if (told || !connection.isOnline()) await begin();
    },
    hasSession: () => sessions.token() !== null,
    token: sessions.token,
    send(conversationId, { text, files = [], answers = {}, email }) {
      outbox.add({ conversationId, text, files, answers, email, context });
      if (conversationId) typists.stop(conversationId);
      readOutbox();
      tabs.tell();
      if (connection.isOnline()) flusher.flush();
      else void begin();
    },
    retry(item) {
      const { failure: _failure, ...again } = item;
      outbox.put(again);
      readOutbox();
      flusher.flush();
    },
    discard(item) {
      outbox.remove(item.clientId);
      readOutbox();
      tabs.tell();
    },
    async open(id) {
      if (store.get().threads[id]) return catchUp.thread(id);
      const result = await request('conversation:open', { conversationId: id });
      if (result?.ok) store.set(applyToThread(store.get(), id, { type: 'reset', snapshot: result.value }));
    },
    async loadEarlier(id) {
      const first = store.get().threads[id]?.entries[0];
      if (!first) return;
      const result = await request('entries:page', { conversationId: id, before: first.seq });
      if (result?.ok) store.set(applyToThread(store.get(), id, { type: 'earlier:loaded', ...result.value }));
    },
    markRead: (id, upTo) => marks.tell('read:mark', id, upTo),
    setTyping: typists.type,
    end: async (conversationId) => (await request('conversation:end', { conversationId }))?.ok === true,
    async rate(conversationId, score, comment) {
      const result = await request('conversation:rate', { conversationId, score, comment: comment || undefined });
      return result?.ok === true;
    },
    visit(page) {
      context = page;
      if (connection.isOnline()) void request('page:visit', page);
    },
    request,
    isLeader: tabs.isLeader,
    wake() {
      if (connection.isOnline()) void catchUp.all().then(() => flusher.flush());
      else if (sessions.token()) connection.hurry();
    },
    pause() {
      flusher.stop();
      connection.stop();
      tabs.pause();
    },
    resume() {
      tabs.resume();
      readOutbox();
      if (sessions.token()) void begin();
    },
    async leave() {
      connection.stop();
      flusher.stop();
      outbox.clear();
      deps.sessionChanged(false);
      await sessions.end();
      store.set({ link: 'idle', cards: [], threads: {}, outbox: [], screen: { name: 'home' } });
    },
  };
}
