/** Bytes in a folder under their sha256: written to a temporary file, flushed, then renamed, so that a blob is whole or absent. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Bytes that arrived and are not under their name yet. */
export interface StagedBlob {
  hash: string;
  size: number;
  path: string;
}

export interface BlobRange {
  /** first and last byte, both included */
  start: number;
  end: number;
}

export interface Blobs {
  /** Reads all of `body`. @throws BlobTooLargeError beyond `limit` bytes; whatever fails, nothing is left behind. */
  stage(body: Readable, limit: number): Promise<StagedBlob>;
  /** Of bytes that are here already: their hash is known at once, and `done` when they are on disk. */
  stageBytes(bytes: Buffer): StagedBlob & { done: Promise<void> };
  /** Puts staged bytes under their hash; the same bytes twice are one file. */
  place(staged: StagedBlob): Promise<void>;
  discard(staged: StagedBlob): Promise<void>;
  read(hash: string, range?: BlobRange): Readable;
  /** Deletes unless `isUsed` says somebody came to need it meanwhile. */
  remove(hash: string, isUsed: () => Promise<boolean>): Promise<void>;
  /** Deletes what a killed process left unfinished before a moment (ms since 1970); nodes that share the folder may be receiving now. */
  sweep(before: number): Promise<void>;
}

export class BlobTooLargeError extends Error {
  override readonly name = 'BlobTooLargeError';
}

/** `dir` is created when missing. */
export async function createBlobs(dir: string): Promise<Blobs> {
  const staging = join(dir, 'staging');
  await mkdir(staging, { recursive: true, mode: 0o700 });
  const pathOf = (hash: string): string => join(dir, hash.slice(0, 2), hash);

  return {
    async stage(body, limit) {
      const path = join(staging, randomUUID());
      try {
        const { hash, size } = await receive(body, path, limit);
        await flush(path);
        return { hash, size, path };
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
    },
    stageBytes(bytes) {
      const path = join(staging, randomUUID());
      const hash = createHash('sha256').update(bytes).digest('hex');
      return { hash, size: bytes.length, path, done: writeWhole(path, bytes) };
    },
    async place({ hash, path }) {
      const target = pathOf(hash);
      // Nearly always its folder is there: this stands in the way of every letter.
      const isHome = await moved(path, target);
      if (!isHome) {
        await mkdir(dirname(target), { recursive: true, mode: 0o700 });
        await rename(path, target);
      }
      await flush(dirname(target));
      if (!isHome) await flush(dir);
    },
    async discard({ path }) {
      await rm(path, { force: true });
    },
    read: (hash, range) => createReadStream(pathOf(hash), range),
    async remove(hash, isUsed) {
      // Set aside first and asked again after: whoever notes down a hash before placing it either finds it or is found.
      const aside = join(staging, `${hash}.${randomUUID()}`);
      const isThere = await rename(pathOf(hash), aside).then(
        () => true,
        () => false,
      );
      if (!isThere) return;
      if (await isUsed()) await rename(aside, pathOf(hash));
      else await rm(aside, { force: true });
    },
    async sweep(before) {
      for (const name of await readdir(staging)) {
        const path = join(staging, name);
        const isOld = await stat(path).then(
          ({ mtimeMs }) => mtimeMs < before,
          () => false,
        );
        const [hash = '', suffix] = name.split('.');
        if (!isOld) continue;
        // One that was set aside when the process died goes back: the next collection asks again.
        if (suffix && (await isMissing(pathOf(hash)))) await rename(path, pathOf(hash));
        else await rm(path, { force: true });
      }
    },
  };
}

async function receive(body: Readable, path: string, limit: number): Promise<{ hash: string; size: number }> {
  const sum = createHash('sha256');
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > limit) return done(new BlobTooLargeError(`more than ${limit} bytes`));
      sum.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(body, measure, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  return { hash: sum.digest('hex'), size };
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** False where the folder it belongs into is missing. */
async function moved(path: string, target: string): Promise<boolean> {
  try {
    await rename(path, target);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function isMissing(path: string): Promise<boolean> {
  return stat(path).then(
    () => false,
    () => true,
  );
}
