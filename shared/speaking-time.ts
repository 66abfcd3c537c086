/** About how long a voice takes to say a text, with a moment before the next, ms. */
export function speakingMs(text: string): number {
  const wide = text.match(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g)?.length ?? 0;
  return PAUSE_MS + (text.length - wide) * LETTER_MS + wide * WIDE_LETTER_MS;
}

const PAUSE_MS = 400;
const LETTER_MS = 62;
const WIDE_LETTER_MS = 230;
