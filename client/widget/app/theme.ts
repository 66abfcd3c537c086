/** The site's accent as a set of readable colours, worked out so that every text on or in it keeps 4.5:1. */
import { measureContrast, pickTextOn } from '../../ui/contrast.ts';

export interface AccentColours {
  fill: string;
  onFill: string;
  hover: string;
  /** accent as text, on the surface and on `soft` */
  text: string;
  soft: string;
  border: string;
}

const surfaces = { light: { ground: '#ffffff', ink: '#1d1d1b' }, dark: { ground: '#1b1b1a', ink: '#ecece8' } } as const;

function split(hex: string): [number, number, number] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
}

/** `share` of `a`, the rest of `b`. */
export function mixColours(a: string, b: string, share: number): string {
  const [x, y] = [split(a), split(b)];
  const parts = x.map((part, i) => Math.round(part * share + (y[i] ?? 0) * (1 - share)));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Some middle tones carry neither white nor ink; those are darkened until white reads. */
export function pickFill(accent: string): { fill: string; onFill: string } {
  let fill = accent;
  for (let share = 1; share > 0 && measureContrast(fill, pickTextOn(fill)) < 4.5; share -= 0.02) {
    fill = mixColours(accent, '#000000', share);
  }
  return { fill, onFill: pickTextOn(fill) };
}

export function deriveAccent(accent: string, scheme: keyof typeof surfaces): AccentColours {
  const { ground, ink } = surfaces[scheme];
  const soft = mixColours(accent, ground, scheme === 'light' ? 0.1 : 0.18);
  let text = accent;
  for (let share = 1; share >= 0; share -= 0.05) {
    text = mixColours(accent, ink, share);
    if (measureContrast(text, soft) >= 4.5 && measureContrast(text, ground) >= 4.5) break;
  }
  const { fill, onFill } = pickFill(accent);
  return {
    fill,
    onFill,
    // Away from its text, so that hovering never costs contrast.
    hover: mixColours(fill, onFill === '#ffffff' ? '#000000' : '#ffffff', 0.88),
    text,
    soft,
    border: mixColours(accent, ground, 0.32),
  };
}

export function paintAccent(root: HTMLElement, accent: string, scheme: keyof typeof surfaces): void {
  const colours = deriveAccent(accent, scheme);
  root.setAttribute('data-mantine-color-scheme', scheme);
  root.style.setProperty('--pl-ac', colours.fill);
  root.style.setProperty('--pl-on-ac', colours.onFill);
  root.style.setProperty('--pl-ac-h', colours.hover);
  root.style.setProperty('--pl-ac-t', colours.text);
  root.style.setProperty('--pl-ac-s', colours.soft);
  root.style.setProperty('--pl-ac-b', colours.border);
}
