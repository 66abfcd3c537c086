/** @jsxImportSource preact */
/** The widget as a preview: the very screens that visitors see, fed by the console, with nothing behind them and nothing kept. */
import { render } from 'preact';
import type { Availability } from '../../../shared/model/inbox.ts';
import { readPreviewMessage } from '../bridge/preview.ts';
import { AppContext } from './context.ts';
import type { WidgetPage } from './page.ts';
import { Root } from './Root.tsx';
import { createStore, type WidgetState } from './sync/state.ts';
import { openKeyStore } from './sync/storage.ts';
import type { Visitor } from './sync/visitor.ts';
import { paintAccent } from './theme.ts';
import { pickLanguage } from './words/local-inbox.ts';
import { pickWords } from './words/pick.ts';

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Somebody is there, so that the way to a chat is seen whatever the hour. */
const there: Availability = { open: true, staffed: true, agents: [], opensAt: null };

/** In memory only, and gone with the page. */
const keepNothing = openKeyStore(() => {
  throw new Error('a preview keeps nothing');
});

const done = (): Promise<void> => Promise.resolve();

/** What is pressed in a preview reaches nobody. */
const nobody: Visitor = {
  begin: done,
  hasSession: () => false,
  token: () => null,
  send: () => undefined,
  retry: () => undefined,
  discard: () => undefined,
  open: done,
  loadEarlier: done,
  markRead: () => undefined,
  setTyping: () => undefined,
  end: async () => false,
  rate: async () => false,
  visit: () => undefined,
  isLeader: () => false,
  wake: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
  leave: done,
  request: async () => null,
};

export function startPreview({ inboxId, inbox }: WidgetPage): void {
  const store = createStore<WidgetState>({
    ...{ screen: { name: 'home' }, isOpen: true, isFull: false, link: 'idle', refusal: null, inbox },
    ...{
      availability: there,
      isVerified: false,
      mailsCodes: false,
      name: null,
      cards: [],
      threads: {},
      places: {},
      typing: {},
    },
    ...{ outbox: [], hasSound: false },
  });
  let language = navigator.language;

  async function draw(): Promise<void> {
    const known = store.get().inbox;
    const spoken = await pickWords(pickLanguage(known, language));
    document.documentElement.lang = spoken.language;
    document.documentElement.dir = spoken.direction;
    if (known) paintAccent(document.documentElement, known.accent, 'light');
    const root = document.getElementById('app');
    if (!root) return;
    const app = {
      ...{ inboxId, store, visitor: nobody, keys: keepNothing, host: { post: () => undefined } },
      ...{ words: spoken.words, language: spoken.language },
      clock: () => ({ now: Date.now(), timeZone, language: spoken.language }),
    };
    render(
      <AppContext.Provider value={app}>
        <Root isPreview />
      </AppContext.Provider>,
      root,
    );
  }

  window.addEventListener('message', ({ source, origin, data }) => {
    if (source !== window.parent || origin !== location.origin) return;
    const message = readPreviewMessage(data);
    if (!message) return;
    language = message.language;
    const screen =
      message.screen === 'form' ? ({ name: 'form', purpose: 'chat' } as const) : ({ name: 'home' } as const);
    store.set({ inbox: message.inbox, ...(store.get().screen.name === screen.name ? {} : { screen }) });
    void draw();
  });
  void draw();
  // The console may have spoken before anybody listened.
  window.parent.postMessage({ parley: 'preview-ready' }, location.origin);
}
