/** One's own views: renamed, put in order, taken away. */
import { ActionIcon, Modal, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type SavedView, viewNameLength } from '../../../../shared/model/saved-view.ts';
import { usePreferences } from '../../app/shell-context.ts';
import classes from './list-head.module.css';
import { moveView } from './saved-views.ts';

export function ViewsDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const [{ views }, change] = usePreferences();
  const button = { variant: 'subtle', color: 'gray', size: 32 } as const;
  const icon = { size: 16, stroke: 1.75 } as const;
  const rename = (one: SavedView, name: string) => {
    const kept = name.trim();
    if (kept !== '' && kept !== one.name) {
      change({ views: views.map((each) => (each.id === one.id ? { ...each, name: kept } : each)) });
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('list.own.edit')} size={420}>
      {views.length === 0 && <p>{t('list.own.none')}</p>}
      <ul className={classes.own}>
        {views.map((one, at) => (
          <li key={one.id} className={classes.ownLine}>
            <TextInput
              className={classes.ownName}
              aria-label={t('list.own.name')}
              defaultValue={one.name}
              maxLength={viewNameLength}
              onBlur={(event) => rename(one, event.currentTarget.value)}
            />
            <ActionIcon
              {...button}
              disabled={at === 0}
              aria-label={t('list.own.up', { name: one.name })}
              onClick={() => change({ views: moveView(views, one.id, -1) })}
            >
              <IconArrowUp {...icon} />
            </ActionIcon>
            <ActionIcon
              {...button}
              disabled={at === views.length - 1}
              aria-label={t('list.own.down', { name: one.name })}
              onClick={() => change({ views: moveView(views, one.id, 1) })}
            >
              <IconArrowDown {...icon} />
            </ActionIcon>
            <ActionIcon
              {...button}
              aria-label={t('list.own.remove', { name: one.name })}
              onClick={() => change({ views: views.filter((each) => each.id !== one.id) })}
            >
              <IconTrash {...icon} />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
