/** The files of a letter that is passed on, fetched to be sent anew: a file belongs to whoever sends it. */
import type { FileRef } from '../../../../../shared/model/file.ts';

/** What could not be fetched is missing. */
export async function fetchFiles(refs: readonly FileRef[]): Promise<File[]> {
  const fetched = await Promise.all(refs.map(fetchFile));
  return fetched.filter((file) => file !== null);
}

async function fetchFile({ id, name, type }: FileRef): Promise<File | null> {
  const response = await fetch(`/files/${id}`, { credentials: 'same-origin' }).catch(() => null);
  if (!response?.ok) return null;
  const blob = await response.blob().catch(() => null);
  return blob && new File([blob], name, { type });
}
