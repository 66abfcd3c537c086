/** A media plane without sound, for tests of everything else: it only keeps account of who is where. */
import { writeFileSync } from 'node:fs';
import type { LegRole, MediaEvent, MediaPlane } from '../media/media-plane.ts';
import type { SimClock } from './clock.ts';

export interface QuietMedia extends MediaPlane {
  roomOf(legId: string): string | null;
  /** how loud a leg is from now on, 0 to 1 */
  loudness(legId: string, level: number): void;
}

const SDP = 'v=0\r\n';

export function createQuietMedia(clock: () => SimClock): QuietMedia {
  const places = new Map<string, { room: string; role: LegRole }>();
  const levels = new Map<string, number>();
  const recordings = new Map<
    string,
    { leg: string | null; since: number; path: string; pausedAt: number | null; paused: number }
  >();
  const listeners = new Set<(event: MediaEvent) => void>();
  const connected = (legId: string) => {
    for (const listener of listeners) listener({ type: 'connected', legId });
  };
  return {
    roomOf: (legId) => places.get(legId)?.room ?? null,
    loudness: (legId, level) => void levels.set(legId, level),
    async connect(legId) {
      connected(legId);
      return { answer: SDP };
    },
    offer: async () => ({ offer: SDP }),
    accept: async (legId) => connected(legId),
    synthetic: connected,
    caption: () => undefined,
    speak: () => undefined,
    remove: (legId) => void places.delete(legId),
    play: async () => 'played',
    stop: () => undefined,
    place(legId, room, role) {
      if (room === null) places.delete(legId);
      else places.set(legId, { room, role });
    },
    set: () => undefined,
    press: () => undefined,
    record(what, id, path) {
      const leg = 'leg' in what ? what.leg : null;
      recordings.set(id, { leg, since: clock().now(), path, pausedAt: null, paused: 0 });
    },
    pause(id) {
      const one = recordings.get(id);
      if (one) one.pausedAt ??= clock().now();
    },
    resume(id) {
      const one = recordings.get(id);
      if (!one || one.pausedAt === null) return;
      one.paused += clock().now() - one.pausedAt;
      one.pausedAt = null;
    },
    async finish(id) {
      const one = recordings.get(id);
      if (!one) return { seconds: 0, silent: true };
      const seconds = ((one.pausedAt ?? clock().now()) - one.since - one.paused) / 1_000;
      writeFileSync(one.path, silence(Math.round(seconds)));
      return { seconds, silent: one.leg !== null && (levels.get(one.leg) ?? 1) === 0 };
    },
    async stats(legId) {
      return { packetsReceived: 0, packetsLost: 0, roundTripMs: 0, jitterMs: 0, level: levels.get(legId) ?? 1 };
    },
    rooms() {
      const found = new Map<string, string[]>();
      for (const [leg, { room }] of places) found.set(room, [...(found.get(room) ?? []), leg]);
      return [...found].map(([room, legs]) => ({ room, legs }));
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stopAll: async () => undefined,
  };
}

/** 8 kHz µ-law. */
function silence(seconds: number): Buffer {
  const data = Buffer.alloc(Math.max(1, seconds) * 8_000, 0xff);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(7, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(8_000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}
