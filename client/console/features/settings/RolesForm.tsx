/** One role: name, how far it sees, what it allows, whether it asks for two steps, and who has it. */
import { Button, Radio, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoleInput, RoleRow } from '../../../../shared/api-accounts.ts';
import type { WireError } from '../../../../shared/errors.ts';
import { permissions } from '../../../../shared/model/permission.ts';
import { isBuiltIn, isWithin, type Reach } from '../../../../shared/model/role.ts';
import { wordKey } from '../../i18n/word-key.ts';
import own from './accounts.module.css';
import { RolesHolders } from './RolesHolders.tsx';
import classes from './settings.module.css';
import { useRights } from './use-rights.ts';

export interface RolesFormProps {
  /** null: a new one */
  role: RoleRow | null;
  error: WireError | null;
  isBusy: boolean;
  onSave(input: RoleInput): void;
  onRemove(role: RoleRow): void;
}

const blank: RoleInput = { name: '', reach: 'teams', permissions: ['timeline:all'], twoFactorRequired: false };

export function RolesForm({ role, error, isBusy, onSave, onRemove }: RolesFormProps) {
  const { t } = useTranslation();
  const rights = useRights();
  const [draft, setDraft] = useState<RoleInput>(role ?? blank);
  const change = (part: Partial<RoleInput>) => setDraft((known) => ({ ...known, ...part }));
  const isFixed = role !== null && isBuiltIn(role.id);
  const isAdmin = role?.id === 'admin';
  const isBeyond = role !== null && !isWithin(role, rights);
  const nameError = error?.fields?.name;

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    const { name, reach, permissions: allowed, twoFactorRequired } = draft;
    onSave({ name: name.trim(), reach, permissions: allowed, twoFactorRequired });
  }

  function explain({ code }: WireError): string {
    if (code === 'conflict') return t('persons.lastFull');
    if (code === 'forbidden') return t('persons.beyond');
    return t('settings.saveFailed', { why: t(`error.${code}`) });
  }

  return (
    <form className={own.roleForm} onSubmit={handleSubmit}>
      {isBeyond && <p className={own.note}>{t('roles.beyond')}</p>}
      {isFixed && <p className={own.note}>{t(isAdmin ? 'roles.adminFixed' : 'roles.builtInFixed')}</p>}
      {!isFixed && (
        <>
          <TextInput
            label={t('roles.name')}
            maxLength={120}
            data-autofocus
            disabled={isBeyond}
            value={draft.name}
            error={nameError && t(nameError === 'taken' ? 'roles.nameTaken' : 'roles.nameMissing')}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <Radio.Group
            label={t('roles.reach')}
            value={draft.reach}
            onChange={(reach) => change({ reach: reach as Reach })}
          >
            <div className={classes.fields}>
              <Radio
                value="teams"
                label={t('roles.reachTeams')}
                description={t('roles.reachTeamsHint')}
                disabled={isBeyond}
              />
              <Radio
                value="all"
                label={t('roles.reachAll')}
                description={t('roles.reachAllHint')}
                disabled={isBeyond || rights.reach !== 'all'}
              />
            </div>
          </Radio.Group>
        </>
      )}
      {!isAdmin && (
        <div>
          {permissions.map((permission) => (
            <div className={own.permission} key={permission}>
              <Switch
                label={t(`roles.permissions.${wordKey(permission)}.name`)}
                description={t(`roles.permissions.${wordKey(permission)}.hint`)}
                checked={draft.permissions.includes(permission)}
                disabled={isBeyond || !rights.permissions.includes(permission)}
                onChange={(event) => {
                  const others = draft.permissions.filter((one) => one !== permission);
                  change({ permissions: event.currentTarget.checked ? [...others, permission] : others });
                }}
              />
            </div>
          ))}
        </div>
      )}
      <Switch
        label={t('roles.twoFactor')}
        description={t('roles.twoFactorHint')}
        checked={draft.twoFactorRequired}
        disabled={isBeyond}
        onChange={(event) => change({ twoFactorRequired: event.currentTarget.checked })}
      />
      {role && <RolesHolders people={role.people} />}
      {error && !nameError && (
        <p role="alert" className={classes.error}>
          {explain(error)}
        </p>
      )}
      {role && !isFixed && role.people.length > 0 && <p className={classes.hint}>{t('roles.inUse')}</p>}
      <div className={own.formFoot}>
        <Button type="submit" loading={isBusy} disabled={isBeyond || (!isFixed && draft.name.trim() === '')}>
          {t(role ? 'common.save' : 'roles.create')}
        </Button>
        {role && !isFixed && !isBeyond && (
          <Button variant="default" disabled={isBusy || role.people.length > 0} onClick={() => onRemove(role)}>
            {t('roles.remove')}
          </Button>
        )}
      </div>
    </form>
  );
}
