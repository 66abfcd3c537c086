/** Teams in place: who is in them and what they serve; made, renamed, filled and removed here. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TeamRow } from '../../../../shared/api-accounts.ts';
import { toWireError } from '../../http/api.ts';
import { useRemoveTeam, useSaveTeam, useTeams } from './account-queries.ts';
import { Empty } from './Empty.tsx';
import { useFeedback } from './feedback.tsx';
import { Loaded, PageFrame } from './PageFrame.tsx';
import { TeamsCard } from './TeamsCard.tsx';
import { TeamsNameDialog, TeamsRemoveDialog } from './TeamsDialogs.tsx';
import work from './workspace.module.css';

type Dialog = { kind: 'name'; team: TeamRow | null } | { kind: 'remove'; team: TeamRow } | null;

export function TeamsPage() {
  const { t } = useTranslation();
  const teams = useTeams();
  const save = useSaveTeam();
  const remove = useRemoveTeam();
  const feedback = useFeedback();
  const [dialog, setDialog] = useState<Dialog>(null);
  const close = () => setDialog(null);

  function openName(team: TeamRow | null) {
    save.reset();
    setDialog({ kind: 'name', team });
  }

  function handleRemove(team: TeamRow) {
    remove.mutate(team.id, {
      onSuccess: () => notifications.show({ message: t('teams.removed', { name: team.name }) }),
      onError: (fault) =>
        toWireError(fault).code === 'conflict'
          ? notifications.show({ message: t('teams.inUse') })
          : feedback.failed(fault),
      onSettled: close,
    });
  }

  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => openName(null)}>
      {t('teams.add')}
    </Button>
  );
  return (
    <PageFrame title={t('teams.title')} lead={t('teams.lead')} action={add}>
      <Loaded query={teams}>
        {(list) =>
          list.teams.length === 0 ? (
            <Empty title={t('teams.emptyTitle')} text={t('teams.emptyText')} />
          ) : (
            <div className={work.cards}>
              {list.teams.map((team) => (
                <TeamsCard
                  key={team.id}
                  team={team}
                  people={list.people}
                  onRename={() => openName(team)}
                  onRemove={() => setDialog({ kind: 'remove', team })}
                />
              ))}
            </div>
          )
        }
      </Loaded>
      {dialog?.kind === 'name' && (
        <TeamsNameDialog
          team={dialog.team}
          fault={save.error}
          isBusy={save.isPending}
          onSave={(name) => save.mutate({ id: dialog.team?.id ?? null, name }, { onSuccess: close })}
          onClose={close}
        />
      )}
      {dialog?.kind === 'remove' && (
        <TeamsRemoveDialog
          team={dialog.team}
          isBusy={remove.isPending}
          onRemove={() => handleRemove(dialog.team)}
          onClose={close}
        />
      )}
    </PageFrame>
  );
}
