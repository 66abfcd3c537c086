/** A waveform shows where it is loud, against its own loudest stretch; silence stays flat. */
import { toPeaks } from './peaks.ts';

it('shows each stretch against the loudest', () => {
  const samples = new Float32Array([...Array(100).fill(0.1), ...Array(100).fill(-0.2), ...Array(100).fill(0)]);
  expect(toPeaks(samples, 3).map((peak) => Number(peak.toFixed(3)))).toEqual([0.5, 1, 0]);
});

it('makes nothing of silence, and bears less sound than bars', () => {
  expect(toPeaks(new Float32Array(50).fill(0.0001), 4)).toEqual([0, 0, 0, 0]);
  expect(toPeaks(new Float32Array(0), 2)).toEqual([0, 0]);
  expect(toPeaks(new Float32Array([0.5]), 2)).toHaveLength(2);
});
