/** One widget on a host page: from boot to shutdown it owns the launcher, the frame and the bridge between page and frame. */
import { type AppMessage, type HostIdentity, type HostMessage, readAppMessage, wrap } from '../bridge/messages.ts';
import { isFromApp } from '../bridge/trust.ts';
import { pickTextOnAccent } from './accent.ts';
import { type Look, type Memory, recall, recallOpen, remember, rememberOpen } from './memory.ts';
import { listen, readPage, watchPages } from './pages.ts';
import { createTitleCount, fillScreen, isPhone } from './screen.ts';
import { createView } from './view.ts';
import { pickLoaderWords } from './words.ts';

export interface BootOptions {
  inbox: string;
  position?: string;
  language?: string;
  /** #rrggbb for the first visit; later ones remember what the inbox says */
  accent?: string;
}

export interface Widget {
  inbox: string;
  open(): void;
  close(): void;
  page(): void;
  identify(identity: unknown): void;
  /** `done` is called when the visitor's session is gone and nothing of the widget is left */
  shutdown(done: () => void): void;
}

/** How long shutting down waits for the frame to end the session, in ms. */
const farewell = 4_000;

export function createWidget(base: string, options: BootOptions): Widget {
  const language = options.language || document.documentElement.lang || navigator.language || 'en';
  const memory: Memory = recall(options.inbox);
  const origin = new URL(base).origin;
  const source = `${base}/widget/${encodeURIComponent(options.inbox)}`;
  const view = createView(source, memory.look?.name ?? '', pickLoaderWords(language));
  const setTitleCount = createTitleCount();
  const stops: (() => void)[] = [];
  let identity: HostIdentity | null = null;
  let isOpen = false;
  let isReady = false;
  let isEnding = false;
  let unread = 0;
  let isLeader = false;
  let leaveScreen: (() => void) | null = null;
  let finish: () => void = () => undefined;

  function send(message: HostMessage): void {
    if (isReady) view.frame().contentWindow?.postMessage(wrap(message), origin);
  }

  function look(told: Look | null): Look {
    const accent = /^#[0-9a-f]{6}$/i.test(options.accent ?? '') ? (options.accent as string) : '#3f53db';
    const known = told ?? { accent, textOnAccent: pickTextOnAccent(accent), position: 'right', name: '' };
    const position = options.position === 'left' || options.position === 'right' ? options.position : known.position;
    return { accent: known.accent, textOnAccent: known.textOnAccent, position, name: known.name };
  }

  function load(): void {
    if (view.hasFrame()) return;
    const frame = view.frame();
    stops[stops.length] = listen(frame, 'load', () => {
      isReady = true;
      send({ type: 'hello', language, page: readPage(), identity, isOpen, isFull: isPhone() });
      if (isEnding) send({ type: 'shutdown' });
    });
  }

  function show(next: boolean, isAsked: boolean): void {
    if (isEnding || next === isOpen) return;
    isOpen = next;
    if (isOpen) load();
    view.show(isOpen);
    rememberOpen(options.inbox, isOpen);
    leaveScreen?.();
    leaveScreen = isOpen && isPhone() ? fillScreen(view.frame()) : null;
    send({ type: 'shown', isOpen, isFull: isPhone() });
    if (!isAsked) return;
    if (isOpen) view.frame().focus();
    else view.launcher.focus();
  }

  function handleMessage(message: AppMessage): void {
    switch (message.type) {
      case 'ready':
        memory.look = { ...message };
        memory.isGone = view.host.hidden = false;
        view.paint(look(memory.look));
        remember(options.inbox, memory);
        break;
      case 'spoken':
        view.speak(pickLoaderWords(message.language));
        break;
      case 'session':
        memory.hasSession = message.exists;
        remember(options.inbox, memory);
        break;
      case 'unread':
        unread = message.count;
        isLeader = message.isLeader;
        view.badge(unread);
        setTitleCount(isLeader ? unread : 0);
        break;
      case 'close':
        show(false, true);
        break;
      case 'ended':
        finish();
        break;
      case 'gone':
        memory.isGone = view.host.hidden = true;
        remember(options.inbox, memory);
        show(false, false);
        break;
    }
  }

  function attach(): void {
    if (!isEnding && !view.host.isConnected) document.body.appendChild(view.host);
  }

  view.paint(look(memory.look));
  view.host.hidden = memory.isGone;
  attach();
  const phone = matchMedia(`(max-width: 639.98px)`);
  stops[0] = listen(window, 'message', (event) => {
    const sender = event as MessageEvent;
    if (!view.hasFrame() || !isFromApp(sender, view.frame().contentWindow, origin)) return;
    const message = readAppMessage(sender.data);
    if (message) handleMessage(message);
  });
  stops[1] = listen(view.launcher, 'click', () => show(!isOpen, true));
  // Whoever points at the launcher is likely to press it: by then the frame is on its way.
  stops[2] = listen(view.launcher, 'pointerenter', load);
  stops[3] = listen(view.launcher, 'focus', load);
  stops[4] = watchPages(() => {
    attach();
    send({ type: 'page', page: readPage() });
  });
  stops[5] = listen(document, 'visibilitychange', () => setTitleCount(isLeader ? unread : 0));
  stops[6] = listen(phone, 'change', () => {
    leaveScreen?.();
    leaveScreen = isOpen && isPhone() ? fillScreen(view.frame()) : null;
    send({ type: 'shown', isOpen, isFull: isPhone() });
  });
  if (recallOpen(options.inbox) && !isPhone()) show(true, false);
  else if (memory.hasSession || memory.isGone) whenIdle(load);

  return {
    inbox: options.inbox,
    open: () => show(true, true),
    close: () => show(false, true),
    page: () => send({ type: 'page', page: readPage() }),
    identify(value) {
      // The app reads it with care; here it only has to be there.
      if (!value || isEnding) return;
      identity = value as HostIdentity;
      // A token from the host page lives for minutes: it is exchanged now, not when the panel is opened.
      if (isReady) send({ type: 'identify', identity });
      else whenIdle(load);
    },
    shutdown(done) {
      show(false, false);
      isEnding = true;
      view.host.hidden = true;
      finish = () => {
        clearTimeout(timer);
        finish = () => undefined;
        for (let i = 0; i < stops.length; i += 1) stops[i]?.();
        setTitleCount(0);
        view.host.remove();
        remember(options.inbox, null);
        done();
      };
      const timer = window.setTimeout(() => finish(), farewell);
      if (!view.hasFrame() && !memory.hasSession) finish();
      else if (isReady) send({ type: 'shutdown' });
      else load();
    },
  };
}

function whenIdle(work: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work, { timeout: 3_000 });
  else setTimeout(work, 200);
}
