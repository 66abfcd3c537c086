/** Dialogs of the teams: a name, and the question before one is removed. */
import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TeamRow } from '../../../../shared/api-accounts.ts';
import { toWireError } from '../../http/api.ts';
import own from './accounts.module.css';
import classes from './settings.module.css';

export interface TeamsNameDialogProps {
  /** null: a new one */
  team: TeamRow | null;
  fault: unknown;
  isBusy: boolean;
  onSave(name: string): void;
  onClose(): void;
}

export function TeamsNameDialog({ team, fault, isBusy, onSave, onClose }: TeamsNameDialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(team?.name ?? '');
  const error = fault ? toWireError(fault) : null;
  const isTaken = error?.fields?.name === 'taken';

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    onSave(name.trim());
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={team ? t('teams.renameTitle', { name: team.name }) : t('teams.add')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form className={classes.fields} onSubmit={handleSubmit}>
        <TextInput
          label={t('teams.name')}
          maxLength={120}
          data-autofocus
          value={name}
          error={isTaken ? t('teams.nameTaken') : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {error && !isTaken && (
          <p role="alert" className={classes.error}>
            {t('settings.saveFailed', { why: t(`error.${error.code}`) })}
          </p>
        )}
        <div>
          <Button type="submit" loading={isBusy} disabled={name.trim() === ''}>
            {t(team ? 'common.save' : 'teams.create')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

export interface TeamsRemoveDialogProps {
  team: TeamRow;
  isBusy: boolean;
  onRemove(): void;
  onClose(): void;
}

export function TeamsRemoveDialog({ team, isBusy, onRemove, onClose }: TeamsRemoveDialogProps) {
  const { t } = useTranslation();
  const count = team.members.length;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('teams.removeTitle', { name: team.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{count === 0 ? t('teams.removeEmpty') : t('teams.removeText', { count })}</p>
      <div className={own.dialogButtons}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button onClick={onRemove} loading={isBusy}>
          {t('teams.remove')}
        </Button>
      </div>
    </Modal>
  );
}
