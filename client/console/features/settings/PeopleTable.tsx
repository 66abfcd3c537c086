/** Everybody with an account: role, teams, when they were last seen, and whether they sign in with two steps. */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDots, IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { UserList } from '../../../../shared/api.ts';
import type { UserSummary } from '../../../../shared/model/agent.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { useMe } from '../../http/session.ts';
import { nameRole } from '../../i18n/role-name.ts';
import { useTimes } from '../../i18n/times.ts';
import { useNow } from '../../sync/use-now.ts';
import own from './accounts.module.css';
import { findPeople } from './find-people.ts';
import classes from './settings.module.css';

export interface PeopleActions {
  onEdit(person: UserSummary): void;
  onDisable(person: UserSummary, disabled: boolean): void;
  onLink(person: UserSummary): void;
  onReset(person: UserSummary): void;
}

export function PeopleTable({ list, search, ...actions }: PeopleActions & { list: UserList; search: string }) {
  const { t } = useTranslation();
  const found = findPeople(list, search, (role, name) => nameRole(t, role, name));
  if (found.length === 0) return <p className={classes.lead}>{t('persons.none')}</p>;
  // Those who left stay out of the way.
  const people = [...found.filter((person) => !person.disabled), ...found.filter((person) => person.disabled)];
  return <Rows people={people} list={list} {...actions} />;
}

function Rows({ people, list, ...actions }: PeopleActions & { people: UserSummary[]; list: UserList }) {
  const { t } = useTranslation();
  const times = useTimes();
  const now = useNow(60_000);
  const { data: me } = useMe();
  const nameTeams = (person: UserSummary) =>
    list.teams.flatMap((team) => (person.teamIds.includes(team.id) ? [team.name] : [])).join(', ') ||
    t('people.noTeams');
  const nameOf = (person: UserSummary) =>
    nameRole(t, person.role, list.roles.find((role) => role.id === person.role)?.name ?? '');
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('people.name')}</th>
          <th scope="col">{t('people.role')}</th>
          <th scope="col">{t('people.teams')}</th>
          <th scope="col">{t('persons.lastSeen')}</th>
          <th scope="col">{t('persons.twoFactor')}</th>
          <th scope="col">{t('people.state')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('people.edit')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id}>
            <td>
              <span className={classes.person}>
                <Avatar id={person.id} name={person.name} size={28} />
                <span>
                  {person.name} {person.id === me?.id && <span className={classes.badge}>{t('people.you')}</span>}
                  <small>{person.email}</small>
                </span>
              </span>
            </td>
            <td>
              {nameOf(person)}
              {person.capacity !== null && (
                <small className={own.under}>{t('persons.capacityShown', { count: person.capacity })}</small>
              )}
            </td>
            <td>{nameTeams(person)}</td>
            <td className={own.time}>
              {person.lastSeenAt === null ? t('persons.never') : times.when(person.lastSeenAt, now)}
            </td>
            <td>
              {person.twoFactor ? (
                <span className={own.mark}>
                  <IconShieldCheck size={14} stroke={2} aria-hidden /> {t('persons.twoFactorOn')}
                </span>
              ) : (
                <span className={classes.quiet}>{t('persons.twoFactorOff')}</span>
              )}
            </td>
            <td>
              <State person={person} />
            </td>
            <td className={classes.right}>
              <Actions person={person} isMe={person.id === me?.id} {...actions} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function State({ person }: { person: UserSummary }) {
  const { t } = useTranslation();
  if (person.disabled) return <span className={classes.badge}>{t('people.disabled')}</span>;
  if (!person.invited) return t('people.active');
  return (
    <Tooltip label={t('persons.invitedHint')}>
      <span className={classes.badge}>{t('persons.invited')}</span>
    </Tooltip>
  );
}

interface ActionsProps extends PeopleActions {
  person: UserSummary;
  isMe: boolean;
}

function Actions({ person, isMe, onEdit, onDisable, onLink, onReset }: ActionsProps) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={28} aria-label={t('people.actions', { name: person.name })}>
          <IconDots size={16} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onEdit(person)}>{t('people.edit')}</Menu.Item>
        <Menu.Item onClick={() => onLink(person)}>{t('people.resetLink')}</Menu.Item>
        {person.twoFactor && !isMe && (
          <Menu.Item onClick={() => onReset(person)}>{t('persons.resetTwoFactor')}</Menu.Item>
        )}
        {!isMe && (
          <Menu.Item onClick={() => onDisable(person, !person.disabled)}>
            {t(person.disabled ? 'people.enable' : 'people.disable')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
