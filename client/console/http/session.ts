/** Who is signed in, as a query that every screen may read. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Here } from '../../../shared/api.ts';
import { ApiError, callApi } from './api.ts';

export const meKey = ['me'] as const;

/** null: nobody is signed in */
export const meQuery = queryOptions({
  queryKey: meKey,
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async (): Promise<Here | null> => {
    try {
      return await callApi<Here>('GET', '/api/me');
    } catch (fault) {
      if (fault instanceof ApiError && fault.wire.code === 'unauthenticated') return null;
      throw fault;
    }
  },
});

export const useMe = () => useQuery(meQuery);
