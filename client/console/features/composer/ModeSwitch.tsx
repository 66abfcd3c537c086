/** Reply or note: never to be mistaken for each other. */
import { useTranslation } from 'react-i18next';
import { type WritingKind, writingKinds } from '../../../../shared/model/writing.ts';
import classes from './composer.module.css';

export interface ModeSwitchProps {
  mode: WritingKind;
  isClosed: boolean;
  /** of a line for calls: what is written goes as a text to the phone */
  isText: boolean;
  onChange(mode: WritingKind): void;
}

export function ModeSwitch({ mode, isClosed, isText, onChange }: ModeSwitchProps) {
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
          {t(each === 'note' ? 'composer.note' : isText ? 'composer.text' : 'composer.reply')}
        </button>
      ))}
    </fieldset>
  );
}
