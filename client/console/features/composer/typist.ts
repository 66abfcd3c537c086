/** Tells that this agent is typing, and whether to the customer or to the team: at most every few seconds, and once when they stop. */
import type { WritingKind } from '../../../../shared/model/writing.ts';

/** The server forgets a typist after 5 s, so an ongoing one is told again before. */
const againMs = 3_000;

export function createTypist(tell: (isTyping: boolean, as: WritingKind) => void, now: () => number) {
  let told: { at: number; as: WritingKind } | null = null;
  function stop(): void {
    if (told === null) return;
    const { as } = told;
    told = null;
    tell(false, as);
  }
  return {
    note(hasText: boolean, as: WritingKind): void {
      if (!hasText) {
        stop();
        return;
      }
      if (told?.as === as && now() - told.at < againMs) return;
      if (told && told.as !== as) stop();
      told = { at: now(), as };
      tell(true, as);
    },
    stop,
  };
}
