/** Name, email, role and teams of one person, to be created or changed. */
import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserList } from '../../../../shared/api.ts';
import type { WireError } from '../../../../shared/errors.ts';
import type { UserSummary } from '../../../../shared/model/agent.ts';
import type { TeamId } from '../../../../shared/model/ids.ts';
import { isBuiltIn, type Role, roles } from '../../../../shared/model/role.ts';
import type { PersonInput } from './queries.ts';
import classes from './settings.module.css';

export interface PersonFormProps {
  person: UserSummary | null;
  teams: UserList['teams'];
  error: WireError | null;
  isBusy: boolean;
  onSave(input: PersonInput): void;
}

export function PersonForm({ person, teams, error, isBusy, onSave }: PersonFormProps) {
  const { t } = useTranslation();
  const [role, setRole] = useState<Role>(person?.role ?? 'agent');
  const [teamIds, setTeamIds] = useState<TeamId[]>(person?.teamIds ?? teams.slice(0, 1).map((team) => team.id));

  function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onSave({ name: String(form.get('name')).trim(), email: String(form.get('email')).trim(), role, teamIds });
  }

  return (
    <form className={classes.fields} onSubmit={handleSubmit}>
      <TextInput
        name="name"
        label={t('people.name')}
        defaultValue={person?.name}
        required
        withAsterisk={false}
        maxLength={120}
        data-autofocus
      />
      <TextInput
        name="email"
        type="email"
        label={t('people.email')}
        defaultValue={person?.email}
        required
        withAsterisk={false}
        error={error?.code === 'conflict' ? t('people.conflict') : undefined}
      />
      <Select
        label={t('people.role')}
        description={isBuiltIn(role) ? t(`people.roleHints.${role}`) : undefined}
        value={role}
        onChange={(value) => setRole((value as Role | null) ?? 'agent')}
        data={roles.map((each) => ({ value: each, label: t(`people.roles.${each}`) }))}
      />
      <Checkbox.Group label={t('people.teams')} value={teamIds} onChange={(ids) => setTeamIds(ids as TeamId[])}>
        <div className={classes.row}>
          {teams.map((team) => (
            <Checkbox key={team.id} value={team.id} label={team.name} />
          ))}
        </div>
      </Checkbox.Group>
      {error && error.code !== 'conflict' && (
        <p role="alert" className={classes.error}>
          {t('settings.saveFailed', { why: t(`error.${error.code}`) })}
        </p>
      )}
      <div>
        <Button type="submit" loading={isBusy}>
          {t(person ? 'common.save' : 'people.create')}
        </Button>
      </div>
    </form>
  );
}
