/** Chance from a seed (mulberry32): the same demo every time, so that what is seen once can be seen again. */

export interface Chance {
  /** 0 ≤ x < 1 */
  draw(): number;
  /** a whole number from `from` to `to`, both included */
  between(from: number, to: number): number;
  pick<T>(from: readonly T[]): T;
  /** true so many times of 100 */
  percent(share: number): boolean;
}

export function drawFrom(seed: number): Chance {
  let state = seed >>> 0;
  const draw = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (from: number, to: number): number => from + Math.floor(draw() * (to - from + 1));
  return {
    draw,
    between,
    pick<T>(from: readonly T[]): T {
      const one = from[between(0, from.length - 1)];
      if (one === undefined) throw new Error('There is nothing to pick from.');
      return one;
    },
    percent: (share) => draw() * 100 < share,
  };
}
