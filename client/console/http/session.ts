/** Who is signed in, as a query that every screen may read. */
import { useQuery } from '@tanstack/react-query';
import type { Me } from '../../../shared/api.ts';
import { ApiError, callApi } from './api.ts';

export const meKey = ['me'] as const;

/** null: nobody is signed in */
export function useMe() {
  return useQuery({
    queryKey: meKey,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<Me | null> => {
      try {
        const answer = await callApi<Me | { me: Me }>('GET', '/api/me');
        return 'me' in answer ? answer.me : answer;
      } catch (fault) {
        if (fault instanceof ApiError && fault.wire.code === 'unauthenticated') return null;
        throw fault;
      }
    },
  });
}
