/** Name, email, role, teams and capacity of one person, to be invited or changed. */
import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserList } from '../../../../shared/api.ts';
import type { WireError } from '../../../../shared/errors.ts';
import type { UserSummary } from '../../../../shared/model/agent.ts';
import type { TeamId } from '../../../../shared/model/ids.ts';
import { isBuiltIn, isWithin, type Role } from '../../../../shared/model/role.ts';
import { nameRole } from '../../i18n/role-name.ts';
import type { PersonInput } from './account-queries.ts';
import classes from './settings.module.css';
import { useRights } from './use-rights.ts';

export interface PersonFormProps {
  person: UserSummary | null;
  list: Pick<UserList, 'teams' | 'roles'>;
  error: WireError | null;
  isBusy: boolean;
  onSave(input: PersonInput): void;
}

export function PersonForm({ person, list: { teams, roles }, error, isBusy, onSave }: PersonFormProps) {
  const { t } = useTranslation();
  const rights = useRights();
  const [role, setRole] = useState<Role>(person?.role ?? 'agent');
  const [teamIds, setTeamIds] = useState<TeamId[]>(person?.teamIds ?? teams.slice(0, 1).map((team) => team.id));
  const [capacity, setCapacity] = useState<number | null>(person?.capacity ?? null);
  const givable = roles.filter((each) => each.id === person?.role || isWithin(each, rights));
  const isTaken = error?.fields?.email !== undefined;

  function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [name, email] = [String(form.get('name')).trim(), String(form.get('email')).trim()];
    onSave({ name, email, role, teamIds, capacity });
  }

  function explain({ code, fields }: WireError): string {
    if (code === 'conflict' && !fields) return t('persons.lastFull');
    if (code === 'forbidden') return t('persons.beyond');
    return t('settings.saveFailed', { why: t(`error.${code}`) });
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
        error={isTaken ? t('people.conflict') : undefined}
      />
      <Select
        label={t('people.role')}
        description={isBuiltIn(role) ? t(`people.roleHints.${role}`) : t('persons.roleHint')}
        value={role}
        onChange={(value) => setRole((value as Role | null) ?? 'agent')}
        data={givable.map((each) => ({ value: each.id, label: nameRole(t, each.id, each.name) }))}
      />
      <Checkbox.Group label={t('people.teams')} value={teamIds} onChange={(ids) => setTeamIds(ids as TeamId[])}>
        <div className={classes.row}>
          {teams.map((team) => (
            <Checkbox key={team.id} value={team.id} label={team.name} />
          ))}
        </div>
      </Checkbox.Group>
      <NumberInput
        label={t('persons.capacity')}
        description={t('persons.capacityHint')}
        placeholder={t('persons.capacityDefault')}
        min={1}
        max={1000}
        step={25}
        allowDecimal={false}
        value={capacity ?? ''}
        onChange={(value) => setCapacity(value === '' ? null : Number(value))}
      />
      {error && !isTaken && (
        <p role="alert" className={classes.error}>
          {explain(error)}
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
