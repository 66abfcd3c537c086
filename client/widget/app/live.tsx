/** @jsxImportSource preact */
/** The widget as visitors have it: language, theme, core and bridge, then the first screen. */
import { render } from 'preact';
import type { VisitContext } from '../../../shared/model/conversation.ts';
import type { HostMessage, HostPage } from '../bridge/messages.ts';
import { type App, AppContext } from './context.ts';
import { connectHost } from './host.ts';
import type { WidgetPage } from './page.ts';
import { Root } from './Root.tsx';
import { countUnread, createStore, type WidgetState } from './sync/state.ts';
import { openKeyStore } from './sync/storage.ts';
import { createVisitor } from './sync/visitor.ts';
import { paintAccent, pickFill } from './theme.ts';
import { pickLanguage } from './words/local-inbox.ts';
import { pickWords } from './words/pick.ts';

export function startLive(page: WidgetPage): void {
  const isFramed = window.parent !== window;
  const keys = openKeyStore(() => localStorage);
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

  const store = createStore<WidgetState>({
    screen: { name: 'home' },
    isOpen: !isFramed,
    isFull: false,
    link: 'idle',
    refusal: null,
    inbox: page.inbox,
    availability: page.availability,
    isVerified: false,
    mailsCodes: false,
    name: null,
    cards: [],
    threads: {},
    places: {},
    typing: {},
    outbox: [],
    hasSound: keys.get('parley:sound') !== 'off',
  });

  /** 128 random bits in hex; `randomUUID` is missing on pages that came over plain http. */
  function drawId(): string {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
      '',
    );
  }

  const isWatched = (): boolean => store.get().isOpen && document.visibilityState === 'visible' && document.hasFocus();

  const visitor = createVisitor({
    inboxId: page.inboxId,
    store,
    keys,
    now: Date.now,
    drawId,
    ring() {
      if (!visitor.isLeader() || !store.get().hasSound || isWatched()) return;
      void import('./sound.ts').then(
        ({ playTone }) => playTone(),
        () => undefined,
      );
    },
    sessionChanged: (exists) => host.post({ type: 'session', exists }),
  });

  const host = connectHost(page.origins, handleHost);
  let language = navigator.language;

  function describeVisit({ url, title, referrer }: HostPage): VisitContext {
    return { url, title, referrer, language: navigator.language, timeZone };
  }

  function handleHost(message: HostMessage): void {
    switch (message.type) {
      case 'hello':
        language = message.language || language;
        visitor.visit(describeVisit(message.page));
        store.set({ isOpen: message.isOpen, isFull: message.isFull });
        void draw();
        if (message.identity) void visitor.begin(message.identity);
        else if (visitor.hasSession() || store.get().inbox === null) void visitor.begin();
        break;
      case 'shown':
        store.set({ isOpen: message.isOpen, isFull: message.isFull });
        break;
      case 'identify':
        void visitor.begin(message.identity);
        break;
      case 'page':
        visitor.visit(describeVisit(message.page));
        break;
      case 'shutdown':
        void visitor.leave().then(() => host.post({ type: 'ended' }));
        break;
    }
  }

  const dark = matchMedia('(prefers-color-scheme: dark)');

  /** The launcher outside follows the inbox and the count of unread messages. */
  function tellHost(before: WidgetState | null, state: WidgetState): void {
    const { inbox } = state;
    if (inbox && before?.inbox !== inbox) {
      const { accent, position, siteName: name } = inbox;
      paintAccent(document.documentElement, accent, dark.matches ? 'dark' : 'light');
      document.title = name;
      if (before?.inbox && pickLanguage(before.inbox, language) !== pickLanguage(inbox, language)) void draw();
      const { fill, onFill } = pickFill(accent);
      host.post({ type: 'ready', accent: fill, textOnAccent: onFill, position, name });
    }
    const count = countUnread(state);
    if (!before || countUnread(before) !== count) host.post({ type: 'unread', count, isLeader: visitor.isLeader() });
  }

  async function draw(): Promise<void> {
    const spoken = await pickWords(pickLanguage(store.get().inbox, language));
    document.documentElement.lang = spoken.language;
    document.documentElement.dir = spoken.direction;
    host.post({ type: 'spoken', language: spoken.language });
    const clock = () => ({ now: Date.now(), timeZone, language: spoken.language });
    const app: App = {
      inboxId: page.inboxId,
      store,
      visitor,
      keys,
      host,
      words: spoken.words,
      language: spoken.language,
      clock,
    };
    const root = document.getElementById('app');
    if (!root) return;
    render(
      <AppContext.Provider value={app}>
        <Root />
      </AppContext.Provider>,
      root,
    );
  }

  let last: WidgetState | null = null;
  const follow = (): void => {
    const before = last;
    last = store.get();
    tellHost(before, last);
  };
  store.subscribe(follow);
  follow();
  dark.addEventListener('change', () => {
    const { inbox } = store.get();
    if (inbox) paintAccent(document.documentElement, inbox.accent, dark.matches ? 'dark' : 'light');
  });
  window.addEventListener('online', visitor.wake);
  window.addEventListener('offline', () => {
    if (store.get().link === 'online') store.set({ link: 'offline' });
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') visitor.wake();
  });
  window.addEventListener('pagehide', visitor.pause);
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) visitor.resume();
  });
  if (!isFramed) {
    visitor.visit({ language, timeZone });
    void draw();
    if (visitor.hasSession() || page.inbox === null) void visitor.begin();
  }
}
