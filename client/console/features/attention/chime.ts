/** Two short sounds, made from sine waves so that nothing has to be loaded. */

/** pitch in Hz, start in seconds */
const melodies = {
  offer: [
    [587, 0],
    [880, 0.14],
    [587, 0.42],
    [880, 0.56],
  ],
  message: [[740, 0]],
} as const;

export function playChime(name: keyof typeof melodies): void {
  const context = new AudioContext();
  // A page nobody has touched yet may not sound; then silence is right.
  if (context.state === 'suspended') {
    void context.close();
    return;
  }
  for (const [pitch, start] of melodies[name]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const at = context.currentTime + start;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.12, at + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.28);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.3);
  }
  window.setTimeout(() => void context.close(), 1_500);
}
