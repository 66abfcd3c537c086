/** What is being asked for at the caret of the editor, in the editor's own places. */
import type { Editor } from '@tiptap/react';
import { findTrigger, type Trigger } from '../completion.ts';

export function readTrigger({ state: { selection }, view, isFocused }: Editor): Trigger | null {
  const { $from, empty } = selection;
  if (!empty || !isFocused || view.composing || !$from.parent.isTextblock) return null;
  // Whatever is no text counts as one character, as it does in the editor's places.
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '￼');
  const found = findTrigger(before, before.length, ['/']);
  return found && { ...found, start: $from.start() + found.start, end: $from.pos };
}
