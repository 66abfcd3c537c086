/** Starts the embedded store on a data folder and says with which URI a MongoDB driver reaches it. */
import { Worker } from 'node:worker_threads';
import { openStore } from './store.ts';
import type { ListenOptions } from './wire/address.ts';

export interface StartOptions {
  /** Acknowledged writes survive a power cut (default). False is for tests: fast, and lost when the machine fails. */
  readonly durable?: boolean;
  /** Default: a Unix socket in a fresh folder. A port listens on 127.0.0.1 only and needs the password in the URI. */
  readonly listen?: ListenOptions;
  /** `worker` keeps the caller's event loop free; the default, except when running from TypeScript sources. */
  readonly thread?: 'worker' | 'inline';
  /** Soft limit of the data file in bytes; inserts beyond it fail with OutOfDiskSpace. Default: none. */
  readonly maxBytes?: number;
}

export interface RunningStore {
  readonly uri: string;
  /** Ends connections, commits what was accepted, closes the folder. */
  stop(): Promise<void>;
}

/** What the worker is started with, and what it answers. */
export interface WorkerInput {
  readonly dir: string;
  readonly options: Omit<StartOptions, 'thread'>;
}
export type WorkerMessage =
  | { readonly uri: string }
  | { readonly failure: { name: string; message: string } }
  | 'stopped';

const isSource = import.meta.url.endsWith('.ts');

/**
 * @throws FolderInUseError when another process has the folder, FolderFormatError when it is not a folder of this store
 * (both by `name`), or an error of the file system
 */
export async function startStore(dir: string, options: StartOptions = {}): Promise<RunningStore> {
  const { thread = isSource ? 'inline' : 'worker', ...rest } = options;
  if (thread === 'worker') return startWorker({ dir, options: rest });
  return startInline({ dir, options: rest });
}

/** Runs the store in the calling thread. */
export async function startInline({ dir, options }: WorkerInput): Promise<RunningStore> {
  const { uri, stop } = await openStore(dir, {
    durable: options.durable ?? true,
    listen: options.listen,
    maxBytes: options.maxBytes ?? 0,
    now: Date.now,
    onBug: (error) => {
      process.stderr.write(`embedded store: ${error instanceof Error ? error.stack : String(error)}\n`);
    },
  });
  return { uri, stop };
}

function startWorker(input: WorkerInput): Promise<RunningStore> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: input });
  return new Promise((resolve, reject) => {
    const onEarlyEnd = (error: unknown): void =>
      reject(error instanceof Error ? error : new Error('The embedded store ended while starting.'));
    worker.once('error', onEarlyEnd);
    worker.once('exit', onEarlyEnd);
    worker.once('message', (message: WorkerMessage) => {
      // From here on an error in the worker has no listener and ends the process, which is what a lost database is.
      worker.off('error', onEarlyEnd);
      worker.off('exit', onEarlyEnd);
      if (message === 'stopped') return;
      if ('failure' in message) {
        const error = new Error(message.failure.message);
        error.name = message.failure.name;
        reject(error);
      } else resolve({ uri: message.uri, stop: () => stopWorker(worker) });
    });
  });
}

function stopWorker(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.once('exit', () => resolve());
    worker.postMessage('stop');
  });
}
