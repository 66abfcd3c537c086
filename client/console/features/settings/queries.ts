/** What the settings read and write over HTTP. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import type { Inbox } from '../../../../shared/model/inbox.ts';
import { callApi } from '../../http/api.ts';

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

export const useSaveInbox = () =>
  useChange('inboxes', (inbox: Inbox) => callApi<Inbox>('PUT', `/api/inboxes/${inbox.id}`, inbox));
export const useSaveCalendar = () =>
  useChange('calendars', (calendar: Calendar) => callApi<Calendar>('PUT', `/api/calendars/${calendar.id}`, calendar));
