/** "Search or run", which opens the command menu. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { KeyCaps } from '../../app/KeyCaps.tsx';
import { useShell } from '../../app/shell-context.ts';
import classes from './command.module.css';

export function SearchButton({ place }: { place: 'bar' | 'rail' }) {
  const { t } = useTranslation();
  const { openCommands } = useShell();
  if (place === 'rail') {
    return (
      <Tooltip label={t('command.open')} position="right">
        <UnstyledButton className={classes.railButton} aria-label={t('command.open')} onClick={openCommands}>
          <IconSearch size={20} stroke={1.75} />
        </UnstyledButton>
      </Tooltip>
    );
  }
  return (
    <UnstyledButton className={classes.button} onClick={openCommands}>
      <IconSearch size={16} stroke={1.75} aria-hidden="true" />
      <span>{t('command.open')}</span>
      <KeyCaps keys="mod+k" />
    </UnstyledButton>
  );
}
