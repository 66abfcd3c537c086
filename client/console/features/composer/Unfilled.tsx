/** Stops a reply whose variables have no value yet: they are filled in, written over, or sent as they stand on purpose. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './strips.module.css';
import type { UnfilledSend } from './use-composing.ts';

export function Unfilled({ unfilled, onFill, onSend }: { unfilled: UnfilledSend; onFill(): void; onSend(): void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.strip} role="alert">
      <strong>{t('writing.unfilled', { names: unfilled.missing.join(', ') })}</strong>
      <div className={classes.buttons}>
        {unfilled.canFill && (
          <Button size="xs" variant="default" onClick={onFill}>
            {t('writing.fillIn')}
          </Button>
        )}
        <Button size="xs" variant={unfilled.canFill ? 'subtle' : 'default'} color="gray" onClick={onSend}>
          {t('writing.sendAsItIs')}
        </Button>
      </div>
    </div>
  );
}
