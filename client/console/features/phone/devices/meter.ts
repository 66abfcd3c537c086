/** How loud a stream is at this moment. */

export interface Meter {
  /** 0 to 1, of the loudest a voice usually is */
  level(): number;
  stop(): void;
}

let shared: AudioContext | null = null;

/** Browsers give few of them, and hold one back until the page was clicked in. */
function context(): AudioContext {
  shared ??= new AudioContext();
  if (shared.state === 'suspended') void shared.resume().catch(() => {});
  return shared;
}

/** Speech at its loudest has about this much. */
const FULL = 0.3;

export function createMeter(stream: MediaStream): Meter {
  const on = context();
  const source = on.createMediaStreamSource(stream);
  const analyser = on.createAnalyser();
  analyser.fftSize = 1_024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level() {
      if (on.state === 'suspended') void on.resume().catch(() => {});
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += sample * sample;
      return Math.min(1, Math.sqrt(sum / samples.length) / FULL);
    },
    stop() {
      source.disconnect();
    },
  };
}
