/** Bars fall with delay, unevenness and loss, never rise with them. */
import fc from 'fast-check';
import { toQuality } from './quality.ts';

describe('network quality', () => {
  it.each([
    [{ roundTripMs: 20, jitterMs: 2, lost: 0 }, 4],
    [{ roundTripMs: 200, jitterMs: 10, lost: 0.005 }, 4],
    [{ roundTripMs: 250, jitterMs: 20, lost: 0.02 }, 3],
    [{ roundTripMs: 300, jitterMs: 30, lost: 0.05 }, 1],
    [{ roundTripMs: 900, jitterMs: 80, lost: 0.2 }, 0],
  ])('%j is %i bars', (figures, bars) => expect(toQuality(figures).bars).toBe(bars));

  it('gets no better when a figure gets worse', () => {
    const figure = fc.double({ min: 0, max: 1_000, noNaN: true });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(figure, figure, share, figure, (roundTripMs, jitterMs, lost, more) => {
        const { bars } = toQuality({ roundTripMs, jitterMs, lost });
        expect(toQuality({ roundTripMs: roundTripMs + more, jitterMs, lost }).bars).toBeLessThanOrEqual(bars);
        expect(toQuality({ roundTripMs, jitterMs: jitterMs + more, lost }).bars).toBeLessThanOrEqual(bars);
        expect(toQuality({ roundTripMs, jitterMs, lost: (lost + 1) / 2 }).bars).toBeLessThanOrEqual(bars);
      }),
    );
  });
});
