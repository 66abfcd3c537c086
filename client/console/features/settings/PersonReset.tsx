/** Asks before somebody's second step is turned off: that cannot be taken back for them. */
import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './accounts.module.css';

export interface PersonResetProps {
  name: string;
  isBusy: boolean;
  onConfirm(): void;
  onClose(): void;
}

export function PersonReset({ name, isBusy, onConfirm, onClose }: PersonResetProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('persons.resetTwoFactorTitle', { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{t('persons.resetTwoFactorText')}</p>
      <div className={classes.dialogButtons}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button onClick={onConfirm} loading={isBusy}>
          {t('persons.resetTwoFactor')}
        </Button>
      </div>
    </Modal>
  );
}
