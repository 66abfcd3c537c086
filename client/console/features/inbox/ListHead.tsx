/** The list's title with search, and everything that narrows it down or makes it denser. */
import { ActionIcon, Popover } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconEdit, IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedView } from '../../../../shared/model/saved-view.ts';
import { useShell } from '../../app/shell-context.ts';
import { useLetterInboxes } from '../../letters/use-letter-inbox.ts';
import { countFilters, type ListChoice } from '../../sync/views.ts';
import classes from './list-head.module.css';

const FilterPanel = lazy(async () => ({ default: (await import('./filters/FilterPanel.tsx')).FilterPanel }));

export interface ListHeadProps {
  choice: ListChoice;
  /** the saved view that is on screen */
  saved: SavedView | null;
  onChoose(choice: Pick<ListChoice, 'sort' | 'filter'> | null): void;
  onSearch(): void;
}

export function ListHead({ choice, saved, onChoose, onSearch }: ListHeadProps) {
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
          {isOpen && (
            <Suspense>
              <FilterPanel choice={choice} saved={saved} onChoose={onChoose} onClose={() => setOpen(false)} />
            </Suspense>
          )}
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
