/** A short soft tone for a new message, made on the spot; silent where the browser has not allowed sound yet. */

let context: AudioContext | null = null;

export function playTone(): void {
  try {
    context ??= new AudioContext();
    const { currentTime: start } = context;
    const gain = context.createGain();
    gain.gain.setValueAtTime(0.0001, start);
    gain.gain.exponentialRampToValueAtTime(0.08, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.35);
    gain.connect(context.destination);
    for (const [pitch, delay] of [
      [660, 0],
      [880, 0.1],
    ] as const) {
      const tone = context.createOscillator();
      tone.frequency.value = pitch;
      tone.connect(gain);
      tone.start(start + delay);
      tone.stop(start + 0.4);
    }
  } catch {
    // No sound is not worth a word.
  }
}
