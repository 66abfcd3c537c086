/** A WAV file written as the sound comes, so that an hour of it is never in memory; 16 kHz, which voices need and no more. */
import { type FileHandle, open } from 'node:fs/promises';
import { RATE } from './frame.ts';

export const WAV_RATE = 16_000;
const STEP = RATE / WAV_RATE;
const HEADER = 44;
const CHUNK = WAV_RATE;
/** Behind the disk by more than this, sound is left out rather than memory filled: a minute and a half. */
const MOST_WAITING = 3_000_000;

/** Low-pass below 7 kHz for taking every third sample: a windowed sinc, its sum 1. */
const FILTER = (() => {
  const taps = Array.from({ length: 31 }, (_, at) => {
    const x = at - 15;
    const sinc = x === 0 ? 2 * (7_000 / RATE) : Math.sin(2 * Math.PI * (7_000 / RATE) * x) / (Math.PI * x);
    return sinc * (0.54 + 0.46 * Math.cos((Math.PI * x) / 15));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return Float64Array.from(taps, (tap) => tap / sum);
})();

export class WavFile {
  readonly #opened: Promise<FileHandle>;
  #writing: Promise<void>;
  #waiting = 0;
  #chunk = new Int16Array(CHUNK);
  #filled = 0;
  /** of samples written or waiting to be */
  #length = 0;
  #tail = new Float64Array(FILTER.length - 1);

  constructor(path: string) {
    this.#opened = open(path, 'w', 0o600);
    // The length is not known yet; until it is, readers take what is there.
    this.#writing = this.#opened.then(async (file) => {
      await file.write(header(0xffff_ffff - HEADER));
    });
    // Told when it is finished.
    this.#writing.catch(() => {});
  }

  get seconds(): number {
    return (this.#length + this.#filled) / WAV_RATE;
  }

  /** Samples at 48 kHz, a multiple of three. */
  write(samples: Int16Array): void {
    const tail = this.#tail.length;
    const line = new Float64Array(tail + samples.length);
    line.set(this.#tail);
    line.set(samples, tail);
    for (let at = 0; at + STEP <= samples.length; at += STEP) {
      let sum = 0;
      for (let tap = 0; tap <= tail; tap += 1) sum += (FILTER[tap] ?? 0) * (line[at + tap] ?? 0);
      this.#put(Math.max(-32_768, Math.min(32_767, Math.round(sum))));
    }
    this.#tail = line.slice(samples.length);
  }

  #put(sample: number): void {
    this.#chunk[this.#filled] = sample;
    this.#filled += 1;
    if (this.#filled === CHUNK) this.#flush();
  }

  #flush(): void {
    const bytes = Buffer.from(this.#chunk.buffer, 0, this.#filled * 2);
    this.#chunk = new Int16Array(CHUNK);
    this.#filled = 0;
    if (this.#waiting > MOST_WAITING) return;
    this.#length += bytes.length / 2;
    this.#waiting += bytes.length;
    this.#writing = this.#writing.then(async () => {
      await (await this.#opened).write(bytes);
      this.#waiting -= bytes.length;
    });
    this.#writing.catch(() => {});
  }

  /** @throws when it could not be written */
  async close(): Promise<void> {
    this.#flush();
    const file = await this.#opened;
    try {
      await this.#writing;
      await file.write(header(this.#length * 2), 0, HEADER, 0);
    } finally {
      await file.close();
    }
  }
}

function header(bytes: number): Buffer {
  const head = Buffer.alloc(HEADER);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(bytes + HEADER - 8, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(WAV_RATE, 24);
  head.writeUInt32LE(WAV_RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(bytes, 40);
  return head;
}
