/** On a phone the open panel fills what the keyboard leaves of the screen, and the page behind it stays where it is. */
import { listen } from './pages.ts';
import { phoneQuery } from './styles.ts';

export function isPhone(): boolean {
  return matchMedia(phoneQuery).matches;
}

/** Keeps the frame inside the visual viewport until stopped. The page's own inline values are put back. */
export function fillScreen(frame: HTMLElement): () => void {
  const page = document.documentElement.style;
  const overflow = page.overflow;
  const viewport = window.visualViewport;
  const fitFrame = (): void => {
    if (!viewport) return;
    frame.style.setProperty('top', `${viewport.offsetTop}px`);
    frame.style.setProperty('bottom', 'auto');
    frame.style.setProperty('height', `${viewport.height}px`);
  };
  const stopResize = viewport ? listen(viewport, 'resize', fitFrame) : null;
  const stopScroll = viewport ? listen(viewport, 'scroll', fitFrame) : null;
  page.overflow = 'hidden';
  fitFrame();
  return () => {
    stopResize?.();
    stopScroll?.();
    page.overflow = overflow;
    frame.style.removeProperty('top');
    frame.style.removeProperty('bottom');
    frame.style.removeProperty('height');
  };
}

/** Puts a count before the page's title while the page is hidden; the title is put back unless the page changed it. */
export function createTitleCount(): (count: number) => void {
  let shown = '';
  let original = '';
  return (count) => {
    if (shown && document.title === shown) document.title = original;
    shown = '';
    if (count === 0 || !document.hidden) return;
    original = document.title;
    shown = `(${count}) ${original}`;
    document.title = shown;
  };
}
