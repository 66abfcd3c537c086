/** The word for a role: each language's own for the built-in ones, the given name for the others. */
import type { TFunction } from 'i18next';
import { isBuiltIn, type Role } from '../../../shared/model/role.ts';

export const nameRole = (t: TFunction, role: Role, name: string): string =>
  isBuiltIn(role) ? t(`people.roles.${role}`) : name || t('people.roleGone');
