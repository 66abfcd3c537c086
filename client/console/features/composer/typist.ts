/** Tells that this agent is typing: at most every few seconds, and once when they stop. */

/** The server forgets a typist after 5 s, so an ongoing one is told again before. */
const againMs = 3_000;

export function createTypist(tell: (isTyping: boolean) => void, now: () => number) {
  let toldAt: number | null = null;
  function stop(): void {
    if (toldAt === null) return;
    toldAt = null;
    tell(false);
  }
  return {
    note(hasText: boolean): void {
      if (!hasText) {
        stop();
        return;
      }
      if (toldAt !== null && now() - toldAt < againMs) return;
      toldAt = now();
      tell(true);
    },
    stop,
  };
}
