/** Seeded chance, so that two runs of a benchmark are offered the same arrivals. */

/** Mulberry32: numbers in [0, 1) from a 32-bit seed. */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Time to the next arrival of a Poisson stream, in ms. */
export const exponential = (chance: () => number, perSecond: number): number =>
  (-Math.log(1 - chance()) / perSecond) * 1_000;
