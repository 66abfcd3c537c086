/**
 * The media plane on wrtc. A process that has used it ends by `process.exit`: wrtc's sound sources crash Node's own tidying up at a natural
 * end (node-webrtc issue 636).
 */
import { FRAME, FRAME_MS } from './frame.ts';
import { Leg } from './leg.ts';
import { Limiter } from './limiter.ts';
import type { MediaEvent, MediaPlane, Recorded } from './media-plane.ts';
import { Mix } from './mix.ts';
import { readWord } from './page-words.ts';
import { Peer, type PeerConfig } from './peer.ts';
import { Recording } from './recording.ts';
import { createTicker } from './ticker.ts';

export type MediaPlaneOptions = Partial<PeerConfig>;

interface Tape {
  of: Recorded;
  recordingId: string;
  recording: Recording;
  limiter: Limiter;
  frame: Int16Array;
}

export function createMediaPlane(options: MediaPlaneOptions = {}): MediaPlane {
  const config: PeerConfig = { iceServers: () => [], lostAfterMs: 5_000, ...options };
  const legs = new Map<string, Leg>();
  const rooms = new Map<string, Set<Leg>>();
  const tapes = new Map<string, Tape>();
  const listeners = new Set<(event: MediaEvent) => void>();
  const mix = new Mix();
  const ticker = createTicker(tick, FRAME_MS);
  const tell = (event: MediaEvent): void => {
    for (const listener of listeners) listener(event);
  };

  function legOf(legId: string): Leg {
    let leg = legs.get(legId);
    if (leg === undefined) {
      leg = new Leg(legId);
      legs.set(legId, leg);
      ticker.start();
    }
    return leg;
  }

  function existing(legId: string): Leg {
    const leg = legs.get(legId);
    if (leg === undefined) throw new Error(`There is no leg ${legId}.`);
    return leg;
  }

  function makePeer(leg: Leg): Peer {
    const peer = new Peer(config, {
      onSound: (arrived) => {
        if (leg.peer === peer) leg.queue.push(arrived);
      },
      onConnected: () => {
        if (leg.peer === peer) tell({ type: 'connected', legId: leg.legId });
      },
      onLost: (reason) => {
        if (leg.peer !== peer) return;
        leg.queue.clear();
        tell({ type: 'lost', legId: leg.legId, reason });
      },
      onWord: (text) => {
        const word = readWord(text);
        if (leg.peer !== peer || word === null) return;
        if ('keys' in word) press(leg, word.keys);
        else tell({ type: 'bye', legId: leg.legId });
      },
    });
    leg.peer?.close();
    leg.queue.clear();
    leg.peer = peer;
    return peer;
  }

  function press(leg: Leg, digits: string): void {
    if (leg.room !== null) leg.press(digits);
    tell({ type: 'keys', legId: leg.legId, digits });
  }

  function leave(leg: Leg): void {
    if (leg.room === null) return;
    const room = rooms.get(leg.room);
    room?.delete(leg);
    if (room?.size === 0) rooms.delete(leg.room);
    leg.room = null;
  }

  function tick(): void {
    for (const leg of legs.values()) {
      leg.listen();
      leg.isHearing = leg.takePlayed();
    }
    for (const [room, members] of rooms) {
      const sums = mix.mix([...members], (leg, heard) => {
        if (leg.isHearing) return;
        leg.limiter.apply(heard, leg.heard);
        leg.isHearing = true;
      });
      for (const tape of tapes.values()) {
        if (!('room' in tape.of) || tape.of.room !== room) continue;
        tape.limiter.apply(sums, tape.frame);
        write(tape, tape.frame);
      }
    }
    for (const leg of legs.values()) {
      if (!leg.isHearing) leg.heard.fill(0);
      leg.peer?.send(leg.heard);
    }
    for (const tape of tapes.values()) {
      const leg = legs.get('leg' in tape.of ? tape.of.leg : 'heardBy' in tape.of ? tape.of.heardBy : '');
      if (leg !== undefined) write(tape, 'leg' in tape.of ? leg.said : leg.heard);
    }
  }

  function write({ recordingId, recording }: Tape, frame: Int16Array | null): void {
    if (recording.write(frame)) tell({ type: 'quiet', recordingId });
  }

  function remove(legId: string): void {
    const leg = legs.get(legId);
    if (leg === undefined) return;
    leave(leg);
    legs.delete(legId);
    leg.end();
    if (legs.size === 0) ticker.stop();
  }

  return {
    async connect(legId, offer) {
      const leg = legOf(legId);
      const peer = leg.peer?.isOf(offer) ? leg.peer : makePeer(leg);
      return { answer: await peer.answer(offer) };
    },
    async offer(legId) {
      return { offer: await makePeer(legOf(legId)).offer() };
    },
    async accept(legId, answer) {
      const { peer } = existing(legId);
      if (peer === null) throw new Error(`Nothing was offered to leg ${legId}.`);
      await peer.accept(answer);
    },
    synthetic(legId) {
      legOf(legId).isSynthetic = true;
      tell({ type: 'connected', legId });
    },
    caption: (legId, text, language) => legs.get(legId)?.peer?.tell(JSON.stringify({ caption: { text, language } })),
    speak: (legId, sounds, loop) => existing(legId).speak(sounds, loop),
    remove,
    play: async (legId, sounds, loop) => legs.get(legId)?.play(sounds, loop) ?? 'stopped',
    stop: (legId) => legs.get(legId)?.stop(),
    place(legId, room, role) {
      const leg = existing(legId);
      leave(leg);
      leg.role = role;
      if (room === null) return;
      leg.stop();
      leg.room = room;
      rooms.set(room, (rooms.get(room) ?? new Set()).add(leg));
    },
    set(legId, { muted, held, role }) {
      const leg = legs.get(legId);
      if (leg === undefined) return;
      if (muted !== undefined) leg.isMuted = muted;
      if (held !== undefined) leg.hold(held);
      if (role !== undefined) leg.role = role;
    },
    press(legId, digits) {
      const leg = legs.get(legId);
      if (leg !== undefined) press(leg, digits);
    },
    record(of, recordingId, path, quietAfterMs) {
      if (tapes.has(recordingId)) return;
      const recording = new Recording(path, quietAfterMs);
      tapes.set(recordingId, { of, recordingId, recording, limiter: new Limiter(), frame: new Int16Array(FRAME) });
    },
    pause: (recordingId, as = 'silence') => tapes.get(recordingId)?.recording.pause(as),
    resume: (recordingId) => tapes.get(recordingId)?.recording.resume(),
    async finish(recordingId) {
      const tape = tapes.get(recordingId);
      if (tape === undefined) throw new Error(`There is no recording ${recordingId}.`);
      tapes.delete(recordingId);
      return tape.recording.finish();
    },
    async stats(legId) {
      const leg = legs.get(legId);
      if (leg === undefined) return null;
      const told = await leg.peer?.stats();
      return { packetsReceived: 0, packetsLost: 0, roundTripMs: 0, jitterMs: 0, ...told, level: leg.level };
    },
    rooms: () => [...rooms].map(([room, members]) => ({ room, legs: [...members].map(({ legId }) => legId) })),
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stopAll() {
      for (const legId of [...legs.keys()]) remove(legId);
      const left = [...tapes.values()];
      tapes.clear();
      await Promise.allSettled(left.map(({ recording }) => recording.finish()));
    },
  };
}
