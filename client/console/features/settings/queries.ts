/** What the settings read and write over HTTP. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { OneTimeLink, SessionSummary, UserList } from '../../../../shared/api.ts';
import type { Role, UserSummary } from '../../../../shared/model/agent.ts';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import type { TeamId } from '../../../../shared/model/ids.ts';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import { callApi } from '../../http/api.ts';

export interface PersonInput {
  name: string;
  email: string;
  role: Role;
  teamIds: TeamId[];
}

/** Lists come as themselves or named; both are read. */
const readList = <T>(answer: T[] | Record<string, T[]>, name: string): T[] =>
  Array.isArray(answer) ? answer : (answer[name] ?? []);

export const useSessions = () =>
  useQuery({
    queryKey: ['sessions'],
    queryFn: async () =>
      readList(await callApi<SessionSummary[] | Record<string, SessionSummary[]>>('GET', '/api/sessions'), 'sessions'),
  });
export const usePeople = () =>
  useQuery({ queryKey: ['people'], queryFn: () => callApi<UserList>('GET', '/api/users') });
export const useInboxes = () =>
  useQuery({
    queryKey: ['inboxes'],
    queryFn: async () => (await callApi<{ inboxes: Inbox[] }>('GET', '/api/inboxes')).inboxes,
  });
export const useCalendars = () =>
  useQuery({
    queryKey: ['calendars'],
    queryFn: async () => (await callApi<{ calendars: Calendar[] }>('GET', '/api/calendars')).calendars,
  });

function useChange<Input, Answer>(key: string, run: (input: Input) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: run, onSuccess: () => client.invalidateQueries({ queryKey: [key] }) });
}

export const useRevokeSession = () =>
  useChange('sessions', (id: string) => callApi<null>('DELETE', `/api/sessions/${id}`));
export const useCreatePerson = () =>
  useChange('people', (input: PersonInput) =>
    callApi<{ user: UserSummary; link: OneTimeLink }>('POST', '/api/users', input),
  );
export const useChangePerson = () =>
  useChange('people', ({ id, ...change }: { id: string; disabled?: boolean } & Partial<PersonInput>) =>
    callApi<unknown>('PATCH', `/api/users/${id}`, change),
  );
export const useResetLink = () =>
  useChange('people', (id: string) => callApi<OneTimeLink>('POST', `/api/users/${id}/reset-link`));
export const useSaveInbox = () =>
  useChange('inboxes', (inbox: Inbox) => callApi<Inbox>('PUT', `/api/inboxes/${inbox.id}`, inbox));
export const useSaveCalendar = () =>
  useChange('calendars', (calendar: Calendar) => callApi<Calendar>('PUT', `/api/calendars/${calendar.id}`, calendar));
