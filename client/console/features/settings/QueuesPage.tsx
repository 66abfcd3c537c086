/** Queues: who serves each and what feeds it, so that one which nobody serves is seen at a glance. */
import { Button, Modal, MultiSelect, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueBoard } from '../../../../shared/api.ts';
import type { TeamId } from '../../../../shared/model/ids.ts';
import { plainQueue, type Queue } from '../../../../shared/model/queue.ts';
import { Empty } from './Empty.tsx';
import { useFieldError } from './feedback.tsx';
import { Loaded, PageFrame } from './PageFrame.tsx';
import { findFaults, inboxesOf, type QueueFault, serversOf } from './queue-board.ts';
import classes from './settings.module.css';
import work from './workspace.module.css';
import { useQueues, useSave } from './workspace-queries.ts';

export function QueuesPage() {
  const { t } = useTranslation();
  const board = useQueues();
  const [isAdding, setAdding] = useState(false);
  return (
    <PageFrame
      title={t('workspace.queues.title')}
      lead={t('workspace.queues.lead')}
      action={
        <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
          {t('workspace.queues.add')}
        </Button>
      }
    >
      <Loaded query={board}>
        {(known) => (
          <>
            <Lists board={known} />
            {isAdding && <NewQueue board={known} onClose={() => setAdding(false)} />}
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}

function Lists({ board }: { board: QueueBoard }) {
  const { t } = useTranslation();
  const [hasArchived, setArchived] = useState(false);
  const active = board.queues.filter((queue) => !queue.archived);
  const archived = board.queues.filter((queue) => queue.archived);
  if (board.queues.length === 0) {
    return <Empty title={t('workspace.queues.empty')} text={t('workspace.queues.emptyText')} />;
  }
  return (
    <>
      <Rows board={board} queues={active} />
      {archived.length > 0 && (
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          mt={16}
          aria-expanded={hasArchived}
          onClick={() => setArchived(!hasArchived)}
        >
          {t('workspace.archived', { count: archived.length })}
        </Button>
      )}
      {hasArchived && <Rows board={board} queues={archived} />}
    </>
  );
}

function Rows({ board, queues }: { board: QueueBoard; queues: QueueBoard['queues'] }) {
  const { t } = useTranslation();
  return (
    <ul className={work.cards}>
      {queues.map((queue) => {
        const { teams, people } = serversOf(board, queue);
        const inboxes = inboxesOf(board, queue);
        return (
          <li key={queue.id} className={classes.card}>
            <div className={classes.cardHead}>
              <Link className={work.cardLink} to="/console/settings/queues/$queueId" params={{ queueId: queue.id }}>
                {queue.name}
              </Link>
              <span className={classes.quiet}>{t('workspace.queues.openWork', { count: queue.openWork })}</span>
            </div>
            <Flow
              fed={inboxes.map(({ name }) => name)}
              teams={teams.map(({ name }) => name)}
              people={people.map(({ name }) => name)}
            />
            <Faults faults={findFaults(board, queue)} />
          </li>
        );
      })}
    </ul>
  );
}

/** inboxes → queue → teams → people, read from left to right. */
export function Flow({ fed, teams, people }: { fed: string[]; teams: string[]; people: string[] }) {
  const { t } = useTranslation();
  const parts = [
    { label: t('workspace.queues.fedBy'), names: fed },
    { label: t('workspace.queues.servedBy'), names: teams },
    { label: t('workspace.queues.people', { count: people.length }), names: people },
  ];
  return (
    <dl className={work.flow}>
      {parts.map(({ label, names }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{names.length > 0 ? names.join(', ') : '–'}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Faults({ faults }: { faults: QueueFault[] }) {
  const { t } = useTranslation();
  return faults.map((fault) => (
    <p key={fault} className={work.warning}>
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      {t(`workspace.queues.faults.${fault}`)}
    </p>
  ));
}

function NewQueue({ board, onClose }: { board: QueueBoard; onClose(): void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const save = useSave<Queue>('queues');
  const problem = useFieldError(save.error);
  const [name, setName] = useState('');
  const [teamIds, setTeamIds] = useState<TeamId[]>([]);

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    const input: Omit<Queue, 'id'> = { ...plainQueue, name: name.trim(), teamIds };
    save.mutate(
      { id: undefined, ...input },
      {
        onSuccess: ({ id }) => void navigate({ to: '/console/settings/queues/$queueId', params: { queueId: id } }),
      },
    );
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('workspace.queues.add')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form className={classes.fields} onSubmit={handleSubmit}>
        <TextInput
          label={t('workspace.name')}
          value={name}
          maxLength={80}
          required
          withAsterisk={false}
          data-autofocus
          error={problem('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <MultiSelect
          label={t('workspace.queues.teams')}
          description={t('workspace.queues.teamsHint')}
          value={teamIds}
          data={board.teams.map((team) => ({ value: team.id, label: team.name }))}
          onChange={(ids) => setTeamIds(ids as TeamId[])}
        />
        <div>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
            {t('workspace.queues.create')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
