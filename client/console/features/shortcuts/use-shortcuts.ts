/** Runs a command by its key, unless the agent is writing or a dialog is open. */
import { useEffect } from 'react';
import { type Command, readShortcut } from './read-shortcut.ts';

export function useShortcuts(run: (command: Command) => void): void {
  useEffect(() => {
    function handleKey(event: KeyboardEvent) {
      const target = event.target as HTMLElement | null;
      const isWriting = Boolean(
        target?.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]'),
      );
      const command = readShortcut(event, isWriting);
      if (!command || event.defaultPrevented) return;
      event.preventDefault();
      run(command);
    }
    window.addEventListener('keydown', handleKey);
    return () => window.removeEventListener('keydown', handleKey);
  });
}
