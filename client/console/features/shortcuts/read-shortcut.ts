/** Which command a key means. Pure. */

export type Command =
  | 'next'
  | 'previous'
  | 'reply'
  | 'note'
  | 'close'
  | 'panel'
  | 'presence'
  | 'sheet'
  | 'mine'
  | 'waiting'
  | 'all';

const keys: Readonly<Record<string, Command>> = {
  j: 'next',
  k: 'previous',
  r: 'reply',
  n: 'note',
  e: 'close',
  i: 'panel',
  p: 'presence',
  '?': 'sheet',
  '1': 'mine',
  '2': 'waiting',
  '3': 'all',
};

export interface Keystroke {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  isComposing: boolean;
}

/** null while somebody writes, with a modifier, or for any other key */
export function readShortcut(stroke: Keystroke, isWriting: boolean): Command | null {
  if (isWriting || stroke.isComposing || stroke.altKey || stroke.ctrlKey || stroke.metaKey) return null;
  return keys[stroke.key.toLowerCase()] ?? null;
}
