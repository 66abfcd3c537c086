/** Short sounds, made from sine waves so that nothing has to be loaded. */

/** pitch in Hz, start in seconds */
const melodies = {
  offer: [
    [587, 0],
    [880, 0.14],
    [587, 0.42],
    [880, 0.56],
  ],
  message: [[740, 0]],
  notice: [
    [660, 0],
    [880, 0.12],
  ],
} as const;
export type Melody = keyof typeof melodies;

const loudest = 0.2;

/** `volume` 0 to 1. */
export function playChime(name: Melody, volume: number): void {
  if (volume <= 0) return;
  const context = new AudioContext();
  // A page nobody has touched yet may not sound; then silence is right.
  if (context.state === 'suspended') {
    void context.close();
    return;
  }
  for (const [pitch, start] of melodies[name]) {
    const tone = context.createOscillator();
    const loudness = context.createGain();
    const at = context.currentTime + start;
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.0001, at);
    loudness.gain.exponentialRampToValueAtTime(loudest * volume, at + 0.015);
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.28);
    tone.connect(loudness).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.3);
  }
  window.setTimeout(() => void context.close(), 1_500);
}
