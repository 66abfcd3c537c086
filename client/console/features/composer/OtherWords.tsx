/** Words of another page that newer ones have overtaken: taken in or let go, never lost unseen. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './strips.module.css';

export interface OtherWordsProps {
  other: string | undefined;
  onUse(): void;
  onDismiss(): void;
}

export function OtherWords({ other, onUse, onDismiss }: OtherWordsProps) {
  const { t } = useTranslation();
  if (other === undefined) return null;
  return (
    <div className={classes.strip} role="status">
      <strong>{t('writing.otherTitle')}</strong>
      <q>{other}</q>
      <div className={classes.buttons}>
        <Button size="xs" variant="default" onClick={onUse}>
          {t('writing.otherUse')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onDismiss}>
          {t('common.discard')}
        </Button>
      </div>
    </div>
  );
}
