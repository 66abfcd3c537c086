/** One's own views in the menu of views, each with its counter while the menu is open. */
import { Menu } from '@mantine/core';
import { IconBookmark, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SavedView } from '../../../../shared/model/saved-view.ts';
import { usePreferences } from '../../app/shell-context.ts';
import { useDesk } from '../../sync/use-desk.ts';
import classes from './list-head.module.css';
import { useListSettings } from './list-settings.ts';
import { choiceOf } from './saved-views.ts';

const COUNTED_AGAIN_MS = 5_000;

export function OwnViews({ onEdit }: { onEdit(): void }) {
  const { t } = useTranslation();
  const [{ views }] = usePreferences();
  if (views.length === 0) return null;
  return (
    <>
      <Menu.Label>{t('list.own.title')}</Menu.Label>
      {views.map((one) => (
        <OwnView key={one.id} saved={one} />
      ))}
      <Menu.Item leftSection={<IconPencil size={16} stroke={1.75} />} onClick={onEdit}>
        {t('list.own.edit')}
      </Menu.Item>
    </>
  );
}

function OwnView({ saved }: { saved: SavedView }) {
  const desk = useDesk();
  const navigate = useNavigate();
  const [{ choices }, change] = useListSettings();
  const choice = choiceOf(saved);
  const { view, sort, filter } = choice;
  const { data } = useQuery({
    queryKey: ['view-count', view, filter],
    refetchInterval: COUNTED_AGAIN_MS,
    queryFn: () => desk.countList(choice),
  });
  return (
    <Menu.Item
      leftSection={<IconBookmark size={16} stroke={1.75} />}
      rightSection={<span className={classes.tabCount}>{data && `${data.count}${data.isMore ? '+' : ''}`}</span>}
      onClick={() => {
        change({ choices: { ...choices, [view]: { sort, filter } } });
        void navigate({ to: '/console/$view', params: { view } });
      }}
    >
      {saved.name}
    </Menu.Item>
  );
}
