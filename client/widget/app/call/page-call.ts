/** A visitor's call from beginning to end: the microphone, the connection, what the server tells of it, and how it is put down. */
import type { CallEnding, VisitorCall } from '../../../../shared/model/call.ts';
import { applyThread } from '../sync/facts.ts';
import { createStore, type Store, type WidgetState } from '../sync/state.ts';
import type { Visitor } from '../sync/visitor.ts';
import { createLeg, type Leg } from './leg.ts';
import { createMeter, type Meter } from './meter.ts';

/** Why there is no call, in words of the panel. */
export type CallProblem = 'denied' | 'no-microphone' | 'away' | 'twice' | 'too-many' | 'failed';

export interface CallState {
  step: 'asking' | 'connecting' | 'waiting' | 'talking' | 'held' | 'ended' | 'refused';
  problem: CallProblem | null;
  ahead: number | null;
  agent: string | null;
  answeredAt: number | null;
  endedAt: number | null;
  ending: CallEnding | null;
  isMuted: boolean;
  /** the sound is being looked for again */
  isMending: boolean;
}

export interface PageCall {
  state: Store<CallState>;
  /** asks for the microphone, then calls */
  begin(): Promise<void>;
  mute(muted: boolean): void;
  hangUp(): void;
  /** of the visitor's own voice, 0 to 1 */
  level(): number;
}

/** The phone system may have to be started for it. */
const START_MS = 30_000;

const idle: CallState = {
  ...{ step: 'asking', problem: null, ahead: null, agent: null, answeredAt: null, endedAt: null, ending: null },
  ...{ isMuted: false, isMending: false },
};

interface Deps {
  store: Store<WidgetState>;
  visitor: Pick<Visitor, 'begin' | 'request'>;
  now(): number;
}

export function createPageCall({ store, visitor, now }: Deps): PageCall {
  const state = createStore<CallState>(idle);
  let call: VisitorCall | null = null;
  let leg: Leg | null = null;
  let meter: Meter | null = null;
  let audio: HTMLAudioElement | null = null;
  let forget: () => void = () => undefined;

  const isOn = (): boolean => call !== null && state.get().endedAt === null;

  function refuse(problem: CallProblem): void {
    letGo();
    state.set({ step: 'refused', problem });
  }

  function letGo(): void {
    forget();
    forget = () => undefined;
    leg?.close();
    meter?.stop();
    if (audio) audio.srcObject = null;
    leg = null;
    meter = null;
    audio = null;
  }

  function ended(ending: CallEnding | null): void {
    if (state.get().step === 'ended') return;
    letGo();
    state.set({ step: 'ended', endedAt: now(), ending, isMending: false });
  }

  function told(next: VisitorCall): void {
    if (call !== null && (next.id !== call.id || next.version < call.version)) return;
    call = next;
    if (next.phase === 'ended') {
      ended(next.ending);
      return;
    }
    const { agent } = state.get();
    state.set({
      ...{ step: next.phase, ahead: next.ahead, answeredAt: next.answeredAt },
      agent: next.agent ?? (next.phase === 'waiting' ? null : agent),
    });
  }

  /** The facts of this call, and what was missed while nothing could be told. */
  function follow(): () => void {
    let link = store.get().link;
    const look = (): void => {
      const { call: known, link: next } = store.get();
      if (known && known !== call) told(known);
      if (next === 'online' && link !== 'online') void readAgain();
      link = next;
    };
    const leave = (): void => {
      hangUp();
    };
    const stop = store.subscribe(look);
    window.addEventListener('pagehide', leave);
    return () => {
      stop();
      window.removeEventListener('pagehide', leave);
    };
  }

  async function readAgain(): Promise<void> {
    if (!call || !isOn()) return;
    const answer = await visitor.request('call:read', { callId: call.id });
    if (answer?.ok) told(answer.value.call);
  }

  async function connect(sdp: string): Promise<{ sdp: string } | { gone: true } | null> {
    if (call) {
      const again = await visitor.request('call:connect', { callId: call.id, sdp });
      if (again?.ok) return again.value;
      return again?.error.code === 'not_found' ? { gone: true } : null;
    }
    const answer = await visitor.request('call:start', { sdp }, START_MS);
    if (!answer?.ok) throw new Error(answer?.error.code ?? 'offline');
    const { thread } = answer.value;
    told(answer.value.call);
    if (thread) {
      store.set(applyThread(store.get(), thread));
      const { screen } = store.get();
      const isElsewhere = screen.name !== 'thread' || screen.conversationId === null;
      if (isElsewhere) store.set({ screen: { name: 'thread', conversationId: thread.conversation.id } });
    }
    return { sdp: answer.value.sdp };
  }

  function hear(stream: MediaStream): void {
    audio ??= new Audio();
    audio.srcObject = stream;
    void audio.play().catch(() => undefined);
  }

  function hangUp(): void {
    const known = call;
    leg?.bye();
    if (known && isOn()) void visitor.request('call:end', { callId: known.id });
    if (state.get().step === 'asking') return;
    ended(known?.answeredAt ? 'talked' : 'abandoned');
  }

  return {
    state,
    async begin() {
      state.set({ ...idle, step: 'connecting' });
      call = null;
      let microphone: MediaStream;
      try {
        microphone = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true } });
      } catch (error) {
        return refuse((error as Error).name === 'NotFoundError' ? 'no-microphone' : 'denied');
      }
      const [track] = microphone.getAudioTracks();
      await visitor.begin();
      const prepared = await visitor.request('call:prepare', {});
      // Hung up before it began.
      if (state.get().step !== 'connecting' || !track || !prepared?.ok) {
        track?.stop();
        const error = prepared && !prepared.ok ? prepared.error : null;
        if (state.get().step === 'connecting') refuse(problemOf(error?.code, error?.fields));
        return;
      }
      meter = createMeter(microphone);
      forget = follow();
      leg = createLeg({
        ...{ track, connect, onStream: hear, iceServers: prepared.value.iceServers },
        onState(next) {
          if (next === 'closed') void readAgain().then(() => ended(null));
          else state.set({ isMending: next === 'mending' });
        },
      });
      try {
        await leg.open();
      } catch (error) {
        refuse(problemOf((error as Error).message));
      }
    },
    mute(muted) {
      leg?.mute(muted);
      state.set({ isMuted: muted });
    },
    hangUp,
    level: () => meter?.level() ?? 0,
  };
}

function problemOf(code?: string, fields?: Record<string, string>): CallProblem {
  if (code === 'rate_limited') return 'too-many';
  if (code !== 'conflict') return 'failed';
  return fields?.call === 'twice' ? 'twice' : 'away';
}
