/** Between a peer's own clock and ours: keeps a few frames in hand, fills gaps with silence, and lets go of what is too late to be of use. */
import { FRAME, RATE } from './frame.ts';

/** In hand before it begins: what the event loop may be late without a gap. */
const LEAD = 2;
/** Looked back at for how much is never needed. */
const WINDOW = 100;
const MOST = 50;

export interface Arrived {
  samples: Int16Array;
  sampleRate: number;
  channelCount?: number;
}

export class FrameQueue {
  #frames: Int16Array[] = [];
  #isRunning = false;
  #least = MOST;
  #seen = 0;

  push(arrived: Arrived): void {
    this.#frames.push(toFrame(arrived));
    if (this.#frames.length > MOST) this.#frames.splice(0, this.#frames.length - LEAD);
    if (this.#frames.length >= LEAD) this.#isRunning = true;
  }

  /** null: nothing was said in time */
  pull(): Int16Array | null {
    if (!this.#isRunning) return null;
    const frame = this.#frames.shift();
    if (frame === undefined) {
      this.#isRunning = false;
      return null;
    }
    this.#trim();
    return frame;
  }

  clear(): void {
    this.#frames = [];
    this.#isRunning = false;
  }

  /** What has not been needed for a second is only delay. */
  #trim(): void {
    this.#least = Math.min(this.#least, this.#frames.length);
    this.#seen += 1;
    if (this.#seen < WINDOW) return;
    if (this.#least > LEAD) this.#frames.splice(0, this.#least - LEAD);
    this.#least = MOST;
    this.#seen = 0;
  }
}

/** 10 ms of whatever rate and however many channels, as one of ours. The first sounds of a peer come at 16 kHz until its codec is known. */
function toFrame({ samples, sampleRate, channelCount = 1 }: Arrived): Int16Array {
  if (sampleRate === RATE && channelCount === 1 && samples.length === FRAME) return samples;
  const frames = samples.length / channelCount;
  const sampleAt = (frame: number): number => {
    let sum = 0;
    for (let channel = 0; channel < channelCount; channel += 1) sum += samples[frame * channelCount + channel] ?? 0;
    return sum / channelCount;
  };
  const out = new Int16Array(FRAME);
  const step = frames / FRAME;
  for (let at = 0; at < FRAME; at += 1) {
    const position = at * step;
    const before = Math.floor(position);
    const first = sampleAt(before);
    const second = before + 1 < frames ? sampleAt(before + 1) : first;
    out[at] = Math.round(first + (second - first) * (position - before));
  }
  return out;
}
