/** Asks before what was typed and not saved is left behind: by a link, the back button, or closing the page. */
import { Button, Group, Modal } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

export function LeaveGuard({ isChanged }: { isChanged: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isChanged && current.pathname !== next.pathname,
    enableBeforeUnload: () => isChanged,
    withResolver: true,
  });
  const isAsking = blocker.status === 'blocked';
  return (
    <Modal
      opened={isAsking}
      onClose={() => blocker.reset?.()}
      title={t('workspace.leave.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{t('workspace.leave.text')}</p>
      <Group mt={16} gap={8} justify="flex-end">
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          {t('workspace.leave.discard')}
        </Button>
        <Button data-autofocus onClick={() => blocker.reset?.()}>
          {t('workspace.leave.stay')}
        </Button>
      </Group>
    </Modal>
  );
}
