/** How loud a recording is along its length, reckoned once in this page from the file itself. */

/** Bars of a waveform. */
export const BARS = 96;
/** A sample as low as this shows what is spoken, and an hour of it still fits. */
const HERTZ = 8_000;

/** The loudest of each stretch, 0 to 1, so that a quiet line is seen as well as a loud one. Pure. */
export function toPeaks(samples: Float32Array, bars: number): number[] {
  const peaks = Array.from({ length: bars }, (_, at) => {
    const from = Math.floor((at * samples.length) / bars);
    const to = Math.floor(((at + 1) * samples.length) / bars);
    let sum = 0;
    for (let one = from; one < to; one++) sum += (samples[one] ?? 0) ** 2;
    return to > from ? Math.sqrt(sum / (to - from)) : 0;
  });
  const loudest = Math.max(...peaks);
  // Of silence nothing is made louder.
  return loudest < 0.001 ? peaks.map(() => 0) : peaks.map((peak) => peak / loudest);
}

const known = new Map<string, Promise<number[] | null>>();

async function read(url: string): Promise<number[] | null> {
  const answer = await fetch(url);
  if (!answer.ok) return null;
  const sound = await new OfflineAudioContext(1, 1, HERTZ).decodeAudioData(await answer.arrayBuffer());
  return toPeaks(sound.getChannelData(0), BARS);
}

/** Null where it cannot be read: it is played all the same. */
export function peaksOf(url: string): Promise<number[] | null> {
  const there = known.get(url);
  if (there) return there;
  const asked = read(url).catch(() => null);
  known.set(url, asked);
  return asked;
}
