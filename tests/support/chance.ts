/** Chance from a seed (mulberry32), so that a failing run can be seen again. */

export interface Chance {
  /** 0 ≤ x < 1 */
  draw(): number;
  /** an integer 0 ≤ n < bound */
  below(bound: number): number;
  pick<T>(from: readonly T[]): T;
  /** one of the actions, by weight */
  weigh<R>(actions: readonly (readonly [number, () => R])[]): () => R;
}

export function drawFrom(seed: number): Chance {
  let state = seed >>> 0;
  const draw = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (bound: number): number => Math.floor(draw() * bound);
  return {
    draw,
    below,
    pick<T>(from: readonly T[]): T {
      const one = from[below(from.length)];
      if (one === undefined) throw new Error('There is nothing to pick from.');
      return one;
    },
    weigh(actions) {
      let left = draw() * actions.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, action] of actions) {
        left -= weight;
        if (left < 0) return action;
      }
      throw new Error('There is nothing to choose from.');
    },
  };
}
