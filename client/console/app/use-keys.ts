/** Listens to the keyboard and runs the command that a key stands for, unless somebody writes or a dialog is open. */
import { useEffect } from 'react';
import type { Command, CommandRegistry } from './commands.ts';
import { isBare, isStroke, type Keystroke, stepsOf } from './keys.ts';

const betweenStepsMs = 1_200;
const modifiers: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'CapsLock']);
const writing = 'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"]';

export interface KeyReader {
  /** The command this stroke completes; 'begun' when it may be the first of two. */
  read(stroke: Keystroke, at: number, isWriting: boolean): Command | 'begun' | null;
}

/** `areBareOn`: whether single keys may be used at all. */
export function createKeyReader(commands: () => readonly Command[], areBareOn: () => boolean): KeyReader {
  let first: { stroke: Keystroke; at: number } | null = null;
  return {
    read(stroke, at, isWriting) {
      // Holding Shift for the second key is no key of its own.
      if (modifiers.has(stroke.key)) return null;
      const before = first && at - first.at < betweenStepsMs ? first.stroke : null;
      first = null;
      const usable = commands().filter(
        ({ keys, isOn = true, isOwnKey }) =>
          keys !== undefined && isOn && !isOwnKey && (!isBare(keys) || (areBareOn() && !isWriting)),
      );
      const matches = (wanted: readonly (Keystroke | null)[]) => (command: Command) => {
        const steps = stepsOf(command.keys ?? '');
        return (
          steps.length === wanted.length && wanted.every((one, n) => one !== null && isStroke(one, steps[n] ?? ''))
        );
      };
      const found = (before && usable.find(matches([before, stroke]))) ?? usable.find(matches([stroke]));
      if (found) return found;
      const begins = usable.some(({ keys = '' }) => {
        const steps = stepsOf(keys);
        return steps.length === 2 && isStroke(stroke, steps[0] ?? '');
      });
      if (begins) first = { stroke, at };
      return begins ? 'begun' : null;
    },
  };
}

/** `hold` is asked first, for what is typed outside fields and dialogs without a modifier: true when the key is its own, and no shortcut. */
export function useKeys(
  registry: CommandRegistry,
  areBareOn: () => boolean,
  hold: (stroke: KeyboardEvent) => boolean,
): void {
  useEffect(() => {
    const reader = createKeyReader(registry.store.get, areBareOn);
    function handleKey(event: KeyboardEvent) {
      if (event.defaultPrevented) return;
      const isWriting = event.target instanceof Element && event.target.closest(writing) !== null;
      const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
      if (isPlain && !isWriting && hold(event)) {
        event.preventDefault();
        return;
      }
      if (event.repeat) return;
      const command = reader.read(event, event.timeStamp, isWriting);
      if (command === null || command === 'begun') return;
      event.preventDefault();
      command.run();
    }
    window.addEventListener('keydown', handleKey);
    return () => window.removeEventListener('keydown', handleKey);
  }, [registry, areBareOn, hold]);
}
