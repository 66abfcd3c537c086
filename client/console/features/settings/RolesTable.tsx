/** One column per role, one row per permission; said in words too, so that it does not hang on a tick. */
import { IconCheck, IconMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RoleRow } from '../../../../shared/api-accounts.ts';
import { permissions } from '../../../../shared/model/permission.ts';
import { isBuiltIn } from '../../../../shared/model/role.ts';
import { nameRole } from '../../i18n/role-name.ts';
import { wordKey } from '../../i18n/word-key.ts';
import own from './accounts.module.css';
import classes from './settings.module.css';

export function RolesTable({ roles, onOpen }: { roles: RoleRow[]; onOpen(role: RoleRow): void }) {
  const { t } = useTranslation();
  return (
    <section className={own.scroll} aria-label={t('roles.title')}>
      <table className={own.grid}>
        <thead>
          <tr>
            <th scope="col">{t('roles.permission')}</th>
            {roles.map((role) => (
              <th scope="col" key={role.id}>
                <span className={own.roleHead}>
                  <button
                    type="button"
                    className={own.roleName}
                    aria-label={t('roles.edit', { name: nameRole(t, role.id, role.name) })}
                    onClick={() => onOpen(role)}
                  >
                    {nameRole(t, role.id, role.name)}
                  </button>
                  <small>
                    {role.people.length === 0 ? t('roles.nobody') : t('roles.people', { count: role.people.length })}
                  </small>
                  {isBuiltIn(role.id) && <span className={classes.badge}>{t('roles.builtIn')}</span>}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              {t('roles.reach')}
              <small>{t('roles.reachTeamsHint')}</small>
            </th>
            {roles.map((role) => (
              <td key={role.id}>{t(role.reach === 'all' ? 'roles.reachAll' : 'roles.reachTeams')}</td>
            ))}
          </tr>
          {permissions.map((permission) => (
            <tr key={permission}>
              <th scope="row">
                {t(`roles.permissions.${wordKey(permission)}.name`)}
                <small>{t(`roles.permissions.${wordKey(permission)}.hint`)}</small>
              </th>
              {roles.map((role) => (
                <td key={role.id}>
                  <Mark isOn={role.permissions.includes(permission)} />
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">
              {t('roles.twoFactor')}
              <small>{t('roles.twoFactorHint')}</small>
            </th>
            {roles.map((role) => (
              <td key={role.id}>
                <Mark isOn={role.twoFactorRequired} />
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function Mark({ isOn }: { isOn: boolean }) {
  const { t } = useTranslation();
  return isOn ? (
    <span className={own.allowed}>
      <IconCheck size={16} stroke={2} aria-hidden />
      <span className="visually-hidden">{t('roles.allowed')}</span>
    </span>
  ) : (
    <span className={own.not}>
      <IconMinus size={16} stroke={1.75} aria-hidden />
      <span className="visually-hidden">{t('roles.notAllowed')}</span>
    </span>
  );
}
