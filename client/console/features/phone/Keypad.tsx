/** Keys that are sent into the call, by pointer and by keyboard. */
import { useTranslation } from 'react-i18next';
import classes from './phone.module.css';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

export function Keypad({ onPress }: { onPress(digits: string): void }) {
  const { t } = useTranslation();
  return (
    <fieldset
      className={classes.keypad}
      aria-label={t('phone.keypad')}
      onKeyDown={(event) => {
        if (KEYS.includes(event.key)) onPress(event.key);
      }}
    >
      {KEYS.map((key) => (
        <button key={key} type="button" aria-label={t('phone.key', { key })} onClick={() => onPress(key)}>
          {key}
        </button>
      ))}
    </fieldset>
  );
}
