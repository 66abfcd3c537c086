/** Sends an uploaded file so that a browser can do nothing with it but show a picture or save it. */
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { OpenFile } from '../files/files.ts';
import { picturesShown } from '../files/sniff.ts';

export async function sendFile(response: Response, file: OpenFile): Promise<void> {
  const stream = file.stream();
  await once(stream, 'open');
  // `image` is only set for those of a sane size.
  const isInline = file.ref.image !== undefined && picturesShown.has(file.ref.type);
  // A file's bytes never change.
  const tag = `"${file.ref.id}"`;
  const isKnown = response.req.get('if-none-match')?.includes(tag) ?? false;
  response.set({
    'Content-Type': file.ref.type === 'text/plain' ? 'text/plain; charset=utf-8' : file.ref.type,
    'Content-Length': String(file.ref.size),
    'Content-Disposition': disposition(isInline ? 'inline' : 'attachment', file.ref.name),
    'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    // Asked for again each time: what was erased, or is not for this reader any more, is not shown from a browser's memory.
    'Cache-Control': 'private, no-cache',
    ETag: tag,
    Vary: 'Cookie, Authorization',
  });
  if (response.req.method === 'HEAD' || isKnown) {
    stream.destroy();
    if (isKnown) response.status(304).removeHeader('Content-Length');
    response.end();
    return;
  }
  await pipeline(stream, response).catch((error: unknown) => {
    // The reader went away: nothing to tell anybody.
    if (!response.destroyed) throw error;
  });
}

/** RFC 6266: a plain name for old readers and the real one as RFC 8187 has it. */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const full = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${full}`;
}
