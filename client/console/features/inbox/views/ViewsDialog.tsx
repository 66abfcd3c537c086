/** All saved views that one sees: renamed, shared, put in one's own order, taken away; what others share is only put in order. */
import { ActionIcon, Modal, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SavedView, viewNameLength } from '../../../../../shared/model/saved-view.ts';
import { usePreferences } from '../../../app/shell-context.ts';
import { toWireError } from '../../../http/api.ts';
import { mayChange, useSharer } from '../../../sharing/sharing.ts';
import classes from '../list-head.module.css';
import { SharingSelect } from './SharingSelect.tsx';
import { moveView, useSavedViews, useViewKeeper } from './saved-views.ts';
import { useRefusal } from './use-refusal.ts';

export function ViewsDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const views = useSavedViews() ?? [];
  const [, change] = usePreferences();
  const move = (at: number, step: 1 | -1) => change({ viewOrder: moveView(views, at, step).map(({ id }) => id) });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('list.own.edit')}
      size={520}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {views.length === 0 && <p>{t('list.own.none')}</p>}
      <ul className={classes.own}>
        {views.map((one, at) => (
          <Line
            key={`${one.id}${one.name}`}
            saved={one}
            onUp={at === 0 ? null : () => move(at, -1)}
            onDown={at === views.length - 1 ? null : () => move(at, 1)}
          />
        ))}
      </ul>
    </Modal>
  );
}

interface LineProps {
  saved: SavedView;
  /** null at the end */
  onUp: (() => void) | null;
  onDown: (() => void) | null;
}

function Line({ saved, onUp, onDown }: LineProps) {
  const { t } = useTranslation();
  const keeper = useViewKeeper();
  const refusal = useRefusal();
  const isOpen = mayChange(saved, useSharer());
  const [problem, setProblem] = useState<string | null>(null);
  const { name } = saved;
  const attempt = (work: Promise<unknown>) =>
    void work.then(
      () => setProblem(null),
      (error: unknown) => setProblem(refusal(toWireError(error))),
    );
  const rename = (given: string) => {
    const kept = given.trim();
    if (kept !== '' && kept !== name) attempt(keeper.change({ ...saved, name: kept }));
  };
  const button = { variant: 'subtle', color: 'gray', size: 30 } as const;
  const icon = { size: 16, stroke: 1.75 } as const;
  return (
    <li className={classes.ownLine}>
      <TextInput
        size="xs"
        className={classes.ownName}
        aria-label={t('list.own.name')}
        defaultValue={name}
        maxLength={viewNameLength}
        readOnly={!isOpen}
        error={problem}
        onBlur={(event) => rename(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && rename(event.currentTarget.value)}
      />
      <span className={classes.ownSharing}>
        <SharingSelect
          sharing={saved.sharing}
          label={t('list.own.whoSees', { name })}
          disabled={!isOpen}
          onChange={(sharing) => attempt(keeper.change({ ...saved, sharing }))}
        />
      </span>
      <ActionIcon {...button} disabled={!onUp} aria-label={t('list.own.up', { name })} onClick={() => onUp?.()}>
        <IconArrowUp {...icon} />
      </ActionIcon>
      <ActionIcon {...button} disabled={!onDown} aria-label={t('list.own.down', { name })} onClick={() => onDown?.()}>
        <IconArrowDown {...icon} />
      </ActionIcon>
      <ActionIcon
        {...button}
        disabled={!isOpen}
        aria-label={t('list.own.remove', { name })}
        onClick={() => attempt(keeper.remove(saved.id))}
      >
        <IconTrash {...icon} />
      </ActionIcon>
    </li>
  );
}
