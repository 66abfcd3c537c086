/** @jsxImportSource preact */
/** The bar of a call on top of every screen: first what the microphone is for, then who is there and how long, mute and hang up. */
import { useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { useApp, useWidget } from '../context.ts';
import { Face } from '../parts/Face.tsx';
import { Icon } from '../parts/Icon.tsx';
import styles from '../styles/call.css?inline';
import { type CallState, createPageCall, type PageCall } from './page-call.ts';
import { type CallWords, callWords } from './words.ts';

const microphone = 'M9 5a3 3 0 0 1 6 0v5a3 3 0 0 1-6 0zM5 10a7 7 0 0 0 14 0M8 21h8M12 17v4';
const microphoneOff =
  'M3 3l18 18M9 5a3 3 0 0 1 6 0v5a3 3 0 0 1-.13.87M11 12.85a3 3 0 0 1-2-2.85v-1M5 10a7 7 0 0 0 10.85 5.85M19 10a7 7 0 0 1-.9 3.4M8 21h8M12 17v4';

// They come with the call; the page's policy lets no element carry them.
const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);
document.adoptedStyleSheets.push(sheet);

const BARS = [0.15, 0.3, 0.45, 0.6, 0.8];

export function CallPanel() {
  const { store, visitor, language, clock } = useApp();
  const words = callWords(language);
  const siteName = useWidget((state) => state.inbox?.siteName ?? '');
  const call = useMemo(() => createPageCall({ store, visitor, now: () => clock().now }), [store, visitor, clock]);
  const state = useCall(call);
  const first = useRef<HTMLButtonElement>(null);
  const isOver = state.step === 'ended' || state.step === 'refused';

  const part = state.step === 'asking' ? 'before' : isOver ? 'after' : 'during';

  useEffect(() => {
    if (part !== 'during') first.current?.focus({ preventScroll: true });
  }, [part]);

  function close() {
    store.set({ isCalling: false, call: null });
  }

  const begin = () => void call.begin();
  if (state.step === 'asking') {
    return (
      <section class="call" aria-label={words.call}>
        <h2 class="call-title">{words.ask(siteName)}</h2>
        <p class="call-text">{words.why}</p>
        <div class="call-tools">
          <button ref={first} type="button" class="call-button call-go" onClick={begin}>
            <Icon name="phone" size={16} />
            {words.allow}
          </button>
          <button type="button" class="call-button" onClick={close}>
            {words.notNow}
          </button>
        </div>
      </section>
    );
  }
  const tools = isOver ? (
    <>
      {state.step === 'refused' && (
        <button type="button" class="call-button" onClick={begin}>
          {words.again}
        </button>
      )}
      <button ref={first} type="button" class="call-button" onClick={close}>
        {words.close}
      </button>
    </>
  ) : (
    <>
      <button type="button" class="call-button" aria-pressed={state.isMuted} onClick={() => call.mute(!state.isMuted)}>
        <svg class="icon" width={16} height={16} viewBox="0 0 24 24" aria-hidden="true">
          <path d={state.isMuted ? microphoneOff : microphone} />
        </svg>
        {state.isMuted ? words.unmute : words.mute}
      </button>
      <button type="button" class="call-button call-end" onClick={call.hangUp}>
        {words.hangUp}
      </button>
    </>
  );
  return (
    <section class="call" aria-label={words.call}>
      <div class="call-head">
        {state.agent ? <Face name={state.agent} size={28} /> : <Icon name="phone" size={20} />}
        <p class="call-status" role="status">
          {tellCall(state, words)}
        </p>
        {!isOver && <LevelBars call={call} isMuted={state.isMuted} />}
        {state.answeredAt !== null && <Duration from={state.answeredAt} to={state.endedAt} />}
      </div>
      <div class="call-tools">{tools}</div>
    </section>
  );
}

function tellCall(state: CallState, words: CallWords): string {
  if (state.problem) return words.problems[state.problem];
  if (state.isMending) return words.mending;
  switch (state.step) {
    case 'waiting':
      if (state.ahead === null) return words.waiting;
      return state.ahead === 0 ? words.next : words.place(state.ahead);
    case 'talking':
      return words.talking(state.agent ?? words.somebody);
    case 'held':
      return words.held;
    case 'ended':
      return state.answeredAt === null ? words.notAnswered : words.ended;
    default:
      return words.connecting;
  }
}

function useCall(call: PageCall): CallState {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const stop = call.state.subscribe(() => redraw(undefined));
    return () => {
      stop();
      call.hangUp();
    };
  }, [call]);
  return call.state.get();
}

function Duration({ from, to }: { from: number; to: number | null }) {
  const { clock } = useApp();
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (to !== null) return;
    const timer = setInterval(() => tick(undefined), 1_000);
    return () => clearInterval(timer);
  }, [to]);
  const seconds = Math.max(0, Math.floor(((to ?? clock().now) - from) / 1_000));
  return (
    <span class="call-time">
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')}
    </span>
  );
}

/** The visitor's own voice, so that they see whether they are heard. */
function LevelBars({ call, isMuted }: { call: PageCall; isMuted: boolean }) {
  const box = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const timer = setInterval(() => {
      const level = isMuted ? 0 : call.level();
      for (const [at, bar] of [...(box.current?.children ?? [])].entries())
        bar.classList.toggle('call-loud', level > (BARS[at] ?? 1));
    }, 100);
    return () => clearInterval(timer);
  }, [call, isMuted]);
  return (
    <span class="call-level" ref={box} aria-hidden="true">
      {BARS.map((bar) => (
        <i key={bar} />
      ))}
    </span>
  );
}
