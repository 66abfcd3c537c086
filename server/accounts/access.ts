/** Roles, and who has which: nobody ends up without anybody who may do everything, whatever happens at the same time on other nodes. */
import { AppError } from '../../shared/errors.ts';
import type { UserId } from '../../shared/model/ids.ts';
import { builtInRoles, isFull, type Role, type RoleDefinition } from '../../shared/model/role.ts';
import type { AccessChange, Access as AccessState, AccountStore } from './model.ts';

export interface Access {
  /** Built-in ones first, then the others by name. */
  roles(): Promise<RoleDefinition[]>;
  /** Of a role that is gone: one that gives nothing. */
  find(role: Role): Promise<RoleDefinition>;
  /** @throws AppError `conflict` when nobody would be left who may do everything, `invalid` for a role that is gone */
  change(userId: UserId, change: AccessChange): Promise<void>;
  /**
   * Replaces the roles by what `edit` makes of them.
   * @throws AppError `conflict` when nobody would be left who may do everything, and what `edit` throws
   */
  edit(edit: (roles: RoleDefinition[]) => Promise<RoleDefinition[]> | RoleDefinition[]): Promise<void>;
  /** After a crash: carries out what was written down. */
  mend(): Promise<void>;
}

type Store = Pick<AccountStore, 'findAccess' | 'swapAccess' | 'applyAccess' | 'listUsers'>;

const RACES = 50;

export function createAccess({ store }: { store: Store }): Access {
  /** The state with nothing left to carry out. */
  async function settle(): Promise<AccessState> {
    for (;;) {
      const state = await store.findAccess();
      if (state.pending === null) return state;
      const { userId, change } = state.pending;
      await store.applyAccess(userId, state.rev, change);
      await store.swapAccess(state.rev, { ...state, rev: state.rev + 1, pending: null });
    }
  }

  /** `next` is asked again with what is true then, until nothing else happened in between. */
  async function advance(next: (state: AccessState) => Promise<Omit<AccessState, 'rev'>>): Promise<void> {
    for (let race = 0; race < RACES; race++) {
      const state = await settle();
      const wanted = await next(state);
      await checkSomebodyRemains(state, wanted);
      if (await store.swapAccess(state.rev, { ...wanted, rev: state.rev + 1 })) {
        await settle();
        return;
      }
    }
    throw new AppError('conflict', 'Too many people change rights at this moment. Try again.');
  }

  async function checkSomebodyRemains(before: AccessState, after: Omit<AccessState, 'rev'>): Promise<void> {
    const users = await store.listUsers();
    const full = new Set(merge(after.roles).flatMap((role) => (isFull(role) ? [role.id] : [])));
    const changed = users.map((user) =>
      user.id === after.pending?.userId ? { ...user, ...after.pending.change } : user,
    );
    if (changed.some((user) => !user.disabled && full.has(user.role))) return;
    const had = new Set(merge(before.roles).flatMap((role) => (isFull(role) ? [role.id] : [])));
    // Where nobody had every right before, nothing is lost.
    if (!users.some((user) => !user.disabled && had.has(user.role))) return;
    throw new AppError('conflict', 'Nobody would be left who may do everything. Give somebody else all rights first.');
  }

  return {
    roles: async () => merge((await store.findAccess()).roles),
    async find(id) {
      const found = merge((await store.findAccess()).roles).find((role) => role.id === id);
      return found ?? { id, name: '', reach: 'teams', permissions: [], twoFactorRequired: false };
    },
    change: (userId, change) =>
      advance(async ({ roles }) => {
        if (change.role !== undefined && !merge(roles).some(({ id }) => id === change.role)) throw unknownRole();
        return { roles, pending: { userId, change } };
      }),
    edit: (edit) => advance(async ({ roles }) => ({ roles: unmerge(await edit(merge(roles))), pending: null })),
    async mend() {
      await settle();
    },
  };
}

export const unknownRole = (): AppError =>
  new AppError('invalid', 'There is no such role.', { fields: { role: 'unknown' } });

function merge(stored: readonly RoleDefinition[]): RoleDefinition[] {
  const custom = stored.filter((role) => !builtInRoles.some(({ id }) => id === role.id));
  const builtIn = builtInRoles.map((role) => stored.find(({ id }) => id === role.id) ?? role);
  return [...builtIn, ...custom.sort((a, b) => (a.name < b.name ? -1 : 1))];
}

/** What differs from how every workspace begins. */
const unmerge = (roles: readonly RoleDefinition[]): RoleDefinition[] =>
  roles.filter((role) => !builtInRoles.some((one) => JSON.stringify(one) === JSON.stringify(role)));
