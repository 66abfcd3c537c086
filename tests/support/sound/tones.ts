/** What is in a sound: how loud one frequency is (Goertzel), and the samples of a WAV file. */
import { readFile } from 'node:fs/promises';

/** Without one, a loud neighbour leaks into a frequency (Hann). */
const windows = new Map<number, Float64Array>();
function windowOf(length: number): Float64Array {
  let window = windows.get(length);
  if (window === undefined) {
    window = Float64Array.from({ length }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / length));
    windows.set(length, window);
  }
  return window;
}

/** Amplitude of one frequency, 0 to 1. */
export function loudnessAt(samples: Int16Array, rate: number, hz: number): number {
  const window = windowOf(samples.length);
  const turn = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let before = 0;
  let last = 0;
  for (let at = 0; at < samples.length; at += 1) {
    const next = ((samples[at] ?? 0) / 32_768) * (window[at] ?? 0) + turn * last - before;
    before = last;
    last = next;
  }
  const power = last * last + before * before - turn * last * before;
  return (Math.sqrt(Math.max(0, power)) * 4) / Math.max(1, samples.length);
}

/** Those of the frequencies that are there: louder than -40 dB. */
export const heardOf = (samples: Int16Array, rate: number, hertz: readonly number[]): number[] =>
  hertz.filter((hz) => loudnessAt(samples, rate, hz) > 0.01);

export async function readWav(path: string): Promise<{ rate: number; samples: Int16Array }> {
  const bytes = await readFile(path);
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 36, 40) !== 'data')
    throw new Error('no WAV');
  const length = bytes.readUInt32LE(40);
  if (bytes.readUInt32LE(4) !== length + 36 || bytes.length !== length + 44) throw new Error('its length is wrong');
  const samples = new Int16Array(length / 2);
  for (let at = 0; at < samples.length; at += 1) samples[at] = bytes.readInt16LE(44 + at * 2);
  return { rate: bytes.readUInt32LE(24), samples };
}
