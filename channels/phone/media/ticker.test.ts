/** A ticker keeps pace with the clock, however late its timers are. */
import { createTicker } from './ticker.ts';

describe('a ticker', () => {
  let time = 0;
  let ticks = 0;
  let ticker = createTicker(() => {}, 10);
  beforeEach(() => {
    jest.useFakeTimers();
    [time, ticks] = [0, 0];
    ticker = createTicker(
      () => {
        ticks += 1;
      },
      10,
      () => time,
    );
  });
  afterEach(() => {
    ticker.stop();
    jest.useRealTimers();
  });
  const pass = (ms: number): void => {
    time += ms;
    jest.advanceTimersByTime(ms);
  };

  it('makes up for timers that are late', () => {
    ticker.start();
    for (let turn = 0; turn < 70; turn += 1) pass(13);
    expect(ticks).toBe(91);
  });

  it('gives up time that nobody wants to hear any more', () => {
    ticker.start();
    pass(10);
    pass(60_000);
    expect(ticks).toBeLessThan(30);
    const before = ticks;
    for (let turn = 0; turn < 100; turn += 1) pass(10);
    expect(Math.abs(ticks - before - 100)).toBeLessThanOrEqual(2);
  });

  it('ends at once, from within a tick too, and begins again', () => {
    ticker.start();
    ticker.start();
    pass(50);
    ticker.stop();
    const before = ticks;
    pass(100);
    expect(ticks).toBe(before);
    ticker.start();
    pass(10);
    pass(10);
    expect(ticks).toBeGreaterThan(before);
    expect(jest.getTimerCount()).toBeLessThanOrEqual(1);
  });
});
