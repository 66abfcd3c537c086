/** Sounds of the softphone itself, computed: a ring that one may hear all day, a tune for trying a speaker, and silence. */

const RATE = 16_000;

type Note = { at: number; hz: number; seconds: number };

const ring: Note[] = [659, 784, 988, 784].map((hz, step) => ({ at: step * 0.16, hz, seconds: 0.5 }));
const tune: Note[] = [523, 659, 784, 1_047].map((hz, step) => ({ at: step * 0.2, hz, seconds: 0.6 }));

const made = new Map<string, string>();

/** Two calls of a bell and a pause, to be repeated. */
export const makeRing = (): string =>
  once('ring', () => render([...ring, ...ring.map((note) => ({ ...note, at: note.at + 0.8 }))], 3));

export const makeTune = (): string => once('tune', () => render(tune, 1.6));

/** Where somebody insists on a sound and we play our own. */
export const makeSilence = (): string => once('silence', () => render([], 0.1));

function once(name: string, make: () => Float32Array): string {
  const address = made.get(name) ?? URL.createObjectURL(toWav(make()));
  made.set(name, address);
  return address;
}

function render(notes: Note[], seconds: number): Float32Array {
  const samples = new Float32Array(Math.round(seconds * RATE));
  for (const { at, hz, seconds: lasts } of notes) {
    const start = Math.round(at * RATE);
    for (let step = 0; step < lasts * RATE && start + step < samples.length; step += 1) {
      const turn = (2 * Math.PI * hz * step) / RATE;
      const fade = Math.min(1, step / 80) * Math.exp((-5 * step) / (RATE * lasts));
      samples[start + step] = (samples[start + step] ?? 0) + 0.3 * fade * (Math.sin(turn) + 0.3 * Math.sin(2 * turn));
    }
  }
  return samples;
}

function toWav(samples: Float32Array): Blob {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at: number, word: string): void => {
    for (let index = 0; index < word.length; index += 1) view.setUint8(at + index, word.charCodeAt(index));
  };
  text(0, 'RIFF');
  view.setUint32(4, 36 + samples.length * 2, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, at) => {
    view.setInt16(44 + at * 2, Math.max(-1, Math.min(1, sample)) * 32_767, true);
  });
  return new Blob([view.buffer], { type: 'audio/wav' });
}
