/** Plays sounds one after the other, a frame at a time. */
import { FRAME } from './frame.ts';
import type { Wave } from './waves.ts';

export class Player {
  readonly #waves: readonly Wave[];
  readonly #loop: boolean;
  #index = 0;
  #from = 0;
  isOver = false;

  constructor(waves: readonly Wave[], loop: boolean) {
    this.#waves = waves;
    // What has no length would be repeated for ever within one frame.
    this.#loop = loop && waves.some(({ length }) => length > 0);
    this.isOver = waves.length === 0;
  }

  /** Writes the next frame, silence after the end; over as soon as its last sample is written. */
  next(out: Int16Array): void {
    let at = 0;
    while (at < FRAME && !this.isOver) {
      const wave = this.#waves[this.#index];
      if (wave === undefined) break;
      const count = Math.min(FRAME - at, wave.length - this.#from);
      wave.fill(out, at, this.#from, count);
      at += count;
      this.#from += count;
      if (this.#from >= wave.length) this.#turnTo(this.#index + 1);
    }
    out.fill(0, at);
  }

  #turnTo(index: number): void {
    this.#from = 0;
    this.#index = index;
    if (index < this.#waves.length) return;
    if (this.#loop) this.#index = 0;
    else this.isOver = true;
  }
}
