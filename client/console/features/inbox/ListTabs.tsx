/** Mine, Waiting, All, each with its count; saved views, what is snoozed and the queues in a menu beside them. */
import { Menu, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconClockPause, IconInbox } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedView } from '../../../../shared/model/saved-view.ts';
import { cx } from '../../../ui/cx.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { countOf, type ListChoice, queueOf, type ViewAddress, type ViewKey, viewOfQueue } from '../../sync/views.ts';
import classes from './list-head.module.css';
import { SavedViews } from './views/SavedViews.tsx';
import { useViewCounts } from './views/use-view-counts.ts';
import { ViewsDialog } from './views/ViewsDialog.tsx';

const readCounts = (state: DeskState) => state.counts;
const readQueues = (state: DeskState) => state.queues;
const readMe = (state: DeskState) => state.me;
const tabs: readonly ViewKey[] = ['mine', 'waiting', 'all'];

export interface ListTabsProps {
  address: ViewAddress;
  views: readonly SavedView[];
  /** the saved view that is on screen, as it is shown now */
  saved: SavedView | null;
  choice: ListChoice;
}

export function ListTabs({ address, views, saved, choice }: ListTabsProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [isEditing, setEditing] = useState(false);
  const counts = useDeskState(readCounts);
  const queues = useDeskState(readQueues);
  const me = useDeskState(readMe);
  const served = queues.filter(({ id }) => me?.reach === 'all' || me?.queueIds.includes(id));
  const inMenu: { key: ViewKey; name: string }[] = [
    { key: 'snoozed', name: t('inbox.views.snoozed') },
    ...served.map(({ id, name }) => ({ key: viewOfQueue(id), name })),
  ];
  const chosen = inMenu.find(({ key }) => key === address);
  const followed = useMemo(() => (saved ? [choice] : []), [saved, choice]);
  const [savedCount] = useViewCounts(followed);
  const name = saved?.name ?? chosen?.name;
  const count = chosen ? countOf(counts, chosen.key) : savedCount;
  return (
    <nav className={classes.tabs} aria-label={t('list.views')}>
      {tabs.map((each) => (
        <Link
          key={each}
          to="/console/$view"
          params={{ view: each }}
          className={cx(classes.tab, each === address && classes.activeTab)}
          aria-current={each === address ? 'page' : undefined}
        >
          {t(`inbox.views.${each as 'mine' | 'waiting' | 'all'}`)}{' '}
          <span className={classes.tabCount}>{countOf(counts, each)}</span>
        </Link>
      ))}
      <Menu position="bottom-end" width={260} withinPortal>
        <Menu.Target>
          <UnstyledButton className={cx(classes.tab, classes.more, name !== undefined && classes.activeTab)}>
            <span className={classes.tabName}>{name ?? t('list.more')}</span>
            {name !== undefined && <span className={classes.tabCount}>{count}</span>}
            <IconChevronDown size={14} stroke={2} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown className={classes.views}>
          <SavedViews views={views} address={address} onEdit={() => setEditing(true)} />
          {inMenu.map(({ key, name }, at) => (
            <div key={key}>
              {at === 1 && <Menu.Label>{t('list.queues')}</Menu.Label>}
              <Menu.Item
                leftSection={
                  queueOf(key) === null ? (
                    <IconClockPause size={16} stroke={1.75} />
                  ) : (
                    <IconInbox size={16} stroke={1.75} />
                  )
                }
                rightSection={<span className={classes.tabCount}>{countOf(counts, key)}</span>}
                aria-current={key === address ? 'page' : undefined}
                onClick={() => void navigate({ to: '/console/$view', params: { view: key } })}
              >
                {name}
              </Menu.Item>
            </div>
          ))}
        </Menu.Dropdown>
      </Menu>
      {isEditing && <ViewsDialog onClose={() => setEditing(false)} />}
    </nav>
  );
}
