/** The body of an HTTP answer, unpacked, up to a size: what is packed small and unpacks large is let go when it is too large. */
import type { IncomingMessage } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const unpackers: Record<string, () => Duplex> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Null: more than `maxBytes`.
 * @throws Error when it breaks off, is packed in a way nobody asked for, or `signal` aborts
 */
export async function readBody(
  response: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Buffer | null> {
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) return null;
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const unpacker = encoding === 'identity' ? null : unpackers[encoding]?.();
  if (unpacker === undefined) throw new Error(`packed as ${encoding}`);
  return collect(unpacker ? unpack(response, unpacker) : response, maxBytes, signal);
}

function unpack(response: IncomingMessage, unpacker: Duplex): Readable {
  response.on('error', (error) => unpacker.destroy(error));
  return response.pipe(unpacker);
}

async function collect(stream: Readable, maxBytes: number, signal: AbortSignal): Promise<Buffer | null> {
  const stop = () => stream.destroy(new Error('called off'));
  signal.addEventListener('abort', stop, { once: true });
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) return null;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, size);
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}
