/** The launcher and the frame: elements in a closed shadow root, so that neither page's styles reach the other. */
import type { Look } from './memory.ts';
import { styles } from './styles.ts';
import type { LoaderWords } from './words.ts';

export interface View {
  host: HTMLElement;
  launcher: HTMLButtonElement;
  /** makes the frame on its first call */
  frame(): HTMLIFrameElement;
  hasFrame(): boolean;
  paint(look: Look): void;
  speak(words: LoaderWords): void;
  show(isOpen: boolean): void;
  badge(count: number): void;
}

const drawing = 'http://www.w3.org/2000/svg';

function drawIcon(path: string): SVGSVGElement {
  const icon = document.createElementNS(drawing, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(drawing, 'path');
  line.setAttribute('d', path);
  icon.appendChild(line);
  return icon;
}

function dress(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const style = document.createElement('style');
    style.textContent = styles;
    root.appendChild(style);
  }
}

export function createView(source: string, firstName: string, firstWords: LoaderWords): View {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'closed' });
  const box = document.createElement('div');
  const launcher = document.createElement('button');
  const badge = document.createElement('b');
  let frame: HTMLIFrameElement | null = null;
  let name = firstName;
  let words = firstWords;
  let unread = 0;
  let isOpen = false;
  dress(root);
  launcher.type = 'button';
  launcher.appendChild(
    drawIcon(
      'M3 20l1.3-3.9c-2.324-3.437-1.426-7.872 2.1-10.374c3.526-2.501 8.59-2.296 11.845.48c3.255 2.777 3.695 7.266 1.029 10.501c-2.666 3.235-7.615 4.215-11.574 2.293l-4.7 1',
    ),
  );
  launcher.appendChild(drawIcon('M6 9l6 6l6-6'));
  launcher.appendChild(badge);
  box.appendChild(launcher);
  root.appendChild(box);

  function describe(): void {
    launcher.setAttribute('aria-expanded', String(isOpen));
    const count = unread > 0 && !isOpen ? `, ${words.unread(unread)}` : '';
    launcher.setAttribute('aria-label', (isOpen ? words.close : words.open) + count);
    badge.hidden = isOpen || unread === 0;
    badge.textContent = unread > 9 ? '9+' : String(unread);
  }
  describe();

  return {
    host,
    launcher,
    hasFrame: () => frame !== null,
    frame() {
      if (frame) return frame;
      frame = document.createElement('iframe');
      frame.title = words.frame(name);
      frame.hidden = !isOpen;
      frame.referrerPolicy = 'origin';
      // For calls; the browser asks the visitor all the same.
      frame.allow = 'microphone';
      frame.src = source;
      box.insertBefore(frame, launcher);
      return frame;
    },
    paint(look) {
      box.style.setProperty('--accent', look.accent);
      box.style.setProperty('--on', look.textOnAccent);
      box.className = look.position;
      name = look.name || name;
      if (frame) frame.title = words.frame(name);
    },
    speak(next) {
      words = next;
      if (frame) frame.title = words.frame(name);
      describe();
    },
    show(next) {
      isOpen = next;
      if (frame) frame.hidden = !isOpen;
      describe();
    },
    badge(count) {
      unread = count;
      describe();
    },
  };
}
