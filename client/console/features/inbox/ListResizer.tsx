/** The list's right edge: dragged, or moved with the arrow keys, it makes the list wider or narrower. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { listWidths as widths } from '../../../../shared/model/preferences.ts';
import { usePreferences } from '../../app/shell-context.ts';
import { limitWidth } from '../../sync/preferences.ts';
import classes from './inbox.module.css';

export function ListResizer() {
  const { t } = useTranslation();
  const [{ listWidth: width }, change] = usePreferences();
  const edge = useRef<HTMLHRElement>(null);
  const drag = useRef<{ x: number; width: number } | null>(null);

  const present = (): number => edge.current?.parentElement?.getBoundingClientRect().width ?? widths.usual;

  function handleDown(event: PointerEvent<HTMLHRElement>) {
    drag.current = { x: event.clientX, width: present() };
    event.currentTarget.setPointerCapture(event.pointerId);
  }
  function handleMove(event: PointerEvent) {
    if (drag.current) change({ listWidth: limitWidth(drag.current.width + event.clientX - drag.current.x) });
  }
  function handleKey(event: KeyboardEvent) {
    const step = event.key === 'ArrowRight' ? 16 : event.key === 'ArrowLeft' ? -16 : 0;
    if (step === 0) return;
    event.preventDefault();
    change({ listWidth: limitWidth(present() + step) });
  }
  return (
    <hr
      ref={edge}
      aria-orientation="vertical"
      aria-label={t('list.width')}
      aria-valuemin={widths.least}
      aria-valuemax={widths.most}
      aria-valuenow={width ?? widths.usual}
      tabIndex={0}
      className={classes.edge}
      onPointerDown={handleDown}
      onPointerMove={handleMove}
      onPointerUp={() => {
        drag.current = null;
      }}
      onDoubleClick={() => change({ listWidth: null })}
      onKeyDown={handleKey}
    />
  );
}
