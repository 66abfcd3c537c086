/** What is typed while a dialog has been asked for and is not there yet: it is no shortcut, and the dialog may begin with it. */
import { useEffect, useMemo, useRef, useState } from 'react';

export interface TypeAhead {
  text: string;
  setText(text: string): void;
  /** a dialog was asked for, or is closed (false) */
  await(isAwaited: boolean): void;
  /** for `useKeys` */
  hold(stroke: Pick<KeyboardEvent, 'key'>): boolean;
}

/** `onLeave`: Escape was pressed before there was anything to close. */
export function useTypeAhead(onLeave: () => void): TypeAhead {
  const [text, setText] = useState('');
  // Known at once: the next key may come before the next drawing.
  const isAwaited = useRef(false);
  const leave = useRef(onLeave);
  useEffect(() => {
    leave.current = onLeave;
  });
  const steady = useMemo(
    () => ({
      setText,
      await(now: boolean) {
        isAwaited.current = now;
        setText('');
      },
      hold({ key }: Pick<KeyboardEvent, 'key'>) {
        if (!isAwaited.current || document.querySelector('[role=dialog]:focus-within')) return false;
        if (key === 'Escape') leave.current();
        else if (key === 'Backspace') setText((known) => known.slice(0, -1));
        else if (key.length === 1) setText((known) => known + key);
        else return false;
        return true;
      },
    }),
    [],
  );
  return { text, ...steady };
}
