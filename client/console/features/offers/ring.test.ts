import { readRing } from './ring.ts';

const offer = { offeredAt: 1_000, expiresAt: 31_000 };

test.each([
  [1_000, 30, 1, false],
  [16_000, 15, 0.5, false],
  [16_001, 15, 0.49997, false],
  [26_000, 5, 1 / 6, true],
  [30_999, 1, 0, true],
  [31_000, 0, 0, true],
  [99_000, 0, 0, true],
  [0, 30, 1, false],
])('at %d the ring shows %d', (now, seconds, share, isEnding) => {
  const ring = readRing(offer, now);
  expect(ring.seconds).toBe(seconds);
  expect(ring.share).toBeCloseTo(share, 3);
  expect(ring.isEnding).toBe(isEnding);
});
