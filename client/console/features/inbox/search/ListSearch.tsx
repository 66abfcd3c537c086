/** Finds customers, conversations and messages while one types; the arrow keys choose, Enter opens at the place, Escape leaves. */
import { ActionIcon, Button, TextInput, UnstyledButton } from '@mantine/core';
import { IconArrowLeft, IconHistory, IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchFilter } from '../../../../../shared/model/search.ts';
import { cx } from '../../../../ui/cx.ts';
import { useCatalogue } from '../../../http/catalogue.ts';
import { useColleagues } from '../../../sync/colleagues.ts';
import type { DeskState } from '../../../sync/desk-state.ts';
import { useDeskState } from '../../../sync/use-desk.ts';
import type { ViewAddress } from '../../../sync/views.ts';
import { useListSettings } from '../list-settings.ts';
import { FoundList } from './FoundList.tsx';
import { type FoundItem, itemsOf, placeOf } from './found-items.ts';
import { type FilterNames, readFilters } from './read-filters.ts';
import { SearchFilters } from './SearchFilters.tsx';
import classes from './search.module.css';
import { useTextSearch } from './use-text-search.ts';

const readMe = (state: DeskState) => state.me;
const readQueues = (state: DeskState) => state.queues;

export function ListSearch({ address, onClose }: { address: ViewAddress; onClose(): void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const names = useFilterNames();
  const [{ searches }, change] = useListSettings();
  const [typed, setTyped] = useState('');
  const [filter, setFilter] = useState<SearchFilter>({});
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const search = useTextSearch(typed, filter);
  const items = itemsOf(search);
  const chosen = items[Math.min(at, items.length - 1)];

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });

  function type(value: string) {
    const read = readFilters(value, names);
    setTyped(read.text === value ? value : read.text.trimStart());
    if (read.text !== value) setFilter({ ...filter, ...read.filter });
    setAt(0);
  }

  function open(item: FoundItem) {
    if (search.text !== '')
      change({ searches: [search.text, ...searches.filter((one) => one !== search.text)].slice(0, 6) });
    const { conversationId, hash } = placeOf(item);
    void navigate({ to: '/console/$view/$conversationId', params: { view: address, conversationId }, hash });
  }

  function handleKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const next = Math.min(items.length - 1, Math.max(0, Math.min(at, items.length - 1) + step));
      setAt(next);
      if (next === items.length - 1 && search.hasMore && !search.isSearching) search.more();
    } else if (event.key === 'Enter') {
      if (chosen && !search.isSearching) open(chosen);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    }
  }

  return (
    <search className={classes.search}>
      <div className={classes.field}>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('list.leaveSearch')} onClick={onClose}>
          <IconArrowLeft size={18} stroke={1.75} />
        </ActionIcon>
        <TextInput
          className={classes.input}
          data-autofocus
          autoFocus
          type="search"
          role="combobox"
          aria-expanded={items.length > 0}
          aria-controls="found"
          aria-activedescendant={chosen && `found-${chosen.key}`}
          aria-label={t('list.search')}
          placeholder={t('list.searchHint')}
          leftSection={<IconSearch size={15} stroke={1.75} />}
          maxLength={200}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={handleKey}
        />
      </div>
      <SearchFilters filter={filter} names={names} onChange={setFilter} />
      {!search.isAsked && <Recent searches={searches} onAgain={type} onForget={() => change({ searches: [] })} />}
      {search.instead.length > 0 && (
        <p className={classes.instead}>
          {t('search.instead', {
            words: search.instead.flatMap(({ words }) => words).join(', '),
            typed: search.instead.map((one) => one.typed).join(', '),
          })}
        </p>
      )}
      <div ref={list} className={classes.scroll} aria-busy={search.isSearching}>
        <FoundList items={items} chosen={chosen} label={t('list.found')} onOpen={open} />
        {search.hasMore && (
          <Button
            className={classes.more}
            variant="subtle"
            size="xs"
            loading={search.isSearching}
            onClick={() => search.more()}
          >
            {t('search.older')}
          </Button>
        )}
        {!search.isAsked && typed.trim() === '' ? <p className={classes.note}>{t('search.teach')}</p> : null}
      </div>
      <p className={classes.note} role="status">
        {search.isError ? (
          <>
            {t('error.not_ready')}{' '}
            <UnstyledButton className={classes.again} onClick={search.again}>
              {t('common.retry')}
            </UnstyledButton>
          </>
        ) : search.isSearching && items.length === 0 && search.isAsked ? (
          t('search.searching')
        ) : !search.isAsked ? null : items.length === 0 ? (
          t('list.nothingFound')
        ) : (
          t('search.count', { count: items.length })
        )}
      </p>
    </search>
  );
}

interface RecentProps {
  searches: readonly string[];
  onAgain(text: string): void;
  onForget(): void;
}

function Recent({ searches, onAgain, onForget }: RecentProps) {
  const { t } = useTranslation();
  if (searches.length === 0) return null;
  return (
    <section className={classes.recent} aria-label={t('list.recent')}>
      <h2>{t('list.recent')}</h2>
      {searches.map((one) => (
        <UnstyledButton key={one} className={classes.again} onClick={() => onAgain(one)}>
          <IconHistory size={15} stroke={1.75} aria-hidden="true" />
          {one}
        </UnstyledButton>
      ))}
      <UnstyledButton className={cx(classes.again, classes.forget)} onClick={onForget}>
        {t('list.forgetRecent')}
      </UnstyledButton>
    </section>
  );
}

function useFilterNames(): FilterNames {
  const me = useDeskState(readMe);
  const queues = useDeskState(readQueues);
  const colleagues = useColleagues();
  const inboxes = useCatalogue().data?.inboxes;
  return useMemo(
    () => ({
      me: me?.id ?? null,
      channels: [...new Set(inboxes?.map(({ channel }) => channel) ?? [])],
      queues: queues.filter(({ id }) => me?.reach === 'all' || me?.queueIds.includes(id)),
      colleagues,
    }),
    [me, queues, colleagues, inboxes],
  );
}
