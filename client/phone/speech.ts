/** Says aloud what a voice would say, where the browser can. */

export function speak(text: string, language: string): void {
  if (!('speechSynthesis' in window)) return;
  const said = new SpeechSynthesisUtterance(text);
  said.lang = language;
  speechSynthesis.speak(said);
}

export function hush(): void {
  if ('speechSynthesis' in window) speechSynthesis.cancel();
}
