/** Shows a one-time link, once. */
import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OneTimeLink } from '../../../../shared/api.ts';
import { useTimes } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import { CopyButton } from './CopyButton.tsx';
import classes from './settings.module.css';

export function LinkDialog({ name, link, onClose }: { name: string; link: OneTimeLink; onClose(): void }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('people.linkTitle', { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={classes.fields}>
        <p className={classes.hint}>{t('people.linkHint', { name, time: times.when(link.expiresAt, now) })}</p>
        <pre className={classes.code}>{link.url}</pre>
        <div>
          <CopyButton text={link.url} label={t('common.copy')} />
        </div>
      </div>
    </Modal>
  );
}
