/** The list's title with search, and everything that narrows it down or makes it denser. */
import { ActionIcon, Button, Popover, SegmentedControl, Select, Switch } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconEdit, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { priorities } from '../../../../shared/model/conversation.ts';
import type { ListFilter } from '../../../../shared/model/list.ts';
import { usePreferences, useShell } from '../../app/shell-context.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { useLetterInboxes } from '../../letters/use-letter-inbox.ts';
import { useColleagues } from '../../sync/colleagues.ts';
import { countFilters, type ListChoice, usualChoice } from '../../sync/views.ts';
import classes from './list-head.module.css';
import { SaveView } from './SaveView.tsx';

export interface ListHeadProps {
  choice: ListChoice;
  onChoose(choice: Pick<ListChoice, 'sort' | 'filter'> | null): void;
  onSearch(): void;
}

export function ListHead({ choice, onChoose, onSearch }: ListHeadProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const shell = useShell();
  const writesLetters = useLetterInboxes().length > 0;
  const narrowed = countFilters(choice);
  return (
    <header className={classes.head}>
      <h1>{t('inbox.title')}</h1>
      <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('list.search')} onClick={onSearch}>
        <IconSearch size={18} stroke={1.75} />
      </ActionIcon>
      <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={280} trapFocus withinPortal>
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={32}
            aria-label={t('list.filters')}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <IconAdjustmentsHorizontal size={18} stroke={1.75} />
            {narrowed > 0 && <i className={classes.dot} />}
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('list.filters')}>
          {isOpen && <Filters choice={choice} onChoose={onChoose} />}
        </Popover.Dropdown>
      </Popover>
      {writesLetters && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          aria-label={t('letter.new.button')}
          onClick={shell.writeLetter}
        >
          <IconEdit size={18} stroke={1.75} />
        </ActionIcon>
      )}
    </header>
  );
}

function Filters({ choice, onChoose }: Omit<ListHeadProps, 'onSearch'>) {
  const { t } = useTranslation();
  const catalogue = useCatalogue().data;
  const colleagues = useColleagues();
  const [{ density }, change] = usePreferences();
  const { view, filter, sort } = choice;
  const put = (part: Partial<Record<keyof ListFilter, unknown>>) => {
    const kept = Object.entries({ ...filter, ...part }).filter(([, value]) => value !== undefined && value !== null);
    onChoose({ sort, filter: Object.fromEntries(kept) as ListFilter });
  };
  const isFixed = view === 'mine' || view === 'waiting' || view === 'snoozed';
  const select = { clearable: true, searchable: true, comboboxProps: { withinPortal: false } } as const;
  return (
    <div className={classes.filters}>
      {!isFixed && (
        <SegmentedControl
          size="xs"
          aria-label={t('list.status')}
          data={(['open', 'closed', 'any'] as const).map((value) => ({ value, label: t(`list.statuses.${value}`) }))}
          value={filter.status ?? 'any'}
          onChange={(value) => put({ status: value === 'any' ? undefined : value })}
        />
      )}
      <Switch
        label={t('list.unreadOnly')}
        checked={filter.unread === true}
        onChange={(event) => put({ unread: event.currentTarget.checked ? true : undefined })}
      />
      <Select
        {...select}
        label={t('list.tag')}
        data={catalogue?.tags.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={filter.tagId ?? null}
        onChange={(tagId) => put({ tagId })}
      />
      <Select
        {...select}
        label={t('list.priority')}
        data={priorities.map((value) => ({ value, label: t(`list.priorities.${value}`) }))}
        value={filter.priority ?? null}
        onChange={(priority) => put({ priority })}
      />
      <Select
        {...select}
        label={t('list.inbox')}
        data={catalogue?.inboxes.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={filter.inboxId ?? null}
        onChange={(inboxId) => put({ inboxId })}
      />
      {view !== 'mine' && view !== 'waiting' && (
        <Select
          {...select}
          label={t('list.owner')}
          data={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
          value={filter.ownerId ?? null}
          onChange={(ownerId) => put({ ownerId })}
        />
      )}
      <SaveView choice={choice} />
      <div className={classes.filtersEnd}>
        <SegmentedControl
          size="xs"
          aria-label={t('list.density')}
          data={(['comfortable', 'compact'] as const).map((value) => ({ value, label: t(`list.densities.${value}`) }))}
          value={density}
          onChange={(value) => change({ density: value as typeof density })}
        />
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          disabled={countFilters(choice) === 0}
          onClick={() => onChoose({ sort, filter: usualChoice(view).filter })}
        >
          {t('list.clear')}
        </Button>
      </div>
    </div>
  );
}
