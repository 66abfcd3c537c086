/** Chance from a seed, so that a failing run can be seen again. */
import { drawFrom as drawSeeded } from '../../server/demo/chance.ts';

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
  const { draw, between, pick } = drawSeeded(seed);
  return {
    draw,
    below: (bound) => between(0, bound - 1),
    pick,
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
