/** Keeps what the list is narrowed down to as a view of one's own, under a name. */

import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mostViews, viewNameLength } from '../../../../shared/model/saved-view.ts';
import { usePreferences } from '../../app/shell-context.ts';
import { drawId } from '../../sync/random-id.ts';
import type { ListChoice } from '../../sync/views.ts';
import classes from './list-head.module.css';
import { findView } from './saved-views.ts';

export function SaveView({ choice }: { choice: ListChoice }) {
  const { t } = useTranslation();
  const [{ views }, change] = usePreferences();
  const [name, setName] = useState('');
  const known = findView(views, choice);
  if (known) return <p className={classes.saved}>{t('list.own.saved', { name: known.name })}</p>;
  if (views.length >= mostViews) return <p className={classes.saved}>{t('list.own.full')}</p>;
  return (
    <form
      className={classes.save}
      onSubmit={(event) => {
        event.preventDefault();
        const kept = name.trim();
        if (kept === '') return;
        const { view, sort, filter } = choice;
        change({ views: [...views, { id: drawId(), name: kept, view, sort, filter }] });
        setName('');
      }}
    >
      <TextInput
        className={classes.ownName}
        size="xs"
        label={t('list.own.save')}
        placeholder={t('list.own.name')}
        maxLength={viewNameLength}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" variant="default" disabled={name.trim() === ''}>
        {t('list.own.keep')}
      </Button>
    </form>
  );
}
