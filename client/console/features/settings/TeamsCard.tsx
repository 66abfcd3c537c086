/** One team: its queues, and its members, who are added and taken out where they stand. */
import { ActionIcon, CloseButton, Menu, Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconUserPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { TeamList, TeamRow } from '../../../../shared/api-accounts.ts';
import type { UserId } from '../../../../shared/model/ids.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { toWireError } from '../../http/api.ts';
import { useSetMember } from './account-queries.ts';
import own from './accounts.module.css';
import { useFeedback } from './feedback.tsx';
import { usePermissions } from './permissions.ts';
import classes from './settings.module.css';

export interface TeamsCardProps {
  team: TeamRow;
  people: TeamList['people'];
  onRename(): void;
  onRemove(): void;
}

export function TeamsCard({ team, people, onRename, onRemove }: TeamsCardProps) {
  const { t } = useTranslation();
  const canOpenQueues = usePermissions().includes('workspace:manage');
  const set = useSetMember();
  const feedback = useFeedback();
  const others = people.filter(({ id, disabled }) => !disabled && !team.members.some((member) => member.id === id));

  function setMember(userId: UserId, member: boolean) {
    const name = people.find(({ id }) => id === userId)?.name ?? '';
    const words = t(member ? 'teams.joined' : 'teams.left', { name, team: team.name });
    set.mutate(
      { teamId: team.id, userId, member },
      {
        onSuccess: () => feedback.undoable(words, () => setMember(userId, !member)),
        onError: (fault) =>
          toWireError(fault).code === 'forbidden'
            ? notifications.show({ message: t('persons.beyond') })
            : feedback.failed(fault),
      },
    );
  }

  return (
    <section className={own.team} aria-label={team.name}>
      <div className={own.teamHead}>
        <h3>{team.name}</h3>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size={28} aria-label={t('teams.actions', { name: team.name })}>
              <IconDots size={16} stroke={1.75} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={onRename}>{t('teams.rename')}</Menu.Item>
            <Menu.Item disabled={team.queues.length > 0} onClick={onRemove}>
              {t('teams.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <p className={classes.hint}>
        {team.queues.length === 0 ? t('teams.servesNothing') : `${t('teams.serves')}: `}
        {team.queues.map((queue, index) => (
          <span key={queue.id}>
            {index > 0 && ', '}
            {canOpenQueues ? (
              <Link to="/console/settings/queues/$queueId" params={{ queueId: queue.id }}>
                {queue.name}
              </Link>
            ) : (
              queue.name
            )}
          </span>
        ))}
      </p>
      {team.members.length === 0 && <p className={classes.quiet}>{t('teams.nobody')}</p>}
      <ul className={own.members} aria-label={t('teams.members')}>
        {team.members.map((member) => (
          <li key={member.id} className={own.member}>
            <Avatar id={member.id} name={member.name} size={20} />
            <span>
              {member.name} {member.disabled && <span className={classes.quiet}>{t('teams.disabled')}</span>}
            </span>
            <CloseButton
              size={24}
              iconSize={14}
              aria-label={t('teams.takeOut', { name: member.name, team: team.name })}
              onClick={() => setMember(member.id, false)}
            />
          </li>
        ))}
        <li>
          <Select
            size="xs"
            aria-label={`${t('teams.addMember')}: ${team.name}`}
            placeholder={t('teams.addMember')}
            nothingFoundMessage={t('teams.nobodyLeft')}
            leftSection={<IconUserPlus size={14} stroke={1.75} />}
            searchable
            value={null}
            data={others.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => id && setMember(id as UserId, true)}
          />
        </li>
      </ul>
    </section>
  );
}
