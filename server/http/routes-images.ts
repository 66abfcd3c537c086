/** Pictures that a letter names elsewhere, fetched by us: whoever sent it learns neither who looks nor from where. */
import { z } from 'zod';
import { AppError, type ErrorCode } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import { sniffPicture } from '../files/sniff.ts';
import { type FetchRefusal, FetchRefused, type GuardedFetch } from '../lib/guarded-fetch.ts';
import { createShelf } from '../lib/shelf.ts';
import { parseQuery } from './parse.ts';
import { forUsers, type Route } from './route.ts';

export interface ImageDeps {
  fetchOut: GuardedFetch;
  now(): number;
}

interface Picture {
  type: string;
  bytes: Buffer;
}

const MAX_BYTES = 5 * 1024 * 1024;
const SHELF = { bytes: 32 * 1024 * 1024, ms: 10 * 60_000 };
/** Fetched at once for everybody together; the others wait in the browser's own order. */
const TOGETHER = 64;
const query = z.object({ url: z.string().min(1).max(limits.url) });

const codes: Partial<Record<FetchRefusal, ErrorCode>> = { size: 'too_large', type: 'unsupported_type' };

export function imageRoutes({ fetchOut, now }: ImageDeps): Route[] {
  const shelf = createShelf<Picture>({ ...SHELF, now, sizeOf: ({ bytes }) => bytes.length });
  const underWay = new Map<string, Promise<Picture>>();

  async function fetchPicture(url: string): Promise<Picture> {
    const { bytes } = await fetchOut(url, {
      ...{ maxBytes: MAX_BYTES, timeoutMs: 10_000, accept: 'image/webp,image/png,image/jpeg,image/gif' },
      // Their word on it counts for nothing, but what calls itself a page is not worth reading.
      takes: (type) => !/^(text|application\/(json|xhtml|xml|javascript))/.test(type),
    });
    const type = await sniffPicture(bytes);
    if (type === null) throw new FetchRefused('type', 'no picture');
    shelf.put(url, { type, bytes });
    return { type, bytes };
  }

  function find(url: string): Promise<Picture> {
    const known = shelf.get(url);
    if (known) return Promise.resolve(known);
    const running = underWay.get(url);
    if (running) return running;
    if (underWay.size >= TOGETHER) throw new AppError('rate_limited', 'Too many pictures at once.', { retryAfter: 1 });
    const fetching = fetchPicture(url).finally(() => underWay.delete(url));
    underWay.set(url, fetching);
    return fetching;
  }

  return [
    forUsers(
      'get',
      '/api/images',
      async ({ request, response }) => {
        const { url } = parseQuery(request, query);
        const { type, bytes } = await find(url).catch((error: unknown) => {
          if (!(error instanceof FetchRefused)) throw error;
          throw new AppError(codes[error.refusal] ?? 'not_found', 'This picture cannot be had.');
        });
        response.set({
          'Content-Type': type,
          'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
          'X-Content-Type-Options': 'nosniff',
          'Content-Disposition': 'inline; filename="picture"',
          'Cache-Control': 'private, max-age=3600',
          Vary: 'Cookie',
        });
        response.end(bytes);
      },
      { limit: 'image' },
    ),
  ];
}
