/** People inside: created, changed, disabled; at least one enabled admin always remains. */
import type { z } from 'zod';
import type { createUserSchema, UserList, updateUserSchema } from '../../shared/api.ts';
import { AppError } from '../../shared/errors.ts';
import type { UserSummary } from '../../shared/model/agent.ts';
import type { TeamId, UserId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Directory } from '../store/directory.ts';
import type { AccountStore, User } from './model.ts';

export type NewUser = z.infer<typeof createUserSchema>;
export type UserChange = z.infer<typeof updateUserSchema>;

export interface Users {
  list(): Promise<UserList>;
  create(input: NewUser, passwordHash: string | null): Promise<User>;
  /** @throws AppError `not_found`, `conflict` for the last admin or a taken address, `invalid` for an unknown team */
  change(id: UserId, change: UserChange): Promise<{ before: User; after: User }>;
  setPassword(id: UserId, passwordHash: string): Promise<User>;
  get(id: UserId): Promise<User>;
  /** After a crash between two steps: every enabled admin is in the set again. */
  mend(): Promise<void>;
}

type UserStore = Pick<
  AccountStore,
  'insertUser' | 'findUser' | 'listUsers' | 'changeUser' | 'addAdmin' | 'removeAdmin'
>;

export function createUsers(deps: {
  store: UserStore;
  directory: Pick<Directory, 'teams' | 'invalidate'>;
  clock: Clock;
  ids: Ids;
}): Users {
  const { store, directory, clock, ids } = deps;

  async function checkTeams(teamIds: readonly TeamId[]): Promise<void> {
    const known = new Set((await directory.teams()).map((team) => team.id));
    if (!teamIds.every((id) => known.has(id))) {
      throw new AppError('invalid', 'There is no such team.', { fields: { teamIds: 'unknown team' } });
    }
  }

  async function get(id: UserId): Promise<User> {
    const user = await store.findUser(id);
    if (user === null) throw new AppError('not_found', 'There is no such person.');
    return user;
  }

  return {
    get,
    async list() {
      return { users: (await store.listUsers()).map(summarize), teams: await directory.teams() };
    },
    async create(input, passwordHash) {
      await checkTeams(input.teamIds);
      const user: User = { id: ids.next<UserId>(), ...input, disabled: false, passwordHash, createdAt: clock.now() };
      await store.insertUser(user);
      if (isAdmin(user)) await store.addAdmin(user.id);
      directory.invalidate();
      return user;
    },
    async change(id, change) {
      if (change.teamIds) await checkTeams(change.teamIds);
      const before = await get(id);
      const isLeaving = isAdmin(before) && !isAdmin({ ...before, ...change });
      // Leaves the set before the change and joins it after, so that the set never holds more than the enabled admins.
      if (isLeaving && !(await store.removeAdmin(id))) {
        throw new AppError('conflict', 'This is the last admin. Make somebody else admin first.');
      }
      const after = await store.changeUser(id, change).catch(async (error: unknown) => {
        if (isLeaving) await store.addAdmin(id);
        throw error;
      });
      if (after === null) throw new AppError('not_found', 'There is no such person.');
      if (isAdmin(after)) await store.addAdmin(id);
      directory.invalidate();
      return { before, after };
    },
    async setPassword(id, passwordHash) {
      const user = await store.changeUser(id, { passwordHash });
      if (user === null) throw new AppError('not_found', 'There is no such person.');
      return user;
    },
    async mend() {
      for (const user of await store.listUsers()) if (isAdmin(user)) await store.addAdmin(user.id);
    },
  };
}

const isAdmin = (user: Pick<User, 'role' | 'disabled'>): boolean => user.role === 'admin' && !user.disabled;

export const summarize = ({ id, name, email, role, teamIds, disabled }: User): UserSummary => ({
  id,
  name,
  email,
  role,
  teamIds,
  disabled,
});
