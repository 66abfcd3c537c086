/** What was said in recordings, for the search: the words lie in files, and calls know who may read them. */
import { AppError } from '../../shared/errors.ts';
import type { FileId } from '../../shared/model/ids.ts';
import type { Keeping } from '../calls/keeping.ts';
import type { Files } from '../files/files.ts';
import type { Hearing } from '../search/find-entries.ts';

/** Null: they are gone, maybe while they were read. */
export function readSaid(files: Pick<Files, 'bytes'>) {
  return async (textId: FileId): Promise<string | null> => {
    try {
      return (await files.bytes(textId))?.toString('utf8') ?? null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  };
}

export function hearingBy(keeping: Pick<Keeping, 'requireListener'>): Hearing {
  return async (viewer, textId, conversationId) => {
    try {
      return await keeping.requireListener(viewer, textId, conversationId);
    } catch (error) {
      if (error instanceof AppError && error.code === 'forbidden') return null;
      throw error;
    }
  };
}
