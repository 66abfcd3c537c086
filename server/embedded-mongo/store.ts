/** Opens a data folder and serves it: lock, format, storage, executor and listener put together. */
import { chmodSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { purgeDropped, removeExpired } from './background.ts';
import type { Engine } from './commands/command.ts';
import { Cursors } from './cursors.ts';
import { makeDispatcher } from './dispatcher.ts';
import { Executor } from './executor.ts';
import { Catalog } from './storage/catalog.ts';
import { lockFolder, readLeftover, writeOwner } from './storage/folder-lock.ts';
import { checkFormat } from './storage/format.ts';
import { openKv } from './storage/kv.ts';
import { chooseAddress, type ListenOptions, removeSocketFolder } from './wire/address.ts';
import { Listener } from './wire/listener.ts';

const DATA_FILE = 'data.mdb';
const SWEEP_MS = 60_000;

export interface StoreOptions {
  readonly durable: boolean;
  readonly listen: ListenOptions | undefined;
  /** Soft limit of the data file; 0 for none. */
  readonly maxBytes: number;
  /** Milliseconds since 1970; expiry goes by it. */
  readonly now: () => number;
  /** Told of errors that are the store's own fault. */
  readonly onBug: (error: unknown) => void;
}

export interface Store {
  readonly uri: string;
  /** Removes what has expired; also done every minute. Resolves to the number of documents. */
  sweep(): Promise<number>;
  stop(): Promise<void>;
}

/** Throws FolderInUseError or FolderFormatError, and errors of the file system. */
export async function openStore(dir: string, options: StoreOptions): Promise<Store> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const folder = realpathSync(dir);
  const lock = await lockFolder(folder);
  try {
    checkFormat(folder);
    const leftover = readLeftover(folder);
    if (leftover !== undefined) removeSocketFolder(leftover);
    const kv = openKv(join(folder, DATA_FILE), { durable: options.durable, maxBytes: options.maxBytes });
    // LMDB makes its file readable for the group; conversations are nobody else's business.
    chmodSync(join(folder, DATA_FILE), 0o600);
    try {
      return await serve(folder, kv, options, () => lock.release());
    } catch (error) {
      kv.close();
      throw error;
    }
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function serve(
  folder: string,
  kv: ReturnType<typeof openKv>,
  options: StoreOptions,
  release: () => Promise<void>,
): Promise<Store> {
  const catalog = new Catalog(kv);
  const cursors = new Cursors(options.now);
  const executor = new Executor(kv, () => catalog.reload());
  const address = await chooseAddress(options.listen);
  writeOwner(folder, address.folder);
  let isStopped = false;
  let isPurging = false;
  const purge = async (): Promise<void> => {
    if (isPurging) return;
    isPurging = true;
    try {
      await purgeDropped(engine, executor);
    } catch (error) {
      // What is left is purged at the next start.
      if (!isStopped) options.onBug(error);
    }
    isPurging = false;
  };
  const engine: Engine = {
    kv,
    catalog,
    cursors,
    now: options.now,
    credential: address.credential,
    connections: () => listener.size,
    startedAt: options.now(),
    // The drop is committed by then; what is found must not be the state of a transaction that may still fail.
    onDropped: () => setImmediate(() => void purge()),
  };
  const listener: Listener = new Listener(
    makeDispatcher(engine, executor, options.onBug),
    address.credential === undefined,
  );
  const server = await listener.listen(address.target);
  if ('path' in address.target) chmodSync(address.target.path, 0o600);
  const sweep = async (): Promise<number> => {
    cursors.dropIdle();
    return removeExpired(engine, executor);
  };
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => (isStopped ? undefined : options.onBug(error)));
  }, SWEEP_MS);
  timer.unref();
  if (catalog.hasPurgeable()) void purge();
  return {
    uri: address.uri(server.address()),
    sweep,
    async stop() {
      if (isStopped) return;
      isStopped = true;
      clearInterval(timer);
      // First the writes that were accepted are committed and answered, then the connections end.
      await executor.stop();
      cursors.clear();
      await listener.close();
      kv.close();
      address.removeFiles();
      await release();
    },
  };
}
