/** Teams: made, renamed, filled in place, removed once they serve nothing. */
import type { TeamList } from '../../shared/api-accounts.ts';
import { AppError } from '../../shared/errors.ts';
import type { TeamId, UserId } from '../../shared/model/ids.ts';
import type { Ids } from '../lib/ids.ts';
import type { Directory, Team } from '../store/directory.ts';
import { type Audit, actorOf, type Caller } from './audit.ts';
import type { AccountStore } from './model.ts';
import type { UserViewer } from './scope.ts';
import type { Users } from './users.ts';

export interface Teams {
  list(): Promise<TeamList>;
  /** @throws AppError `conflict` when the name is taken */
  create(by: UserViewer, name: string, caller: Caller): Promise<Team>;
  rename(by: UserViewer, id: TeamId, name: string, caller: Caller): Promise<Team>;
  /** Lists of that person follow at once. @throws AppError `forbidden` beyond what `by` may do */
  setMember(by: UserViewer, id: TeamId, userId: UserId, member: boolean, caller: Caller): Promise<void>;
  /** @throws AppError `conflict` while it serves a queue */
  remove(by: UserViewer, id: TeamId, caller: Caller): Promise<void>;
}

type DirectoryPort = Pick<Directory, 'teams' | 'queues' | 'saveTeam' | 'removeTeam' | 'invalidate'>;

const MOST_TEAMS = 200;

export function createTeams(deps: {
  directory: DirectoryPort;
  store: Pick<AccountStore, 'listUsers' | 'joinTeam' | 'leaveTeam'>;
  users: Pick<Users, 'reach' | 'checkTeams'>;
  audit: Audit;
  ids: Ids;
  viewerChanged(userId: UserId): void;
}): Teams {
  const { directory, store, users, audit, ids, viewerChanged } = deps;

  async function find(id: TeamId): Promise<Team> {
    const team = (await directory.teams()).find((one) => one.id === id);
    if (!team) throw new AppError('not_found', 'There is no such team.');
    return team;
  }

  async function checkName(name: string, id: TeamId | null): Promise<void> {
    const teams = await directory.teams();
    if (id === null && teams.length >= MOST_TEAMS) {
      throw new AppError('conflict', `There can be ${MOST_TEAMS} teams.`);
    }
    if (teams.some((team) => team.id !== id && team.name.toLowerCase() === name.toLowerCase())) {
      throw new AppError('conflict', 'There is a team of this name.', { fields: { name: 'taken' } });
    }
  }

  return {
    async list() {
      const [teams, queues, people] = await Promise.all([directory.teams(), directory.queues(), store.listUsers()]);
      const pick = ({ id, name, disabled }: (typeof people)[number]) => ({ id, name, disabled });
      return {
        teams: teams.map((team) => ({
          ...{ id: team.id, name: team.name },
          members: people.filter((user) => user.teamIds.includes(team.id)).map(pick),
          queues: queues.flatMap(({ id, name, teamIds }) => (teamIds.includes(team.id) ? [{ id, name }] : [])),
        })),
        people: people.map(pick),
      };
    },
    async create(by, name, caller) {
      await checkName(name, null);
      const team: Team = { id: ids.next<TeamId>(), name };
      await directory.saveTeam(team);
      await audit.record('team.created', actorOf(by), team.id, caller.address, { name });
      return team;
    },
    async rename(by, id, name, caller) {
      const before = await find(id);
      await checkName(name, id);
      await directory.saveTeam({ ...before, name });
      await audit.record('team.changed', actorOf(by), id, caller.address, { name, before: before.name });
      return { ...before, name };
    },
    async setMember(by, id, userId, member, caller) {
      const team = await find(id);
      const user = await users.reach(by, userId);
      if (member) await users.checkTeams(by, [id]);
      await (member ? store.joinTeam(userId, id) : store.leaveTeam(userId, id));
      directory.invalidate();
      const details = { name: team.name, [member ? 'joined' : 'left']: user.name };
      await audit.record('team.changed', actorOf(by), id, caller.address, details);
      viewerChanged(userId);
    },
    async remove(by, id, caller) {
      const team = await find(id);
      directory.invalidate();
      const isServing = (await directory.queues()).some((queue) => queue.teamIds.includes(id));
      if (isServing) throw new AppError('conflict', 'This team serves a queue. Give the queue to another team first.');
      const members = (await store.listUsers()).filter((user) => user.teamIds.includes(id));
      for (const user of members) await store.leaveTeam(user.id, id);
      await directory.removeTeam(id);
      await audit.record('team.removed', actorOf(by), id, caller.address, { name: team.name });
      for (const user of members) viewerChanged(user.id);
    },
  };
}
