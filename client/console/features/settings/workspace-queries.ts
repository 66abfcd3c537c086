/** What the settings of the workspace read and write; whatever is written makes everything read of the catalogue old. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { InboxList, InboxSighting, QueueBoard, ShownSecret } from '../../../../shared/api.ts';
import type { Calendar } from '../../../../shared/model/calendar.ts';
import type { CannedReply, Macro } from '../../../../shared/model/catalogue.ts';
import type { ServedLanguages } from '../../../../shared/model/inbox.ts';
import { callApi } from '../../http/api.ts';
import { catalogueKey } from '../../http/catalogue.ts';

function useRead<T>(name: string, path: string) {
  return useQuery({ queryKey: [...catalogueKey, name], queryFn: () => callApi<T>('GET', path) });
}

export const useQueues = () => useRead<QueueBoard>('queues', '/api/queues');
export const useInboxes = () => useRead<InboxList>('inboxes', '/api/inboxes');
export const useCalendars = () => useRead<{ calendars: Calendar[] }>('calendars', '/api/calendars');
export const useLanguages = () => useRead<ServedLanguages>('languages', '/api/languages');
/** Asked again every half minute, because somebody is putting the chat in just now. */
export const useSightings = (inboxId: string) =>
  useQuery({
    queryKey: [...catalogueKey, 'sightings', inboxId],
    refetchInterval: 30_000,
    queryFn: () => callApi<{ sightings: InboxSighting[] }>('GET', `/api/inboxes/${inboxId}/sightings`),
  });
/** Also those of other teams, for whoever may change them. */
export const useAllReplies = () => useRead<{ cannedReplies: CannedReply[] }>('all-replies', '/api/canned-replies?all');
export const useAllMacros = () => useRead<{ macros: Macro[] }>('all-macros', '/api/macros?all');

/** Collections by the path they have at the server. */
export type Collection =
  | 'tags'
  | 'dispositions'
  | 'presence-reasons'
  | 'attributes'
  | 'canned-replies'
  | 'macros'
  | 'queues'
  | 'inboxes'
  | 'calendars';

function useWrite<Input, Answer>(run: (input: Input) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: run, onSuccess: () => client.invalidateQueries({ queryKey: catalogueKey }) });
}

/** Without an id it is created, with one it is replaced. Some collections want the id in the body too. */
export function useSave<Item extends { id: string }>(collection: Collection) {
  return useWrite(({ id, ...input }: { id: string | undefined }) => {
    if (id === undefined) return callApi<Item>('POST', `/api/${collection}`, input);
    return callApi<Item>('PUT', `/api/${collection}/${id}`, { id, ...input });
  });
}

export const useSaveLanguages = () =>
  useWrite((languages: ServedLanguages) => callApi<ServedLanguages>('PUT', '/api/languages', languages));

export const useRemove = (collection: Collection) =>
  useWrite((id: string) => callApi<null>('DELETE', `/api/${collection}/${id}`));

/** Asking shows it, and writes that down; so nothing asks by itself. */
export const useShowSecret = () =>
  useMutation({ mutationFn: (id: string) => callApi<ShownSecret>('GET', `/api/inboxes/${id}/secret`) });
export const useRotateSecret = () =>
  useMutation({
    mutationFn: ({ id, graceHours }: { id: string; graceHours: number }) =>
      callApi<ShownSecret>('POST', `/api/inboxes/${id}/secret`, { graceHours }),
  });
