/** People inside: created, changed, disabled, put into teams; nobody touches somebody who may do more than they may. */
import type { z } from 'zod';
import type { createUserSchema, UserList, updateUserSchema } from '../../shared/api.ts';
import { AppError } from '../../shared/errors.ts';
import type { UserSummary } from '../../shared/model/agent.ts';
import type { TeamId, UserId } from '../../shared/model/ids.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { Directory } from '../store/directory.ts';
import { type Access, unknownRole } from './access.ts';
import { type AccountStore, laterFields, type User } from './model.ts';
import { checkWithin } from './roles.ts';
import type { UserViewer } from './scope.ts';

export type NewUser = z.infer<typeof createUserSchema>;
export type UserChange = z.infer<typeof updateUserSchema>;

export interface Users {
  list(): Promise<UserList>;
  /** `by` null: the server itself. @throws AppError `invalid`, `conflict` for a taken address, `forbidden` */
  create(by: UserViewer | null, input: NewUser, passwordHash: string | null): Promise<User>;
  /** @throws AppError `not_found`, `conflict` for the last one with every right or a taken address, `invalid`, `forbidden` */
  change(by: UserViewer, id: UserId, change: UserChange): Promise<User>;
  setPassword(id: UserId, passwordHash: string): Promise<User>;
  /** @throws AppError `not_found` */
  get(id: UserId): Promise<User>;
  /** Somebody `by` may act upon. @throws AppError `not_found`, `forbidden` when they may do more */
  reach(by: UserViewer, id: UserId): Promise<User>;
  /** @throws AppError `forbidden` when the teams serve queues that `by` does not reach */
  checkTeams(by: UserViewer | null, teamIds: readonly TeamId[]): Promise<void>;
}

type UserStore = Pick<AccountStore, 'insertUser' | 'findUser' | 'findUserByEmail' | 'listUsers' | 'changeUser'>;

export function createUsers(deps: {
  store: UserStore;
  access: Access;
  directory: Pick<Directory, 'teams' | 'queuesOfTeams' | 'invalidate'>;
  clock: Clock;
  ids: Ids;
}): Users {
  const { store, access, directory, clock, ids } = deps;

  async function checkTeams(by: UserViewer | null, teamIds: readonly TeamId[]): Promise<void> {
    const known = new Set((await directory.teams()).map((team) => team.id));
    if (!teamIds.every((id) => known.has(id))) {
      throw new AppError('invalid', 'There is no such team.', { fields: { teamIds: 'unknown team' } });
    }
    if (by === null || by.reach === 'all') return;
    const queues = await directory.queuesOfTeams(teamIds);
    if (queues.every((queue) => by.queueIds.includes(queue.id))) return;
    throw new AppError('forbidden', 'This team serves queues that you do not see yourself.');
  }

  /** The role exists, and gives nothing that `by` has not. */
  async function checkRole(by: UserViewer | null, id: User['role']): Promise<void> {
    const role = (await access.roles()).find((one) => one.id === id);
    if (!role) throw unknownRole();
    if (by !== null) checkWithin(role, by);
  }

  async function get(id: UserId): Promise<User> {
    const user = await store.findUser(id);
    if (user === null) throw new AppError('not_found', 'There is no such person.');
    return user;
  }

  async function reach(by: UserViewer, id: UserId): Promise<User> {
    const user = await get(id);
    checkWithin(await access.find(user.role), by);
    return user;
  }

  return {
    get,
    reach,
    checkTeams,
    async list() {
      const [users, teams, roles] = await Promise.all([store.listUsers(), directory.teams(), access.roles()]);
      return { users: users.map(summarize), teams, roles };
    },
    async create(by, input, passwordHash) {
      await checkTeams(by, input.teamIds);
      await checkRole(by, input.role);
      const { capacity = null, ...rest } = input;
      const [id, createdAt] = [ids.next<UserId>(), clock.now()];
      const user: User = { ...laterFields, ...rest, capacity, id, disabled: false, passwordHash, createdAt };
      await store.insertUser(user);
      directory.invalidate();
      return user;
    },
    async change(by, id, { role, disabled, ...rest }) {
      const before = await reach(by, id);
      const joined = rest.teamIds?.filter((teamId) => !before.teamIds.includes(teamId)) ?? [];
      await checkTeams(by, joined);
      if (role !== undefined) await checkRole(by, role);
      await checkAddress(id, rest.email);
      const change = {
        ...(role === undefined || role === before.role ? {} : { role }),
        ...(disabled === undefined || disabled === before.disabled ? {} : { disabled }),
      };
      if (Object.keys(change).length > 0) await access.change(id, change);
      if (Object.keys(rest).length > 0) await store.changeUser(id, rest);
      directory.invalidate();
      return get(id);
    },
    async setPassword(id, passwordHash) {
      const user = await store.changeUser(id, { passwordHash });
      if (user === null) throw new AppError('not_found', 'There is no such person.');
      return user;
    },
  };

  /** Before anything is changed; the index has the last word. */
  async function checkAddress(id: UserId, email: string | undefined): Promise<void> {
    const holder = email === undefined ? null : await store.findUserByEmail(email);
    if (holder === null || holder.id === id) return;
    throw new AppError('conflict', 'Somebody already has this address.', { fields: { email: 'taken' } });
  }
}

export const summarize = (user: User): UserSummary => ({
  id: user.id,
  name: user.name,
  email: user.email,
  role: user.role,
  teamIds: user.teamIds,
  disabled: user.disabled,
  invited: user.passwordHash === null,
  twoFactor: user.twoFactor !== null,
  capacity: user.capacity,
  lastSeenAt: user.lastSeenAt,
});
