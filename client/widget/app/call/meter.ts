/** How loud somebody is just now, 0 to 1. */

export interface Meter {
  level(): number;
  stop(): void;
}

/** Speech is seldom louder than this share of what the samples could be. */
const LOUD = 0.25;

export function createMeter(stream: MediaStream): Meter {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1_024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      return Math.min(1, Math.sqrt(Math.sqrt(power) / LOUD));
    },
    stop: () => void context.close(),
  };
}
