/** What can be done with one entry. Only a button until it is used, so that a long thread stays light. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy, IconDots, IconLink, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import classes from './entries.module.css';

export interface EntryMenuProps {
  /** what the button is called */
  label: string;
  seq: number;
  text: string;
  /** only for the author of a note */
  onEdit?(): void;
  onDelete?(): void;
}

export function EntryMenu(props: EntryMenuProps) {
  const [isUsed, setUsed] = useState(false);
  if (isUsed) return <OpenedMenu {...props} />;
  return (
    <button
      type="button"
      className={cx(classes.menu, classes.menuButton)}
      aria-label={props.label}
      aria-haspopup="menu"
      onClick={() => setUsed(true)}
    >
      <IconDots size={16} stroke={1.75} />
    </button>
  );
}

function OpenedMenu({ label, seq, text, onEdit, onDelete }: EntryMenuProps) {
  const { t } = useTranslation();
  return (
    <Menu defaultOpened position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon className={classes.menu} size={24} variant="subtle" color="gray" aria-label={label}>
          <IconDots size={16} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconLink size={16} stroke={1.75} />} onClick={() => void copy(linkTo(seq))}>
          {t('reading.copyLink')}
        </Menu.Item>
        {text !== '' && (
          <Menu.Item leftSection={<IconCopy size={16} stroke={1.75} />} onClick={() => void copy(text)}>
            {t('reading.copyText')}
          </Menu.Item>
        )}
        {onEdit && (
          <Menu.Item leftSection={<IconPencil size={16} stroke={1.75} />} onClick={onEdit}>
            {t('reading.editNote')}
          </Menu.Item>
        )}
        {onDelete && (
          <Menu.Item leftSection={<IconTrash size={16} stroke={1.75} />} color="red" onClick={onDelete}>
            {t('reading.deleteNote')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The conversation's own address with the entry's number behind it. */
function linkTo(seq: number): string {
  return `${location.origin}${location.pathname}#${seq}`;
}

async function copy(text: string): Promise<void> {
  // Refused where the page is not served securely; there is nothing else to offer then.
  await navigator.clipboard?.writeText(text).catch(() => undefined);
}
