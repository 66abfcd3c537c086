/** The calls of a softswitch: legs in rooms of the media plane, moved by commands, telling what happens to them. */
import { join } from 'node:path';
import type { CallId, InboxId, LegId } from '../../../shared/model/ids.ts';
import type { LegEnd, LegMode, Spoken } from '../../voice.ts';
import type { MediaEvent, MediaPlane } from '../media/media-plane.ts';
import { CustomerLeg } from './customer-leg.ts';
import type { Happening, LiveSwitchCall, SwitchCommand, SwitchEvent, SwitchResult } from './protocol.ts';
import type { Speech } from './speech.ts';

export interface SwitchCallsPorts {
  media: MediaPlane;
  speech: Speech;
  /** its number */
  tell(event: Omit<SwitchEvent, 'seq'>): number;
  /** where recordings lie */
  folder: string;
  /** names this softswitch in what it names */
  switchId: string;
  now(): number;
}

export interface SwitchCalls {
  carryOut(command: SwitchCommand): Promise<SwitchResult>;
  live(): LiveSwitchCall[];
  stop(): Promise<void>;
}

interface Party {
  legId: LegId;
  as: LegMode;
  state: 'ringing' | 'connecting' | 'joined';
  timer: NodeJS.Timeout | null;
}

interface Call {
  callId: CallId;
  inboxId: InboxId;
  externalId: string;
  customer: CustomerLeg | null;
  customerState: 'waiting' | 'joined';
  customerTimer: NodeJS.Timeout | null;
  /** the newest event that asked for a step */
  asked: number;
  parties: Map<LegId, Party>;
  /** legs that are over: the same id never rings again */
  over: Set<LegId>;
  recording: { recordingId: string; state: 'on' | 'paused' } | null;
  recordings: number;
}

/** Until a connection that was answered has to carry sound. */
const CONNECT_MS = 20_000;
/** A call that nobody is in, and nobody comes into. */
const EMPTY_MS = 120_000;
const SHORTEST_S = 1;
const MOST_CALLS = 500;

const done: SwitchResult = { state: 'done' };
const gone: SwitchResult = { state: 'gone' };
const mediaOfCustomer = (callId: CallId): string => `${callId}:customer`;

export function createSwitchCalls({ media, speech, tell, folder, switchId, now }: SwitchCallsPorts): SwitchCalls {
  const calls = new Map<CallId, Call>();
  const callOfLeg = new Map<string, Call>();

  function say(call: Call, what: Happening, asks = false): void {
    const { callId, inboxId, externalId } = call;
    const seq = tell({ at: now(), callId, inboxId, externalId, asks, what });
    if (asks) call.asked = seq;
  }
  const externalOf = (legId: LegId): string => `${switchId}.${legId}`;

  function callOf(command: { callId: CallId; inboxId: InboxId; externalId: string | null }): Call | null {
    const { callId, inboxId } = command;
    let call = calls.get(callId);
    if (call !== undefined || calls.size >= MOST_CALLS) return call ?? null;
    call = {
      ...{ callId, inboxId, externalId: command.externalId ?? `${switchId}.${callId}` },
      ...{ customer: null, customerState: 'waiting', asked: 0, parties: new Map(), over: new Set() },
      ...{ recording: null, recordings: 0, customerTimer: null },
    };
    calls.set(callId, call);
    forgetIfEmpty(call);
    return call;
  }

  function forgetIfEmpty(call: Call): void {
    setTimeout(() => {
      if (calls.get(call.callId) !== call || call.customer !== null) return;
      if (call.parties.size === 0) calls.delete(call.callId);
      else forgetIfEmpty(call);
    }, EMPTY_MS).unref();
  }

  function nextRecording(call: Call): { recordingId: string; path: string } {
    call.recordings += 1;
    const recordingId = `${call.callId}-${call.recordings}`;
    return { recordingId, path: join(folder, `${recordingId}.wav`) };
  }

  /** One side's leg is over, for whatever reason. */
  function leave(call: Call, party: Party, end: LegEnd, detail: string): void {
    if (party.timer !== null) clearTimeout(party.timer);
    call.parties.delete(party.legId);
    call.over.add(party.legId);
    callOfLeg.delete(party.legId);
    media.remove(party.legId);
    say(call, { type: 'leg', legId: party.legId, legExternalId: externalOf(party.legId), state: 'left', end, detail });
  }

  /** The customer is gone, and the call with them. */
  function over(call: Call, end: LegEnd, detail: string): void {
    if (calls.get(call.callId) !== call) return;
    calls.delete(call.callId);
    void stopRecording(call);
    const customer = call.customer;
    call.customer = null;
    if (call.customerTimer !== null) clearTimeout(call.customerTimer);
    for (const party of [...call.parties.values()]) leave(call, party, 'removed', '');
    if (customer === null) return;
    customer.end();
    callOfLeg.delete(mediaOfCustomer(call.callId));
    media.remove(mediaOfCustomer(call.callId));
    say(call, { type: 'customer', state: 'left', end, detail });
  }

  function joinRoom(call: Call, legId: string, as: LegMode): void {
    media.place(legId, call.callId, as);
  }

  function startRecording(call: Call): void {
    if (call.recording !== null) return;
    const { recordingId, path } = nextRecording(call);
    media.record({ room: call.callId }, recordingId, path);
    call.recording = { recordingId, state: 'on' };
    say(call, { type: 'recording', purpose: 'call', recordingId, state: 'started' });
  }

  async function stopRecording(call: Call): Promise<void> {
    const { recording } = call;
    if (recording === null) return;
    call.recording = null;
    const told = { type: 'recording', purpose: 'call', recordingId: recording.recordingId } as const;
    const kept = await media.finish(recording.recordingId).catch(() => null);
    if (kept === null || kept.silent || kept.seconds < SHORTEST_S) say(call, { ...told, state: 'absent' });
    else say(call, { ...told, state: 'done', seconds: kept.seconds });
  }

  function record(call: Call, what: 'start' | 'pause' | 'resume' | 'stop'): void {
    if (what === 'start') startRecording(call);
    else if (what === 'stop') void stopRecording(call);
    else if (call.recording !== null && (call.recording.state === 'on') === (what === 'pause')) {
      const { recordingId } = call.recording;
      media[what](recordingId);
      call.recording.state = what === 'pause' ? 'paused' : 'on';
      const state = what === 'pause' ? 'paused' : 'resumed';
      say(call, { type: 'recording', purpose: 'call', recordingId, state });
    }
  }

  async function connectCustomer(call: Call, sdp: string): Promise<SwitchResult> {
    const mediaId = mediaOfCustomer(call.callId);
    if (call.customer === null) {
      call.customer = new CustomerLeg({
        ...{ media, speech, mediaId },
        ask: (what) => say(call, what, true),
        tell: (what) => say(call, what),
        hangUp: (detail) => over(call, 'removed', detail),
        newRecording: () => nextRecording(call),
        join(isRecorded) {
          joinRoom(call, mediaId, { mode: 'talk' });
          call.customerState = 'joined';
          say(call, { type: 'customer', state: 'joined' });
          if (isRecorded) startRecording(call);
        },
      });
      callOfLeg.set(mediaId, call);
      call.customerTimer = setTimeout(() => over(call, 'unreachable', 'no sound came through'), CONNECT_MS);
    }
    const { answer } = await media.connect(mediaId, sdp);
    // It may have ended while the answer was made.
    if (call.customer === null) media.remove(mediaId);
    return call.customer === null ? gone : { state: 'done', sdp: answer, externalId: call.externalId };
  }

  async function connectParty(call: Call, legId: LegId, sdp: string): Promise<SwitchResult> {
    const party = call.parties.get(legId);
    if (party === undefined) return gone;
    if (party.state === 'ringing') {
      party.state = 'connecting';
      if (party.timer !== null) clearTimeout(party.timer);
      party.timer = setTimeout(() => leave(call, party, 'failed', 'no sound came through'), CONNECT_MS);
    }
    callOfLeg.set(legId, call);
    const { answer } = await media.connect(legId, sdp);
    if (call.parties.get(legId) !== party) media.remove(legId);
    return call.parties.get(legId) === party ? { state: 'done', sdp: answer } : gone;
  }

  async function connect(command: Extract<SwitchCommand, { type: 'connect' }>): Promise<SwitchResult> {
    const call = command.leg === 'customer' ? callOf(command) : calls.get(command.callId);
    if (!call) return gone;
    try {
      return await (command.leg === 'customer'
        ? connectCustomer(call, command.sdp)
        : connectParty(call, command.leg, command.sdp));
    } catch (error) {
      return { state: 'failed', retryable: false, reason: (error as Error).message };
    }
  }

  function begin(command: Extract<SwitchCommand, { type: 'begin' }>): SwitchResult {
    const { legId, ringSeconds, as } = command;
    const call = callOf(command);
    if (call === null) return { state: 'failed', retryable: true, reason: 'too many calls' };
    const externalId = externalOf(legId);
    if (call.over.has(legId)) return gone;
    if (call.parties.has(legId)) return { state: 'done', externalId };
    const party: Party = { legId, as, state: 'ringing', timer: null };
    party.timer = setTimeout(() => leave(call, party, 'no-answer', ''), ringSeconds * 1_000);
    call.parties.set(legId, party);
    say(call, { type: 'leg', legId, legExternalId: externalId, state: 'ringing' });
    return { state: 'done', externalId };
  }

  function set({ callId, leg, change }: Extract<SwitchCommand, { type: 'set' }>): SwitchResult {
    const call = calls.get(callId);
    const party = leg === 'customer' ? null : call?.parties.get(leg);
    if (call === undefined || party === undefined || (party === null && call.customer === null)) return gone;
    if (party !== null && change.as !== undefined) party.as = change.as;
    const { as: role, muted, held } = change;
    media.set(leg === 'customer' ? mediaOfCustomer(callId) : leg, { muted, held, role });
    return done;
  }

  /** Everybody hears it instead of the others, for as long as it takes. */
  async function announce(call: Call, texts: readonly Spoken[]): Promise<void> {
    const sounds = (await Promise.all(texts.map((spoken) => speech.say(spoken)))).flat();
    const joined = [...call.parties.values()].filter(({ state }) => state === 'joined').map(({ legId }) => legId);
    const heard: string[] = call.customerState === 'joined' ? [mediaOfCustomer(call.callId), ...joined] : joined;
    for (const { text, language } of texts) for (const leg of heard) media.caption(leg, text, language);
    await Promise.all(heard.map((leg) => media.play(leg, sounds, false)));
  }

  async function carryOut(command: SwitchCommand): Promise<SwitchResult> {
    if (command.type === 'connect') return connect(command);
    if (command.type === 'begin') return begin(command);
    if (command.type === 'set') return set(command);
    const call = calls.get(command.callId);
    if (call === undefined) return gone;
    switch (command.type) {
      case 'drop': {
        const party = call.parties.get(command.legId);
        if (party === undefined) return gone;
        leave(call, party, 'removed', '');
        return done;
      }
      case 'step':
        if (call.customer === null) return gone;
        if (command.after !== null && command.after < call.asked) return done;
        if (command.step.do !== 'talk') call.customerState = 'waiting';
        void call.customer.run(command.step);
        return done;
      case 'press':
        if (!call.parties.has(command.legId)) return gone;
        media.press(command.legId, command.digits);
        return done;
      case 'announce':
        void announce(call, command.say);
        return done;
      case 'record':
        record(call, command.what);
        return done;
      case 'end':
        over(call, 'removed', '');
        return done;
    }
  }

  function hearMedia(event: MediaEvent): void {
    if (event.type === 'quiet') {
      for (const { customer } of calls.values()) customer?.quiet(event.recordingId);
      return;
    }
    const call = callOfLeg.get(event.legId);
    if (call === undefined) return;
    const party = call.parties.get(event.legId as LegId);
    if (party !== undefined) hearParty(call, party, event);
    else if (event.legId === mediaOfCustomer(call.callId)) hearCustomer(call, event);
  }

  function hearParty(call: Call, party: Party, event: Exclude<MediaEvent, { type: 'quiet' }>): void {
    if (event.type === 'lost') leave(call, party, 'lost', event.reason);
    else if (event.type === 'bye') leave(call, party, 'hung-up', '');
    if (event.type !== 'connected' || party.state === 'joined') return;
    if (party.timer !== null) clearTimeout(party.timer);
    party.timer = null;
    party.state = 'joined';
    joinRoom(call, party.legId, party.as);
    say(call, { type: 'leg', legId: party.legId, legExternalId: externalOf(party.legId), state: 'joined' });
  }

  function hearCustomer(call: Call, event: Exclude<MediaEvent, { type: 'quiet' }>): void {
    if (event.type === 'lost') over(call, 'lost', event.reason);
    else if (event.type === 'bye') over(call, 'hung-up', '');
    else if (event.type === 'keys') call.customer?.keys(event.digits);
    else if (call.customerTimer !== null) {
      clearTimeout(call.customerTimer);
      call.customerTimer = null;
    }
  }

  const forget = media.onEvent(hearMedia);

  return {
    carryOut,
    live: () =>
      [...calls.values()].map(({ callId, inboxId, externalId, customerState: customer, parties }) => ({
        ...{ callId, inboxId, externalId, customer },
        legs: [...parties.values()].map(({ legId, state }) => ({
          ...{ legId, externalId: externalOf(legId), state: state === 'joined' ? state : 'ringing' },
        })),
      })),
    async stop() {
      for (const call of [...calls.values()]) over(call, 'removed', 'the softswitch ends');
      forget();
      await media.stopAll();
    },
  };
}
