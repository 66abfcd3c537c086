/** What the list is narrowed down to, what waits while somebody points, and its order. */
import { CloseButton, Menu, UnstyledButton } from '@mantine/core';
import { IconArrowsSort, IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListSort } from '../../../../shared/model/list.ts';
import type { ListChoice } from '../../sync/views.ts';
import type { ListLine } from './build-list.ts';
import { useChips } from './filters/use-chips.ts';
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
        {chips.map(({ keys, label }) => (
          <span key={keys.join()} className={classes.filterChip}>
            {label}
            <CloseButton
              size={20}
              iconSize={12}
              aria-label={t('list.without', { name: label })}
              onClick={() => {
                const kept = Object.entries(filter).filter(([name]) => !keys.some((key) => key === name));
                onChoose({ sort, filter: Object.fromEntries(kept) });
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
