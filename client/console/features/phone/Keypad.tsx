/** Twelve keys, by pointer and by keyboard. In a call they are sent into it, and what was sent is shown. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import classes from './phone.module.css';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const SHOWN = 16;

/** `isSilent`: what is pressed stands elsewhere already. */
export function Keypad({ onPress, isSilent = false }: { onPress(digits: string): void; isSilent?: boolean }) {
  const { t } = useTranslation();
  const [pressed, setPressed] = useState('');
  const press = (key: string) => {
    setPressed((before) => (before + key).slice(-SHOWN));
    onPress(key);
  };
  return (
    <fieldset
      className={cx(classes.keypad, isSilent && classes.wide)}
      aria-label={t('phone.keypad')}
      onKeyDown={(event) => {
        if (!KEYS.includes(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
        // The console has shortcuts of its own for them.
        event.preventDefault();
        press(event.key);
      }}
    >
      {!isSilent && (
        <output className={classes.pressed} aria-label={t('phone.pressed')}>
          {pressed}
        </output>
      )}
      {KEYS.map((key) => (
        <button key={key} type="button" aria-label={t('phone.key', { key })} onClick={() => press(key)}>
          {key}
        </button>
      ))}
    </fieldset>
  );
}
