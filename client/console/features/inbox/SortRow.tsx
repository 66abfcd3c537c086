/** What the list is narrowed down to, what waits while somebody points, and its order. */
import { CloseButton, Menu, UnstyledButton } from '@mantine/core';
import { IconArrowsSort, IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListFilter, ListSort } from '../../../../shared/model/list.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { useColleagues } from '../../sync/colleagues.ts';
import type { ListChoice } from '../../sync/views.ts';
import type { ListLine } from './build-list.ts';
import classes from './list-head.module.css';

const sorts: readonly ListSort[] = ['due', 'newest', 'oldest', 'waited', 'priority'];

export interface SortRowProps {
  choice: ListChoice;
  onChoose(choice: Pick<ListChoice, 'sort' | 'filter'>): void;
  /** new rows that wait until nobody points at the list */
  held: number;
  /** the first group, whose head has its place in this row; null where there are no groups */
  group: Extract<ListLine, { kind: 'group' }> | null;
}

export function SortRow({ choice, onChoose, held, group }: SortRowProps) {
  const { t } = useTranslation();
  const { view, sort, filter } = choice;
  const offered: readonly ListSort[] = view === 'snoozed' ? ['wakes', ...sorts] : sorts;
  const chips = useChips(filter);
  const nameOf = (one: ListSort) =>
    view === 'mine' && one === 'newest' ? t('list.sorts.turn') : t(`list.sorts.${one}`);
  return (
    <div className={classes.sort}>
      <span className={classes.sortLeft}>
        {group && (
          <h2 className={classes.sortGroup}>
            {t(group.turn === 'yours' ? 'inbox.yourTurn' : 'inbox.theirTurn')} <span>{group.count}</span>
          </h2>
        )}
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
            <IconArrowsSort className={classes.sortIcon} size={16} stroke={1.75} aria-hidden="true" />
            <span className={classes.sortText}>{nameOf(sort)}</span>
            <IconChevronDown size={13} stroke={2} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.RadioGroup value={sort} onChange={(one) => onChoose({ sort: one as ListSort, filter })}>
            {offered.map((one) => (
              <Menu.RadioItem key={one} value={one} closeMenuOnClick>
                {nameOf(one)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
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
