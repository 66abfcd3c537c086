/** A shortcut as key caps. */
import { useTranslation } from 'react-i18next';
import classes from './key-caps.module.css';
import { describeKeys, isMacKeyboard, type Keys } from './keys.ts';

export function KeyCaps({ keys }: { keys: Keys }) {
  const { t } = useTranslation();
  return (
    <span className={classes.caps}>
      {describeKeys(keys, isMacKeyboard()).map((step, at) => (
        <span key={step.join('+')} className={classes.step}>
          {at > 0 && <span className="visually-hidden">{t('shortcuts.afterThat')}</span>}
          {step.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
