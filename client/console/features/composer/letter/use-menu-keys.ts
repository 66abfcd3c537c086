/** Which of the completions is marked, and the keys that move the mark, take it or send the menu away. */
import { useState } from 'react';
import type { Trigger } from '../completion.ts';
import type { Completion } from '../use-completions.ts';

export interface MenuKeys {
  isOpen: boolean;
  marked: number;
  setActive(at: number): void;
  /** true when the key meant the menu */
  handle(key: string): boolean;
}

export function useMenuKeys(
  trigger: Trigger | null,
  completions: readonly Completion[],
  onPick: (completion: Completion) => void,
): MenuKeys {
  /** where a menu was sent away; another sign opens it again */
  const [dismissed, setDismissed] = useState<number | null>(null);
  /** another question begins at its first answer */
  const [picked, setPicked] = useState({ query: '', at: 0 });
  const isOpen = trigger !== null && trigger.start !== dismissed && completions.length > 0;
  const query = trigger ? `${trigger.start}${trigger.query}` : '';
  const marked = picked.query === query ? Math.min(picked.at, completions.length - 1) : 0;
  const setActive = (at: number) => setPicked({ query, at });
  return {
    ...{ isOpen, marked, setActive },
    handle(key) {
      if (!isOpen) return false;
      const count = completions.length;
      const chosen = completions[marked];
      switch (key) {
        case 'ArrowDown':
          setActive((marked + 1) % count);
          return true;
        case 'ArrowUp':
          setActive((marked + count - 1) % count);
          return true;
        case 'Enter':
        case 'Tab':
          if (chosen) onPick(chosen);
          return true;
        case 'Escape':
          setDismissed(trigger.start);
          return true;
        default:
          return false;
      }
    },
  };
}
