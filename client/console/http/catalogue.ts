/** What everybody chooses from, as queries that every screen may read; whoever changes it makes them old in all consoles. */
import { useQuery } from '@tanstack/react-query';
import type { Catalogue } from '../../../shared/api.ts';
import type { CannedReply, Macro } from '../../../shared/model/catalogue.ts';
import { callApi } from './api.ts';

/** Every query whose key begins with it is read again after 'catalogue:changed'. */
export const catalogueKey = ['catalogue'] as const;

const staleTime = Number.POSITIVE_INFINITY;

/** Archived tags, dispositions and the like are among them: show them where they were used, offer the others. */
export const useCatalogue = () =>
  useQuery({
    queryKey: [...catalogueKey, 'lists'],
    staleTime,
    queryFn: () => callApi<Catalogue>('GET', '/api/catalogue'),
  });

/** Own ones, those of one's teams, and everybody's, by shortcut. */
export const useCannedReplies = () =>
  useQuery({
    queryKey: [...catalogueKey, 'canned-replies'],
    staleTime,
    queryFn: async () => (await callApi<{ cannedReplies: CannedReply[] }>('GET', '/api/canned-replies')).cannedReplies,
  });

/** Own ones, those of one's teams, and everybody's, by name. */
export const useMacros = () =>
  useQuery({
    queryKey: [...catalogueKey, 'macros'],
    staleTime,
    queryFn: async () => (await callApi<{ macros: Macro[] }>('GET', '/api/macros')).macros,
  });
