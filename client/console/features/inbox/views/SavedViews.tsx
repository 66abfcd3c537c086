/** Saved views in the menu of views, own ones and shared ones, each with its counter while the menu is open. */
import { Menu } from '@mantine/core';
import { IconBookmark, IconPencil, IconUsers } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedView } from '../../../../../shared/model/saved-view.ts';
import { addressOfSaved, type ViewAddress } from '../../../sync/views.ts';
import classes from '../list-head.module.css';
import { choiceOf } from './saved-views.ts';
import { useViewCounts } from './use-view-counts.ts';

export interface SavedViewsProps {
  views: readonly SavedView[];
  address: ViewAddress;
  onEdit(): void;
}

export function SavedViews({ views, address, onEdit }: SavedViewsProps) {
  const { t } = useTranslation();
  const choices = useMemo(() => views.map(choiceOf), [views]);
  const counts = useViewCounts(choices);
  if (views.length === 0) return null;
  const lines = views.map((saved, at) => ({ saved, count: counts[at] }));
  const own = lines.filter(({ saved }) => saved.sharing.kind === 'mine');
  const shared = lines.filter(({ saved }) => saved.sharing.kind !== 'mine');
  return (
    <>
      {own.length > 0 && <Menu.Label>{t('list.own.title')}</Menu.Label>}
      {own.map((line) => (
        <Line key={line.saved.id} {...line} address={address} />
      ))}
      {shared.length > 0 && <Menu.Label>{t('list.own.shared')}</Menu.Label>}
      {shared.map((line) => (
        <Line key={line.saved.id} {...line} address={address} />
      ))}
      <Menu.Item leftSection={<IconPencil size={16} stroke={1.75} />} onClick={onEdit}>
        {t('list.own.edit')}
      </Menu.Item>
      <Menu.Divider />
    </>
  );
}

function Line({ saved, count, address }: { saved: SavedView; count: string | undefined; address: ViewAddress }) {
  const navigate = useNavigate();
  const view = addressOfSaved(saved.id);
  const Icon = saved.sharing.kind === 'mine' ? IconBookmark : IconUsers;
  return (
    <Menu.Item
      leftSection={<Icon size={16} stroke={1.75} />}
      rightSection={<span className={classes.tabCount}>{count}</span>}
      aria-current={view === address ? 'page' : undefined}
      onClick={() => void navigate({ to: '/console/$view', params: { view } })}
    >
      {saved.name}
    </Menu.Item>
  );
}
