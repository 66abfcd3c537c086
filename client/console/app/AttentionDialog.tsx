/** Sounds and notifications, from anywhere. */
import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AttentionSettings } from './AttentionSettings.tsx';

export function AttentionDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('notices.settings')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <AttentionSettings />
    </Modal>
  );
}
