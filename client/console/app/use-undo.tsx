/** Tells what was done, with a way back for eight seconds: by click, or by Z while nobody writes. */
import { UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback, useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from './shell-context.ts';
import classes from './undo.module.css';

export const UNDO_MS = 8_000;

/** `slot`: of what is done several times in a row only the last is offered to be taken back */
export type ShowUndo = (message: string, undo: () => void, slot?: string) => void;

const shown = new Map<string, string>();

export function useUndo(): ShowUndo {
  const [{ singleKeys }] = usePreferences();
  return useCallback(
    (message, undo, slot) => {
      const before = slot && shown.get(slot);
      if (before) notifications.hide(before);
      const id = notifications.show({
        autoClose: UNDO_MS,
        message: (
          <Toast
            message={message}
            hasKey={singleKeys}
            onUndo={() => {
              notifications.hide(id);
              undo();
            }}
          />
        ),
      });
      if (slot) shown.set(slot, id);
    },
    [singleKeys],
  );
}

function Toast({ message, hasKey, onUndo }: { message: string; hasKey: boolean; onUndo(): void }) {
  const { t } = useTranslation();
  const handleKey = useEffectEvent((event: KeyboardEvent) => {
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.repeat;
    const isWriting =
      event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]') !== null;
    if (!hasKey || !isPlain || isWriting || event.defaultPrevented || event.code !== 'KeyZ') return;
    // Of several, the newest takes it.
    event.preventDefault();
    onUndo();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => handleKey(event);
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, []);
  return (
    <span className={classes.toast}>
      <span className={classes.message}>{message}</span>
      <UnstyledButton className={classes.undo} onClick={onUndo}>
        {t('work.undo')}
        {hasKey && <kbd>Z</kbd>}
      </UnstyledButton>
    </span>
  );
}
