/** What can be done with one entry. Only a button until it is used, so that a long thread stays light. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowForward, IconCopy, IconDots, IconLink, IconPencil, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryPlace } from '../../../../shared/placements.ts';
import { cx } from '../../../ui/cx.ts';
import classes from './entries.module.css';
import { useMoveStart } from './moving/move-context.ts';
import { linkToEntry } from './use-entry-link.ts';

export interface EntryMenuItem {
  key: string;
  label: string;
  icon: ReactNode;
  onClick?(): void;
  /** a file to be saved */
  href?: string;
}

export interface EntryMenuProps {
  /** what the button is called */
  label: string;
  place: EntryPlace;
  text: string;
  /** only for the author of a note */
  onEdit?(): void;
  onDelete?(): void;
  /** before the others: what only this kind of entry can do */
  more?: readonly EntryMenuItem[];
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

function OpenedMenu({ label, place, text, onEdit, onDelete, more = [] }: EntryMenuProps) {
  const { t } = useTranslation();
  const moving = useMoveStart();
  return (
    <Menu defaultOpened position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon className={classes.menu} size={24} variant="subtle" color="gray" aria-label={label}>
          <IconDots size={16} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {more.map(({ key, label: words, icon, onClick, href }) =>
          href === undefined ? (
            <Menu.Item key={key} leftSection={icon} onClick={onClick}>
              {words}
            </Menu.Item>
          ) : (
            <Menu.Item key={key} leftSection={icon} component="a" href={href} download>
              {words}
            </Menu.Item>
          ),
        )}
        {more.length > 0 && <Menu.Divider />}
        <Menu.Item leftSection={<IconLink size={16} stroke={1.75} />} onClick={() => void copy(linkToEntry(place))}>
          {t('reading.copyLink')}
        </Menu.Item>
        {text !== '' && (
          <Menu.Item leftSection={<IconCopy size={16} stroke={1.75} />} onClick={() => void copy(text)}>
            {t('reading.copyText')}
          </Menu.Item>
        )}
        {moving &&
          (['one', 'onwards'] as const).map((reach) => (
            <Menu.Item
              key={reach}
              leftSection={<IconArrowForward size={16} stroke={1.75} />}
              onClick={() => moving.begin(place.seq, reach)}
            >
              {t(`moving.${reach}`)}
            </Menu.Item>
          ))}
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

async function copy(text: string): Promise<void> {
  // Refused where the page is not served securely; there is nothing else to offer then.
  await navigator.clipboard?.writeText(text).catch(() => undefined);
}
