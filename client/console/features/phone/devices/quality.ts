/** A network's figures as bars, by how a voice sounds over it (the E-model of ITU-T G.107, simplified for Opus). */
import type { DeviceQuality } from '../device.ts';

export interface NetworkFigures {
  roundTripMs: number;
  jitterMs: number;
  /** share of 1 */
  lost: number;
}

export function toQuality({ roundTripMs, jitterMs, lost }: NetworkFigures): DeviceQuality {
  // One way, with what the receiver waits because packets come unevenly, and what codec and buffer take anyway.
  const delay = roundTripMs / 2 + 2 * jitterMs + 20;
  const fromDelay = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
  const fromLoss = 95 * (lost / (lost + 0.1));
  const rating = 93.2 - fromDelay - fromLoss;
  const bars = rating >= 80 ? 4 : rating >= 70 ? 3 : rating >= 60 ? 2 : rating >= 50 ? 1 : 0;
  return { bars, roundTripMs: Math.round(roundTripMs), lost };
}
