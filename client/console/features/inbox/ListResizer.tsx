/** The list's right edge: dragged, or moved with the arrow keys, it makes the list wider or narrower. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './inbox.module.css';
import { limitWidth, useListSettings, widths } from './list-settings.ts';

export function ListResizer() {
  const { t } = useTranslation();
  const [{ width }, change] = useListSettings();
  const edge = useRef<HTMLHRElement>(null);
  const drag = useRef<{ x: number; width: number } | null>(null);

  const present = (): number => edge.current?.parentElement?.getBoundingClientRect().width ?? widths.usual;

  function handleDown(event: PointerEvent<HTMLHRElement>) {
    drag.current = { x: event.clientX, width: present() };
    event.currentTarget.setPointerCapture(event.pointerId);
  }
  function handleMove(event: PointerEvent) {
    if (drag.current) change({ width: limitWidth(drag.current.width + event.clientX - drag.current.x) });
  }
  function handleKey(event: KeyboardEvent) {
    const step = event.key === 'ArrowRight' ? 16 : event.key === 'ArrowLeft' ? -16 : 0;
    if (step === 0) return;
    event.preventDefault();
    change({ width: limitWidth(present() + step) });
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
      onDoubleClick={() => change({ width: null })}
      onKeyDown={handleKey}
    />
  );
}
