/** Tells which way the reply will go, and lets its author choose. */
import { useTranslation } from 'react-i18next';
import classes from './composer.module.css';
import type { ReplyWay } from './use-way.ts';

export function WaySwitch({ way: { by, address, choose } }: { way: ReplyWay }) {
  const { t } = useTranslation();
  const current = by === undefined ? 'here' : 'letter';
  const hints = { here: t('composer.wayHereHint'), letter: t('composer.wayLetterHint', { address }) };
  return (
    <>
      <fieldset className={classes.modes} aria-label={t('composer.way')}>
        {(['here', 'letter'] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={current === each}
            title={hints[each]}
            onClick={() => choose(each)}
          >
            {t(each === 'here' ? 'composer.wayHere' : 'composer.wayLetter')}
          </button>
        ))}
      </fieldset>
      <span className={classes.way} role="status">
        {current === 'letter' && hints.letter}
      </span>
    </>
  );
}
