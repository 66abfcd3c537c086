/** The unit in which sound is handled: 10 ms, mono, 16 bit, 48 kHz; that is what WebRTC's own side takes and gives. */
export const RATE = 48_000;
export const FRAME_MS = 10;
export const FRAME = (RATE * FRAME_MS) / 1000;

export const samplesOf = (ms: number): number => Math.round((ms * RATE) / 1000);

/** Loudness, 0 to 1. */
export function loudnessOf(frame: Int16Array): number {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  return frame.length === 0 ? 0 : Math.sqrt(sum / frame.length) / 32_768;
}
