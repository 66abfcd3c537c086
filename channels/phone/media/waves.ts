/** Sounds computed: tones, keys, the ringing that a caller hears, and a hold music of our own. */
import { RATE, samplesOf } from './frame.ts';
import type { Sound } from './media-plane.ts';

/** A sound of known length that can be asked for any part of itself. */
export interface Wave {
  length: number;
  /** writes `count` samples from `from` on at `out[at]` */
  fill(out: Int16Array, at: number, from: number, count: number): void;
}

/** Low and high tone of each key (ITU-T Q.23). */
const KEYS: Record<string, readonly [number, number]> = {
  ...{ '1': [697, 1209], '2': [697, 1336], '3': [697, 1477], A: [697, 1633] },
  ...{ '4': [770, 1209], '5': [770, 1336], '6': [770, 1477], B: [770, 1633] },
  ...{ '7': [852, 1209], '8': [852, 1336], '9': [852, 1477], C: [852, 1633] },
  ...{ '*': [941, 1209], '0': [941, 1336], '#': [941, 1477], D: [941, 1633] },
};
const KEY_MS = 100;
const BETWEEN_KEYS_MS = 60;
const LOUD = 8_000;
/** Tones begin and end softly, which is heard as no click. */
const EDGE = samplesOf(4);

export function waveOf(sound: Sound): Wave {
  switch (sound.kind) {
    case 'music':
      return samplesWave(music());
    case 'ringback':
      return samplesWave(ringback());
    case 'beep':
      return toneWave([1_000], 300);
    case 'silence':
      return silenceWave(sound.ms);
    case 'tone':
      return toneWave([sound.hz], sound.ms);
    case 'samples':
      return samplesWave(sound.samples);
  }
}

/** Keys as they sound, with the pauses between them; `w` and `,` wait half a second, anything else is no key. */
export function keyWaves(digits: string): Wave[] {
  return [...digits.toUpperCase()].flatMap((key) => {
    if (key === 'W' || key === ',') return [silenceWave(500)];
    const tones = KEYS[key];
    return tones ? [toneWave(tones, KEY_MS), silenceWave(BETWEEN_KEYS_MS)] : [];
  });
}

function silenceWave(ms: number): Wave {
  return { length: samplesOf(ms), fill: (out, at, _from, count) => void out.fill(0, at, at + count) };
}

function samplesWave(samples: Int16Array): Wave {
  return {
    length: samples.length,
    fill: (out, at, from, count) => out.set(samples.subarray(from, from + count), at),
  };
}

function toneWave(hertz: readonly number[], ms: number): Wave {
  const length = samplesOf(ms);
  return {
    length,
    fill(out, at, from, count) {
      for (let step = 0; step < count; step += 1) {
        const position = from + step;
        const edge = Math.min(1, position / EDGE, (length - position) / EDGE);
        let sum = 0;
        for (const hz of hertz) sum += Math.sin((2 * Math.PI * hz * position) / RATE);
        out[at + step] = Math.round((sum * edge * LOUD) / hertz.length);
      }
    },
  };
}

let ringing: Int16Array | null = null;

/** One second in five, 425 Hz. */
function ringback(): Int16Array {
  if (ringing === null) {
    ringing = new Int16Array(samplesOf(5_000));
    toneWave([425], 1_000).fill(ringing, 0, 0, samplesOf(1_000));
  }
  return ringing;
}

let rendered: Int16Array | null = null;
const BEAT = samplesOf(400);
/** Four chords, broken up and down; semitones from A3. */
const CHORDS = [
  [3, 7, 10, 15],
  [0, 3, 7, 12],
  [-4, 0, 3, 8],
  [-2, 2, 5, 10],
] as const;
const ORDER = [0, 1, 2, 3, 2, 1, 2, 1] as const;

/** Plucked notes over a low fifth, made once; it loops without a seam because the last notes ring on into the first. */
function music(): Int16Array {
  if (rendered !== null) return rendered;
  const length = BEAT * ORDER.length * CHORDS.length;
  const sums = new Float64Array(length);
  const pluck = (start: number, semitones: number, loud: number, seconds: number): void => {
    const hz = 220 * 2 ** (semitones / 12);
    for (let at = 0; at < RATE * seconds; at += 1) {
      const fade = Math.min(1, at / 240) * Math.exp((-4 * at) / (RATE * seconds));
      const turn = (2 * Math.PI * hz * at) / RATE;
      const index = (start + at) % length;
      sums[index] = (sums[index] ?? 0) + loud * fade * (Math.sin(turn) + 0.25 * Math.sin(2 * turn));
    }
  };
  CHORDS.forEach((chord, bar) => {
    const first = bar * ORDER.length * BEAT;
    pluck(first, chord[0] - 12, 2_200, 3.2);
    ORDER.forEach((note, beat) => {
      pluck(first + beat * BEAT, chord[note], 1_800, 1.4);
    });
  });
  rendered = Int16Array.from(sums, Math.round);
  return rendered;
}
