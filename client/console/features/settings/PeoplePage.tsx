/** Who can sign in: create, change, disable, and make links to set a password. */
import { ActionIcon, Button, Menu, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OneTimeLink, UserList } from '../../../../shared/api.ts';
import type { UserSummary } from '../../../../shared/model/agent.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { toWireError } from '../../http/api.ts';
import { useMe } from '../../http/session.ts';
import { nameRole } from '../../i18n/role-name.ts';
import { LinkDialog } from './LinkDialog.tsx';
import { Loaded, PageFrame } from './PageFrame.tsx';
import { PersonForm } from './PersonForm.tsx';
import { type PersonInput, useChangePerson, useCreatePerson, usePeople, useResetLink } from './queries.ts';
import classes from './settings.module.css';

type Dialog = { kind: 'form'; person: UserSummary | null } | { kind: 'link'; name: string; link: OneTimeLink } | null;

export function PeoplePage() {
  const { t } = useTranslation();
  const people = usePeople();
  const create = useCreatePerson();
  const change = useChangePerson();
  const makeLink = useResetLink();
  const [dialog, setDialog] = useState<Dialog>(null);
  const failure = (fault: unknown) =>
    notifications.show({ message: t('settings.saveFailed', { why: t(`error.${toWireError(fault).code}`) }) });

  function openForm(person: UserSummary | null) {
    create.reset();
    change.reset();
    setDialog({ kind: 'form', person });
  }

  function handleSave(input: PersonInput) {
    const person = dialog?.kind === 'form' ? dialog.person : null;
    if (person) {
      change.mutate({ id: person.id, ...input }, { onSuccess: () => setDialog(null) });
    } else {
      create.mutate(input, { onSuccess: ({ user, link }) => setDialog({ kind: 'link', name: user.name, link }) });
    }
  }

  function setDisabled(person: UserSummary, disabled: boolean) {
    const words = t(disabled ? 'people.disabledToast' : 'people.enabledToast', { name: person.name });
    change.mutate(
      { id: person.id, disabled },
      { onSuccess: () => notifications.show({ message: words }), onError: failure },
    );
  }

  function handleLink(person: UserSummary) {
    makeLink.mutate(person.id, {
      onSuccess: (link) => setDialog({ kind: 'link', name: person.name, link }),
      onError: failure,
    });
  }

  const formError = create.error ?? change.error;
  return (
    <PageFrame
      title={t('people.title')}
      lead={t('people.lead')}
      action={
        <Button leftSection={<IconPlus size={16} />} onClick={() => openForm(null)}>
          {t('people.add')}
        </Button>
      }
    >
      <Loaded query={people}>
        {(list) => (
          <>
            <PeopleTable list={list} onEdit={openForm} onDisable={setDisabled} onLink={handleLink} />
            <Modal
              opened={dialog?.kind === 'form'}
              onClose={() => setDialog(null)}
              title={dialog?.kind === 'form' && dialog.person ? t('people.edit') : t('people.add')}
              closeButtonProps={{ 'aria-label': t('common.close') }}
            >
              {dialog?.kind === 'form' && (
                <PersonForm
                  person={dialog.person}
                  teams={list.teams}
                  error={formError ? toWireError(formError) : null}
                  isBusy={create.isPending || change.isPending}
                  onSave={handleSave}
                />
              )}
            </Modal>
          </>
        )}
      </Loaded>
      {dialog?.kind === 'link' && <LinkDialog name={dialog.name} link={dialog.link} onClose={() => setDialog(null)} />}
    </PageFrame>
  );
}

interface PeopleTableProps {
  list: UserList;
  onEdit(person: UserSummary): void;
  onDisable(person: UserSummary, disabled: boolean): void;
  onLink(person: UserSummary): void;
}

function PeopleTable({ list, onEdit, onDisable, onLink }: PeopleTableProps) {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const nameTeams = (person: UserSummary) =>
    list.teams.flatMap((team) => (person.teamIds.includes(team.id) ? [team.name] : [])).join(', ') ||
    t('people.noTeams');
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('people.name')}</th>
          <th scope="col">{t('people.role')}</th>
          <th scope="col">{t('people.teams')}</th>
          <th scope="col">{t('people.state')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('people.edit')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {list.users.map((person) => (
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
            <td>{nameRole(t, person.role, '')}</td>
            <td>{nameTeams(person)}</td>
            <td>
              {person.disabled ? <span className={classes.badge}>{t('people.disabled')}</span> : t('people.active')}
            </td>
            <td className={classes.right}>
              <Menu position="bottom-end">
                <Menu.Target>
                  <ActionIcon size={28} aria-label={t('people.actions', { name: person.name })}>
                    <IconDots size={16} stroke={1.75} />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => onEdit(person)}>{t('people.edit')}</Menu.Item>
                  <Menu.Item onClick={() => onLink(person)}>{t('people.resetLink')}</Menu.Item>
                  {person.id !== me?.id && (
                    <Menu.Item onClick={() => onDisable(person, !person.disabled)}>
                      {t(person.disabled ? 'people.enable' : 'people.disable')}
                    </Menu.Item>
                  )}
                </Menu.Dropdown>
              </Menu>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
