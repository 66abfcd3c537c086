/** Roles as the settings show and change them; nobody gives, or takes part in giving, more than they have. */
import type { RoleInput, RoleList } from '../../shared/api-accounts.ts';
import { AppError } from '../../shared/errors.ts';
import type { RoleId, UserId } from '../../shared/model/ids.ts';
import { isBuiltIn, isWithin, type Role, type RoleDefinition } from '../../shared/model/role.ts';
import type { Ids } from '../lib/ids.ts';
import type { Access } from './access.ts';
import { type Audit, actorOf, type Caller } from './audit.ts';
import type { AccountStore } from './model.ts';
import type { UserViewer } from './scope.ts';

export interface Roles {
  list(): Promise<RoleList>;
  /** @throws AppError `forbidden` for more than one has, `conflict` for a name that is taken, `invalid` without a name */
  create(by: UserViewer, input: RoleInput, caller: Caller): Promise<RoleDefinition>;
  /** Those who have it are told at once. @throws AppError as `create` does, `not_found`, `conflict` when nobody would keep every right */
  change(by: UserViewer, id: Role, input: RoleInput, caller: Caller): Promise<RoleDefinition>;
  /** @throws AppError `conflict` while somebody has it, `forbidden` for a built-in one, `not_found` */
  remove(by: UserViewer, id: Role, caller: Caller): Promise<void>;
}

const MOST_ROLES = 50;

export function createRoles(deps: {
  access: Access;
  store: Pick<AccountStore, 'listUsers'>;
  audit: Audit;
  ids: Ids;
  viewerChanged(userId: UserId): void;
}): Roles {
  const { access, store, audit, ids, viewerChanged } = deps;

  const holders = async (id: Role) => (await store.listUsers()).filter((user) => user.role === id);

  return {
    async list() {
      const users = await store.listUsers();
      return {
        roles: (await access.roles()).map((role) => ({
          ...role,
          people: users.flatMap(({ id, name, role: has }) => (has === role.id ? [{ id, name }] : [])),
        })),
      };
    },
    async create(by, input, caller) {
      const role: RoleDefinition = { id: ids.next<RoleId>(), ...input };
      await access.edit((roles) => {
        if (roles.length >= MOST_ROLES) throw new AppError('conflict', `There can be ${MOST_ROLES} roles.`);
        checkWithin(role, by);
        checkName(role, roles);
        return [...roles, role];
      });
      await audit.record('role.created', actorOf(by), role.id, caller.address, { ...input });
      return role;
    },
    async change(by, id, input, caller) {
      let after: RoleDefinition | undefined;
      await access.edit((roles) => {
        const before = roles.find((role) => role.id === id);
        if (!before) throw new AppError('not_found', 'There is no such role.');
        const next = reconcile(before, input);
        checkWithin(before, by);
        checkWithin(next, by);
        if (!isBuiltIn(id)) checkName(next, roles);
        after = next;
        return roles.map((role) => (role.id === id ? next : role));
      });
      if (!after) throw new Error('The role was changed to nothing.');
      const { name, reach, permissions, twoFactorRequired } = after;
      await audit.record('role.changed', actorOf(by), id, caller.address, {
        ...{ name, reach, permissions, twoFactorRequired },
      });
      for (const user of await holders(id)) viewerChanged(user.id);
      return after;
    },
    async remove(by, id, caller) {
      let name = '';
      await access.edit(async (roles) => {
        const role = roles.find((one) => one.id === id);
        if (!role) throw new AppError('not_found', 'There is no such role.');
        if (isBuiltIn(id)) throw new AppError('forbidden', 'Every workspace has this role.');
        checkWithin(role, by);
        if ((await holders(id)).length > 0) throw new AppError('conflict', 'Somebody has this role.');
        name = role.name;
        return roles.filter((one) => one !== role);
      });
      await audit.record('role.removed', actorOf(by), id, caller.address, { name });
    },
  };
}

/** Built-in roles keep their name and reach, and an admin may do everything there is. */
function reconcile(before: RoleDefinition, input: RoleInput): RoleDefinition {
  if (before.id === 'admin') return { ...before, twoFactorRequired: input.twoFactorRequired };
  return isBuiltIn(before.id) ? { ...before, ...input, name: '', reach: before.reach } : { ...before, ...input };
}

function checkName(role: RoleDefinition, roles: readonly RoleDefinition[]): void {
  if (role.name === '') throw new AppError('invalid', 'A role needs a name.', { fields: { name: 'empty' } });
  const isTaken = roles.some((one) => one.id !== role.id && one.name.toLowerCase() === role.name.toLowerCase());
  if (isTaken) throw new AppError('conflict', 'There is a role of this name.', { fields: { name: 'taken' } });
}

/** @throws AppError `forbidden` when the role gives something that this person has not */
export function checkWithin(role: RoleDefinition, own: UserViewer): void {
  if (!isWithin(role, own)) throw new AppError('forbidden', 'This role gives more than you have yourself.');
}
