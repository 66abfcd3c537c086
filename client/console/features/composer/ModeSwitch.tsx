/** Reply or note: never to be mistaken for each other. */
import { useTranslation } from 'react-i18next';
import { type WritingKind, writingKinds } from '../../../../shared/model/writing.ts';
import classes from './composer.module.css';

export interface ModeSwitchProps {
  mode: WritingKind;
  isClosed: boolean;
  onChange(mode: WritingKind): void;
}

export function ModeSwitch({ mode, isClosed, onChange }: ModeSwitchProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.modes} aria-label={t('composer.mode')}>
      {writingKinds.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={mode === each}
          disabled={isClosed && each === 'message'}
          onClick={() => onChange(each)}
        >
          {t(each === 'message' ? 'composer.reply' : 'composer.note')}
        </button>
      ))}
    </fieldset>
  );
}
