/** How much one visitor may upload; people inside, and what an inbox takes in, have the size limit alone. */
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { FileStore, Uploader } from '../store/files.ts';

const HOUR = 60 * 60 * 1000;

export interface QuotaLimits {
  filesPerHour: number;
  bytesPerDay: number;
  /** at once */
  uploads: number;
}

export const visitorQuota: QuotaLimits = { filesPerHour: 60, bytesPerDay: 200 * 1024 * 1024, uploads: 3 };

export interface Quota {
  /** Runs `upload` with the bytes that are left today. @throws AppError `rate_limited` */
  within<T>(uploader: Uploader, upload: (bytesLeft: number) => Promise<T>): Promise<T>;
}

export function createQuota(deps: { store: Pick<FileStore, 'usage'>; clock: Clock; limits?: QuotaLimits }): Quota {
  const { store, clock, limits = visitorQuota } = deps;
  const underway = new Map<string, number>();

  async function bytesLeft(uploader: Uploader): Promise<number> {
    const now = clock.now();
    const lastHour = await store.usage(uploader, now - HOUR);
    if (lastHour.files >= limits.filesPerHour) throw refuse('Too many files in one hour.', HOUR / 1000);
    const left = limits.bytesPerDay - (await store.usage(uploader, now - 24 * HOUR)).bytes;
    if (left <= 0) throw refuse('That is more than may be sent in a day.', HOUR / 1000);
    return left;
  }

  return {
    async within(uploader, upload) {
      if (uploader.kind !== 'visitor') return upload(Number.MAX_SAFE_INTEGER);
      const others = underway.get(uploader.id) ?? 0;
      if (others >= limits.uploads) throw refuse('Too many uploads at once.', 5);
      underway.set(uploader.id, others + 1);
      try {
        return await upload(await bytesLeft(uploader));
      } finally {
        const left = (underway.get(uploader.id) ?? 1) - 1;
        if (left > 0) underway.set(uploader.id, left);
        else underway.delete(uploader.id);
      }
    },
  };
}

const refuse = (message: string, retryAfter: number): AppError => new AppError('rate_limited', message, { retryAfter });
