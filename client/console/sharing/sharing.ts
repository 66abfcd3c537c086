/** What somebody may do with something that is shared, as the server decides it. The rules are pure. */
import type { Catalogue } from '../../../shared/api.ts';
import type { Sharing } from '../../../shared/model/catalogue.ts';
import type { TeamId, UserId } from '../../../shared/model/ids.ts';
import type { Permission } from '../../../shared/model/permission.ts';
import type { DeskState } from '../sync/desk-state.ts';
import { useDeskState } from '../sync/use-desk.ts';

export interface Sharer {
  id: UserId | null;
  teamIds: readonly TeamId[];
  permissions: readonly Permission[];
}

const nobody: Sharer = { id: null, teamIds: [], permissions: [] };
const read = (state: DeskState): Sharer => state.me ?? nobody;

export const useSharer = (): Sharer => useDeskState(read);

/** Teams somebody may share with: their own, or all for whoever sets up the workspace. */
export function sharableTeams(teams: Catalogue['teams'], { permissions, teamIds }: Sharer): Catalogue['teams'] {
  if (!permissions.includes('replies:share')) return [];
  return permissions.includes('workspace:manage') ? teams : teams.filter((team) => teamIds.includes(team.id));
}

export function mayChange(one: { sharing: Sharing; ownerId: UserId }, sharer: Sharer): boolean {
  const { sharing, ownerId } = one;
  switch (sharing.kind) {
    case 'mine':
      return ownerId === sharer.id;
    case 'everybody':
      return sharer.permissions.includes('replies:share');
    case 'teams':
      return (
        sharer.permissions.includes('replies:share') &&
        (sharer.permissions.includes('workspace:manage') || sharing.teamIds.every((id) => sharer.teamIds.includes(id)))
      );
  }
}

/** Own ones first, then by team, then everybody's: in the order in which somebody thinks of them. */
export function groupBySharing<T extends { sharing: Sharing }>(all: readonly T[]): Record<Sharing['kind'], T[]> {
  return {
    mine: all.filter(({ sharing }) => sharing.kind === 'mine'),
    teams: all.filter(({ sharing }) => sharing.kind === 'teams'),
    everybody: all.filter(({ sharing }) => sharing.kind === 'everybody'),
  };
}

/** The names of the teams it is shared with; one that is gone has none. */
export function nameTeams(sharing: Sharing, teams: Catalogue['teams']): string {
  if (sharing.kind !== 'teams') return '';
  return teams.flatMap((team) => (sharing.teamIds.includes(team.id) ? [team.name] : [])).join(', ');
}
