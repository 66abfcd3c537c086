/** Keeps what the list is narrowed down to: as a new view under a name, or as what the view at hand shows from now on. */
import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sharing } from '../../../../../shared/model/catalogue.ts';
import { type SavedView, viewNameLength } from '../../../../../shared/model/saved-view.ts';
import { toWireError } from '../../../http/api.ts';
import { mayChange, useSharer } from '../../../sharing/sharing.ts';
import { addressOfSaved, type ListChoice } from '../../../sync/views.ts';
import classes from '../list-head.module.css';
import { SharingSelect } from './SharingSelect.tsx';
import { isSameChoice, useSavedViews, useViewKeeper } from './saved-views.ts';
import { useRefusal } from './use-refusal.ts';

/** `at`: the saved view that is on screen; `onKept`: what it shows is not another thing any more. */
export function SaveView({ choice, at, onKept }: { choice: ListChoice; at: SavedView | null; onKept(): void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const views = useSavedViews() ?? [];
  const keeper = useViewKeeper();
  const sharer = useSharer();
  const refusal = useRefusal();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [sharing, setSharing] = useState<Sharing>({ kind: 'mine' });
  const known = views.find((one) => isSameChoice(one, choice));
  if (known) return <p className={classes.saved}>{t('list.own.saved', { name: known.name })}</p>;

  const attempt = async (work: () => Promise<SavedView>) => {
    try {
      const kept = await work();
      onKept();
      void navigate({ to: '/console/$view', params: { view: addressOfSaved(kept.id) } });
    } catch (error) {
      setProblem(refusal(toWireError(error)));
    }
  };
  const { view, sort, filter } = choice;
  return (
    <form
      className={classes.save}
      onSubmit={(event) => {
        event.preventDefault();
        const kept = name.trim();
        if (kept !== '') void attempt(() => keeper.create({ name: kept, view, sort, filter, sharing }));
      }}
    >
      {at && mayChange(at, sharer) && (
        <Button
          size="xs"
          variant="default"
          fullWidth
          onClick={() => void attempt(() => keeper.change({ ...at, view, sort, filter }))}
        >
          {t('list.own.update', { name: at.name })}
        </Button>
      )}
      <TextInput
        size="xs"
        label={t('list.own.save')}
        placeholder={t('list.own.name')}
        maxLength={viewNameLength}
        value={name}
        error={problem}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setProblem(null);
        }}
      />
      <div className={classes.saveLine}>
        <SharingSelect sharing={sharing} label={t('list.own.who')} onChange={setSharing} />
        <Button type="submit" size="xs" variant="default" disabled={name.trim() === ''}>
          {t('list.own.keep')}
        </Button>
      </div>
    </form>
  );
}
