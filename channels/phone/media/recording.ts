/** One recording: sound goes in frame by frame; it can be paused, and knows whether anybody said anything. */
import { FRAME, FRAME_MS, loudnessOf } from './frame.ts';
import { WavFile } from './wav-file.ts';

/** Louder than a quiet line's noise. */
const AUDIBLE = 0.006;
const SILENCE = new Int16Array(FRAME);

export class Recording {
  readonly #file: WavFile;
  readonly #quietAfterMs: number;
  #paused: 'silence' | 'skip' | null = null;
  #quietMs = 0;
  #isSilent = true;

  constructor(path: string, quietAfterMs = Number.POSITIVE_INFINITY) {
    this.#file = new WavFile(path);
    this.#quietAfterMs = quietAfterMs;
  }

  pause(as: 'silence' | 'skip'): void {
    this.#paused = as;
  }

  resume(): void {
    this.#paused = null;
  }

  /** Answers true once whenever it has been quiet for as long as was asked for. */
  write(frame: Int16Array | null): boolean {
    if (this.#paused !== null) {
      if (this.#paused === 'silence') this.#file.write(SILENCE);
      return false;
    }
    this.#file.write(frame ?? SILENCE);
    if (frame !== null && loudnessOf(frame) > AUDIBLE) {
      this.#isSilent = false;
      this.#quietMs = 0;
      return false;
    }
    const before = this.#quietMs;
    this.#quietMs += FRAME_MS;
    return before < this.#quietAfterMs && this.#quietMs >= this.#quietAfterMs;
  }

  /** @throws when it could not be written */
  async finish(): Promise<{ seconds: number; silent: boolean }> {
    const { seconds } = this.#file;
    await this.#file.close();
    return { seconds, silent: this.#isSilent };
  }
}
