/** What keys are called, and whether a keystroke is one of them. Pure. */

export interface Keystroke {
  key: string;
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  isComposing: boolean;
}

/** 'e' · '?' · 'alt+a' · 'mod+k' (Ctrl, on a Mac Cmd) · 'mod+shift+d' · 'g f' (one after the other) */
export type Keys = string;

const shiftedSigns = /^[^\p{L}\p{N}]$/u;

/** The steps of a shortcut: one for most, two for those pressed one after the other. */
export const stepsOf = (keys: Keys): string[] => keys.split(' ');

/** A single key without a modifier: it must not fire while somebody writes, and can be switched off (WCAG 2.1.4). */
export const isBare = (keys: Keys): boolean => !/(^|\+)(alt|mod)\+/.test(keys);

export function isStroke(stroke: Keystroke, step: string): boolean {
  const parts = step.split('+');
  const name = parts.at(-1) ?? '';
  const wants = (modifier: string) => parts.slice(0, -1).includes(modifier);
  if (stroke.isComposing || stroke.altKey !== wants('alt')) return false;
  if ((stroke.ctrlKey || stroke.metaKey) !== wants('mod')) return false;
  // Signs such as ? need Shift on some keyboards and not on others.
  if (stroke.shiftKey !== wants('shift') && !shiftedSigns.test(name)) return false;
  return nameOf(stroke) === name;
}

/** By the letter it writes; by its place where that is no Latin letter, or where Alt makes it another one. */
function nameOf({ key, code, altKey }: Keystroke): string {
  const place = /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase();
  const isForeign = key.length === 1 && key.charCodeAt(0) > 127;
  return place !== undefined && (altKey || isForeign) ? place : key.toLowerCase();
}

const names: Readonly<Record<string, string>> = {
  alt: 'Alt',
  shift: 'Shift',
  enter: 'Enter',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
};

/** As people read them: [['Ctrl', 'K']], [['G'], ['F']]. */
export function describeKeys(keys: Keys, isMac: boolean): string[][] {
  const describe = (part: string): string => {
    if (part === 'mod') return isMac ? '⌘' : 'Ctrl';
    if (part === 'alt' && isMac) return '⌥';
    return names[part] ?? part.toUpperCase();
  };
  return stepsOf(keys).map((step) => step.split('+').map(describe));
}

export const isMacKeyboard = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);
