/** Files that come with messages: received whole or not at all, judged by their bytes, bound to a conversation by being sent. */
import type { Readable } from 'node:stream';
import { buffer as readAll } from 'node:stream/consumers';
import { AppError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { FileRef } from '../../shared/model/file.ts';
import type { ConversationId, FileId } from '../../shared/model/ids.ts';
import { type BlobRange, type Blobs, BlobTooLargeError, type StagedBlob } from '../lib/blobs.ts';
import type { Clock } from '../lib/clock.ts';
import type { Ids } from '../lib/ids.ts';
import type { FileStore, StoredFile, Uploader } from '../store/files.ts';
import { cleanFileName } from './file-name.ts';
import { createQuota } from './quota.ts';
import { type Sniffed, sniffBytes, sniffFile } from './sniff.ts';

export interface OpenFile {
  ref: FileRef;
  conversationId: ConversationId | null;
  uploader: Uploader;
  /** came with a note: not for the customer */
  isPrivate: boolean;
  stream(range?: BlobRange): Readable;
}

export interface Files {
  /**
   * Resolves when the bytes are durable.
   * @throws AppError `too_large`, `rate_limited` beyond a visitor's quota, `invalid` for an empty or broken-off body
   */
  receive(body: Readable, meta: { name: string; uploader: Uploader }): Promise<FileRef>;
  /** Of what the server itself was given or makes: larger than what people may upload. */
  keep(bytes: Buffer, meta: { name: string; uploader: Uploader }): Promise<FileRef>;
  /** The same of what is too large to be held in memory. @throws whatever the body breaks off with; nothing is left of it then */
  keepStream(body: Readable, meta: { name: string; uploader: Uploader }): Promise<FileRef>;
  /** All bytes of a file; null for an unknown one. */
  bytes(id: FileId): Promise<Buffer | null>;
  /** In the order asked. @throws AppError `not_found` for an id that is unknown or somebody else's */
  resolve(ids: readonly FileId[], uploader: Uploader): Promise<FileRef[]>;
  /** Files of a note are for the `team`. Repeating it changes nothing. @throws AppError `not_found` when one is gone or was sent to another conversation */
  attach(
    refs: readonly Pick<FileRef, 'id'>[],
    conversationId: ConversationId,
    audience?: 'everyone' | 'team',
  ): Promise<void>;
  open(id: FileId): Promise<OpenFile | null>;
  /** Files of a note that was taken back: nobody can fetch them any more. What was sent to the customer as well stays. */
  retract(ids: readonly FileId[], conversationId: ConversationId): Promise<void>;
  /** Deletes these, and their bytes unless something else has the same. */
  erase(ids: readonly FileId[]): Promise<void>;
  /** Deletes what was uploaded more than a day ago and never sent; answers how many. */
  collectOrphans(): Promise<number>;
}

/** More than the largest letter, with room for how mail writes bytes, and than four hours of a call in two channels. */
const KEPT_BYTES = 500 * 1024 * 1024;
const ORPHAN_AFTER = 24 * 60 * 60 * 1000;

export function createFiles(deps: { files: FileStore; blobs: Blobs; clock: Clock; ids: Ids }): Files {
  const { files: store, blobs, clock, ids } = deps;
  const quota = createQuota({ store, clock });

  /** Noted down before the bytes take their place: a collector of unused blobs then never sees them without an owner. */
  async function note(staged: StagedBlob, sniffed: Sniffed, name: string, uploader: Uploader): Promise<FileRef> {
    const ref: FileRef = { id: ids.next<FileId>(), name: cleanFileName(name), size: staged.size, ...sniffed };
    await store.insert({
      ...ref,
      hash: staged.hash,
      uploader,
      conversationId: null,
      isPrivate: false,
      createdAt: clock.now(),
    });
    return ref;
  }

  async function place(staged: StagedBlob, ref: FileRef): Promise<FileRef> {
    try {
      await blobs.place(staged);
    } catch (error) {
      await store.remove(ref.id);
      throw error;
    }
    return ref;
  }

  /** The bytes go when nothing else has the same. */
  async function forget(hash: string): Promise<void> {
    if (!(await store.usesHash(hash))) await blobs.remove(hash, () => store.usesHash(hash));
  }

  return {
    receive: (body, { name, uploader }) =>
      quota.within(uploader, async (bytesLeft) => {
        const staged = await stage(blobs, body, bytesLeft);
        try {
          if (staged.size === 0) throw new AppError('invalid', 'The file is empty.');
          return await place(staged, await note(staged, await sniffFile(staged.path), name, uploader));
        } finally {
          await blobs.discard(staged);
        }
      }),
    async keep(bytes, { name, uploader }) {
      if (bytes.length > KEPT_BYTES) throw new BlobTooLargeError(`more than ${KEPT_BYTES} bytes`);
      const sniffed = await sniffBytes(bytes);
      const { done, ...staged } = blobs.stageBytes(bytes);
      try {
        // Both at once: each is a flush of the disk, and a letter waits for them.
        const [written, noted] = await Promise.allSettled([done, note(staged, sniffed, name, uploader)]);
        if (noted.status === 'rejected') throw noted.reason;
        if (written.status === 'fulfilled') return await place(staged, noted.value);
        await store.remove(noted.value.id);
        throw written.reason;
      } catch (error) {
        await blobs.discard(staged);
        throw error;
      }
    },
    async keepStream(body, { name, uploader }) {
      const staged = await blobs.stage(body, KEPT_BYTES);
      try {
        return await place(staged, await note(staged, await sniffFile(staged.path), name, uploader));
      } finally {
        await blobs.discard(staged);
      }
    },
    async bytes(id) {
      const file = await store.find(id);
      return file && (await readAll(blobs.read(file.hash)));
    },
    async resolve(fileIds, uploader) {
      if (fileIds.length === 0) return [];
      const found = new Map((await store.findMany(fileIds)).map((file) => [file.id, file]));
      return fileIds.map((id) => {
        const file = found.get(id);
        if (!file || file.uploader.kind !== uploader.kind || file.uploader.id !== uploader.id) throw unknownFile();
        return refOf(file);
      });
    },
    async attach(refs, conversationId, audience = 'everyone') {
      for (const { id } of refs) {
        if (!(await store.attach(id, conversationId, audience === 'team'))) throw unknownFile();
      }
    },
    async open(id) {
      const file = await store.find(id);
      if (file === null) return null;
      const { conversationId, uploader, isPrivate, hash } = file;
      return { ref: refOf(file), conversationId, uploader, isPrivate, stream: (range) => blobs.read(hash, range) };
    },
    async retract(fileIds, conversationId) {
      for (const id of fileIds) {
        const taken = await store.takePrivate(id, conversationId);
        if (taken) await forget(taken.hash);
      }
    },
    async erase(fileIds) {
      for (const file of await store.findMany(fileIds)) {
        await store.remove(file.id);
        await forget(file.hash);
      }
    },
    async collectOrphans() {
      for (let count = 0; ; count++) {
        const orphan = await store.takeOrphan(clock.now() - ORPHAN_AFTER);
        if (orphan === null) return count;
        await forget(orphan.hash);
      }
    },
  };
}

async function stage(blobs: Blobs, body: Readable, bytesLeft: number): Promise<StagedBlob> {
  try {
    return await blobs.stage(body, Math.min(limits.fileBytes, bytesLeft));
  } catch (error) {
    if (error instanceof BlobTooLargeError) throw tooLarge(bytesLeft);
    if (isBrokenOff(error)) throw new AppError('invalid', 'The upload broke off.');
    throw error;
  }
}

function tooLarge(bytesLeft: number): AppError {
  if (bytesLeft < limits.fileBytes)
    return new AppError('rate_limited', 'That is more than may be sent in a day.', { retryAfter: 3600 });
  return new AppError('too_large', `A file may have at most ${limits.fileBytes / 1024 / 1024} MB.`);
}

const isBrokenOff = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET'].includes(String(error.code));

const unknownFile = (): AppError => new AppError('not_found', 'There is no such file.');

const refOf = ({ id, name, type, size, image }: StoredFile): FileRef =>
  image ? { id, name, type, size, image } : { id, name, type, size };
