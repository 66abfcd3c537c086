/** How long things are kept, at the server. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { RetentionCounts, RetentionRules } from '../../../../shared/model/retention.ts';
import { callApi } from '../../http/api.ts';

const key = ['retention'];

export const useRetention = () =>
  useQuery({ queryKey: key, queryFn: () => callApi<RetentionRules>('GET', '/api/retention') });

/** What these rules would take now. */
export const useRetentionCounts = (rules: RetentionRules) =>
  useQuery({
    queryKey: [...key, 'count', rules],
    queryFn: () => callApi<RetentionCounts>('POST', '/api/retention/count', rules),
    placeholderData: keepPreviousData,
  });

export function useSaveRetention() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (rules: RetentionRules) => callApi<void>('PUT', '/api/retention', rules),
    onSuccess: (_answer, rules) => client.setQueryData(key, rules),
  });
}
