/** One frame of a room: what each leg hears is everybody's sum less its own voice, so a room costs one addition per leg and not per pair. */
import { FRAME } from './frame.ts';
import { isHeardByAll, isHeardByOne, type Part } from './hears.ts';

export interface Voice extends Part {
  /** null: says nothing now */
  said: Int16Array | null;
}

const EMPTY = new Int32Array(FRAME);

/** Told once per leg that hears the room (not who is held), with sums that are good until the next call; answers the sum for the recording. */
export class Mix {
  readonly #all = new Int32Array(FRAME);
  readonly #own = new Int32Array(FRAME);

  mix<V extends Voice>(voices: readonly V[], tell: (listener: V, sums: Int32Array) => void): Int32Array {
    const all = this.#all;
    all.set(EMPTY);
    const coaches: V[] = [];
    for (const voice of voices) {
      if (voice.said === null) continue;
      if (isHeardByAll(voice)) add(all, voice.said, 1);
      else if (isHeardByOne(voice)) coaches.push(voice);
    }
    for (const listener of voices) {
      if (listener.held) continue;
      const coached = coaches.filter(({ role }) => role.mode === 'coach' && role.coachOf === listener.legId);
      const speaks = listener.said !== null && isHeardByAll(listener);
      if (!speaks && coached.length === 0) {
        tell(listener, all);
        continue;
      }
      const own = this.#own;
      own.set(all);
      if (speaks && listener.said) add(own, listener.said, -1);
      for (const coach of coached) if (coach.said && coach !== listener) add(own, coach.said, 1);
      tell(listener, own);
    }
    return all;
  }
}

function add(sums: Int32Array, samples: Int16Array, sign: 1 | -1): void {
  for (let at = 0; at < FRAME; at += 1) sums[at] = (sums[at] ?? 0) + sign * (samples[at] ?? 0);
}
