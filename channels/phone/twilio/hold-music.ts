/** Our own music as a file that Twilio plays: µ-law at 8 kHz, as a telephone line carries it. */
import { waveOf } from '../media/waves.ts';

const RATE = 8_000;
const STEP = 6;
const kept = new Map<number, Buffer>();

export function holdMusic(seconds: number): Buffer {
  const known = kept.get(seconds);
  if (known) return known;
  const data = Buffer.alloc(RATE * seconds);
  const wave = waveOf({ kind: 'music' });
  const whole = new Int16Array(wave.length);
  wave.fill(whole, 0, 0, wave.length);
  const steps = Math.floor(wave.length / STEP);
  for (let at = 0; at < data.length; at++) {
    const from = (at % steps) * STEP;
    let sum = 0;
    // The mean of what becomes one sample keeps most of what a line cannot carry out of it.
    for (let offset = 0; offset < STEP; offset++) sum += whole[from + offset] ?? 0;
    data[at] = toMuLaw(sum / STEP);
  }
  const file = Buffer.concat([header(data.length), data]);
  kept.set(seconds, file);
  return file;
}

/** ITU-T G.711. */
function toMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(32_635, Math.abs(Math.round(sample))) + 0x84;
  const exponent = Math.max(0, 31 - Math.clz32(magnitude) - 7);
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}

function header(length: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(7, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(length, 40);
  return head;
}
