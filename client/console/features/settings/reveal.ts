/** Brings something that was chosen by its name into sight, as soon as its page shows it. */

const WAIT_MS = 4_000;
const named = 'h2, h3, legend, label, th, td, dt, a, button';
let stop: () => void = () => undefined;

export function reveal(main: HTMLElement, words: string): void {
  stop();
  const look = (): boolean => {
    const found = [...main.querySelectorAll<HTMLElement>(named)].find((one) => one.textContent?.trim() === words);
    if (!found) return false;
    found.scrollIntoView({ block: 'center' });
    // Shown where it is for a moment, without taking the focus from whoever types on.
    found.dataset.revealed = '';
    setTimeout(() => delete found.dataset.revealed, 2_000);
    return true;
  };
  if (look()) return;
  const watch = new MutationObserver(() => look() && stop());
  const timer = setTimeout(() => stop(), WAIT_MS);
  stop = () => {
    clearTimeout(timer);
    watch.disconnect();
  };
  watch.observe(main, { childList: true, subtree: true });
}
