/** Asks before a link is opened that shows one thing and leads to another. */
import { Button, Group, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './odd-link.module.css';
import type { OddLink } from './odd-links.ts';

export interface OddLinkDialogProps {
  href: string;
  odd: OddLink;
  isOpen: boolean;
  onClose(): void;
}

export function OddLinkDialog({ href, odd, isOpen, onClose }: OddLinkDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('reading.oddLink')} centered>
      <p>{t(`reading.odd.${odd.why}`)}</p>
      <p className={classes.host}>{odd.host}</p>
      <Group justify="flex-end" gap="sm">
        <Button
          component="a"
          variant="default"
          href={href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          onClick={onClose}
        >
          {t('reading.openAnyway')}
        </Button>
        <Button data-autofocus onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </Group>
    </Modal>
  );
}
