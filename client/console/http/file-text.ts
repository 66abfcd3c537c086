/** A kept file as text, such as the HTML of a letter; files never change, so each is read once. */
import { useQuery } from '@tanstack/react-query';
import type { FileId } from '../../../shared/model/ids.ts';
import { ApiError, readError } from './api.ts';

export async function readFileText(id: FileId): Promise<string> {
  const response = await fetch(`/files/${id}`, { credentials: 'same-origin' }).catch(() => null);
  if (!response?.ok) throw new ApiError(readError(null));
  return response.text();
}

export function useFileText(id: FileId | null) {
  return useQuery({
    queryKey: ['file-text', id],
    queryFn: () => (id === null ? '' : readFileText(id)),
    enabled: id !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
