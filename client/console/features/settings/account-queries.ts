/** What the pages about people, roles, teams, one's own account and the audit trail read and write over HTTP. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { OneTimeLink, SessionSummary, UserList } from '../../../../shared/api.ts';
import type {
  AuditFilter,
  AuditPage,
  RecoveryCodes,
  RoleInput,
  RoleList,
  TeamList,
  TwoFactorState,
} from '../../../../shared/api-accounts.ts';
import type { UserSummary } from '../../../../shared/model/agent.ts';
import type { TeamId, UserId } from '../../../../shared/model/ids.ts';
import type { Role, RoleDefinition } from '../../../../shared/model/role.ts';
import { callApi } from '../../http/api.ts';
import { meKey } from '../../http/session.ts';

export interface PersonInput {
  name: string;
  email: string;
  role: Role;
  teamIds: TeamId[];
  capacity: number | null;
}

/** People, roles and teams speak of each other, so a change of one is read in all. */
const everybody = ['people', 'roles', 'teams', 'catalogue'];

function useChange<Input, Answer>(keys: readonly string[], run: (input: Input) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: () => Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export const usePeople = () =>
  useQuery({ queryKey: ['people'], queryFn: () => callApi<UserList>('GET', '/api/users') });
export const useCreatePerson = () =>
  useChange(everybody, (input: PersonInput) =>
    callApi<{ user: UserSummary; link: OneTimeLink }>('POST', '/api/users', input),
  );
export const useChangePerson = () =>
  useChange(everybody, ({ id, ...change }: { id: UserId; disabled?: boolean } & Partial<PersonInput>) =>
    callApi<UserSummary>('PATCH', `/api/users/${id}`, change),
  );
export const useResetLink = () =>
  useChange([], (id: UserId) => callApi<OneTimeLink>('POST', `/api/users/${id}/reset-link`));
export const useResetTwoFactor = () =>
  useChange(['people'], (id: UserId) => callApi<UserSummary>('DELETE', `/api/users/${id}/two-factor`));

export const useRoles = () => useQuery({ queryKey: ['roles'], queryFn: () => callApi<RoleList>('GET', '/api/roles') });
/** A new one where `id` is null. */
export const useSaveRole = () =>
  useChange(everybody, ({ id, ...input }: RoleInput & { id: Role | null }) =>
    callApi<RoleDefinition>(id === null ? 'POST' : 'PUT', id === null ? '/api/roles' : `/api/roles/${id}`, input),
  );
export const useRemoveRole = () => useChange(everybody, (id: Role) => callApi<null>('DELETE', `/api/roles/${id}`));

export const useTeams = () => useQuery({ queryKey: ['teams'], queryFn: () => callApi<TeamList>('GET', '/api/teams') });
/** A new one where `id` is null. */
export const useSaveTeam = () =>
  useChange(everybody, ({ id, name }: { id: TeamId | null; name: string }) =>
    callApi<{ id: TeamId }>(id === null ? 'POST' : 'PATCH', id === null ? '/api/teams' : `/api/teams/${id}`, { name }),
  );
export const useSetMember = () =>
  useChange(everybody, ({ teamId, ...membership }: { teamId: TeamId; userId: UserId; member: boolean }) =>
    callApi<null>('PUT', `/api/teams/${teamId}/members`, membership),
  );
export const useRemoveTeam = () => useChange(everybody, (id: TeamId) => callApi<null>('DELETE', `/api/teams/${id}`));

const profile = [meKey[0], 'people'];
export const useChangeName = () => useChange(profile, (name: string) => callApi<null>('PATCH', '/api/me', { name }));
export const useChangeEmail = () =>
  useChange(profile, (input: { email: string; password: string }) => callApi<null>('PUT', '/api/me/email', input));
export const useChangePassword = () =>
  useChange(['sessions'], (input: { current: string; password: string }) =>
    callApi<null>('PUT', '/api/me/password', input),
  );

export const useSessions = () =>
  useQuery({ queryKey: ['sessions'], queryFn: () => callApi<SessionSummary[]>('GET', '/api/sessions') });
export const useRevokeSession = () =>
  useChange(['sessions'], (id: string) => callApi<null>('DELETE', `/api/sessions/${id}`));
export const useRevokeOthers = () =>
  useChange(['sessions'], () => callApi<{ ended: number }>('DELETE', '/api/sessions'));

export const useTwoFactor = () =>
  useQuery({ queryKey: ['two-factor'], queryFn: () => callApi<TwoFactorState>('GET', '/api/two-factor') });
export const useTurnOff = () =>
  useChange(['two-factor', 'people'], (input: { password: string; code: string }) =>
    callApi<null>('POST', '/api/two-factor/off', input),
  );
export const useRenewCodes = () =>
  useChange(['two-factor'], (input: { password: string; code: string }) =>
    callApi<RecoveryCodes>('POST', '/api/two-factor/recovery-codes', input),
  );

export function toQuery(filter: AuditFilter & { before?: string }): string {
  const given = Object.entries(filter).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return new URLSearchParams(given).toString();
}
export const useAudit = (filter: AuditFilter) =>
  useInfiniteQuery({
    queryKey: ['audit', filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      callApi<AuditPage>('GET', `/api/audit?${toQuery({ ...filter, ...(pageParam ? { before: pageParam } : {}) })}`),
    getNextPageParam: ({ next }) => next,
    // Somebody who looks again wants to see what happened since.
    staleTime: 0,
  });
