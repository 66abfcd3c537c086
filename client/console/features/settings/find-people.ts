/** Who fits what was typed: every word must be in the name, the address, the role or a team. */
import type { UserList } from '../../../../shared/api.ts';
import type { UserSummary } from '../../../../shared/model/agent.ts';
import type { Role } from '../../../../shared/model/role.ts';

export function findPeople(
  { users, teams, roles }: UserList,
  search: string,
  nameRole: (role: Role, name: string) => string,
): UserSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return users.filter((user) => {
    const role = nameRole(user.role, roles.find(({ id }) => id === user.role)?.name ?? '');
    const joined = teams.flatMap(({ id, name }) => (user.teamIds.includes(id) ? [name] : []));
    const text = [user.name, user.email, role, ...joined].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
