/** Finds conversations by customer or number while one types; the arrow keys choose, Enter opens, Escape leaves. */
import { ActionIcon, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowLeft, IconHistory, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '../../../../shared/model/conversation.ts';
import { cx } from '../../../ui/cx.ts';
import { useDesk } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import type { ViewKey } from '../../sync/views.ts';
import { FoundCard } from './FoundCard.tsx';
import { useListSettings } from './list-settings.ts';
import classes from './search.module.css';

const nothing: ConversationRow[] = [];

export function ListSearch({ view, onClose }: { view: ViewKey; onClose(): void }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const navigate = useNavigate();
  const now = useNow(60_000);
  const [{ searches }, change] = useListSettings();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [text] = useDebouncedValue(typed.trim(), 120);
  const { data: found = nothing, isError } = useQuery({
    queryKey: ['search', text],
    enabled: text !== '',
    staleTime: 5_000,
    placeholderData: (before) => before,
    async queryFn() {
      const rows = await desk.findConversations(text);
      if (rows === null) throw new Error('no answer');
      return rows;
    },
  });
  const shown = text === '' ? nothing : found;
  const chosen = Math.min(at, shown.length - 1);

  function open(row: ConversationRow) {
    change({ searches: [text, ...searches.filter((one) => one !== text)].slice(0, 6) });
    void navigate({ to: '/console/$view/$conversationId', params: { view, conversationId: row.conversation.id } });
  }

  function handleKey(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt(Math.min(shown.length - 1, Math.max(0, chosen + step)));
    } else if (event.key === 'Enter') {
      const row = shown[chosen];
      if (row) open(row);
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
          aria-expanded={shown.length > 0}
          aria-controls="found-conversations"
          aria-activedescendant={shown[chosen] && `found-${shown[chosen].conversation.id}`}
          aria-label={t('list.search')}
          placeholder={t('list.searchHint')}
          leftSection={<IconSearch size={15} stroke={1.75} />}
          maxLength={200}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={handleKey}
        />
      </div>
      {text === '' && searches.length > 0 && (
        <section className={classes.recent} aria-label={t('list.recent')}>
          <h2>{t('list.recent')}</h2>
          {searches.map((one) => (
            <UnstyledButton key={one} className={classes.again} onClick={() => setTyped(one)}>
              <IconHistory size={15} stroke={1.75} aria-hidden="true" />
              {one}
            </UnstyledButton>
          ))}
          <UnstyledButton className={cx(classes.again, classes.forget)} onClick={() => change({ searches: [] })}>
            {t('list.forgetRecent')}
          </UnstyledButton>
        </section>
      )}
      <div id="found-conversations" role="listbox" aria-label={t('list.found')} className={classes.found}>
        {shown.map((row, index) => (
          <FoundCard
            key={row.conversation.id}
            row={row}
            text={text}
            now={now}
            isChosen={index === chosen}
            onOpen={open}
          />
        ))}
      </div>
      <p className={classes.note} aria-live="polite">
        {isError && t('error.not_ready')}
        {!isError &&
          text !== '' &&
          (shown.length === 0 ? t('list.nothingFound') : t('list.foundCount', { count: shown.length }))}
      </p>
    </search>
  );
}
