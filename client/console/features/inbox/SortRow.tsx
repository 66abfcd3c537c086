/** What the list is narrowed down to, what waits while somebody points, and its order. */
import { CloseButton, Menu, UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListFilter, ListSort } from '../../../../shared/model/list.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { useColleagues } from '../../sync/colleagues.ts';
import type { ListChoice } from '../../sync/views.ts';
import classes from './list-head.module.css';

const sorts: readonly ListSort[] = ['newest', 'oldest', 'waited', 'priority'];

export interface SortRowProps {
  choice: ListChoice;
  onChoose(choice: Pick<ListChoice, 'sort' | 'filter'>): void;
  /** new rows that wait until nobody points at the list */
  held: number;
}

export function SortRow({ choice, onChoose, held }: SortRowProps) {
  const { t } = useTranslation();
  const { view, sort, filter } = choice;
  const offered: readonly ListSort[] = view === 'snoozed' ? ['wakes', ...sorts] : sorts;
  const chips = useChips(filter);
  const nameOf = (one: ListSort) =>
    view === 'mine' && one === 'newest' ? t('list.sorts.turn') : t(`list.sorts.${one}`);
  return (
    <div className={classes.sort}>
      <span className={classes.sortLeft}>
        {filter.status === 'closed' && t('list.statuses.closed')}
        {chips.map(({ key, label }) => (
          <span key={key} className={classes.filterChip}>
            {label}
            <CloseButton
              size={20}
              iconSize={12}
              aria-label={t('list.without', { name: label })}
              onClick={() => {
                const { [key]: _gone, ...rest } = filter;
                onChoose({ sort, filter: rest });
              }}
            />
          </span>
        ))}
        <span aria-live="polite">{held > 0 && t('list.held', { count: held })}</span>
      </span>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <UnstyledButton className={classes.sortButton} aria-label={t('list.sortBy', { name: nameOf(sort) })}>
            {nameOf(sort)}
            <IconChevronDown size={13} stroke={2} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {offered.map((one) => (
            <Menu.Item
              key={one}
              role="menuitemradio"
              aria-checked={one === sort}
              rightSection={one === sort && <IconCheck size={14} stroke={2} />}
              onClick={() => onChoose({ sort: one, filter })}
            >
              {nameOf(one)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

type Chip = { key: keyof ListFilter; label: string };

function useChips(filter: ListFilter): Chip[] {
  const { t } = useTranslation();
  const catalogue = useCatalogue().data;
  const colleagues = useColleagues();
  const chips: Chip[] = [];
  const put = (key: keyof ListFilter, label: string | undefined) => {
    if (filter[key] !== undefined) chips.push({ key, label: label ?? '…' });
  };
  put('unread', t('list.unread'));
  put('tagId', catalogue?.tags.find(({ id }) => id === filter.tagId)?.name);
  put('priority', filter.priority && t(`list.priorities.${filter.priority}`));
  put('inboxId', catalogue?.inboxes.find(({ id }) => id === filter.inboxId)?.name);
  put('ownerId', colleagues.find(({ id }) => id === filter.ownerId)?.name);
  return chips;
}
