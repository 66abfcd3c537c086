/** Makes one process the only user of a data folder; two would silently write over each other. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const OWNER_FILE = 'owner.json';
const ATTEMPTS = 5;

/** Thrown when another process, or this one, already has the folder open. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
}

export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Takes the lock or throws FolderInUseError naming the folder and the holder's pid.
 *
 * Node has no flock. A listening socket is the one thing it offers that the kernel itself takes away when the process
 * dies, however it dies: on Linux an abstract socket named after the folder's device and inode (so that two paths to one
 * folder collide), which leaves nothing behind. Elsewhere a socket file in the folder; a left-over file refuses
 * connections and is replaced. Processes in different network namespaces or machines do not see each other's lock.
 */
export async function lockFolder(dir: string): Promise<FolderLock> {
  const { dev, ino } = statSync(dir, { bigint: true });
  const isAbstract = process.platform === 'linux';
  const path = isAbstract ? `\0embedded-mongo-${dev}-${ino}` : join(dir, 'lock.sock');
  for (let attempt = 1; ; attempt++) {
    const server = await tryListen(path);
    if (server !== undefined) return claim(dir, server, isAbstract ? undefined : path);
    if (!isAbstract && !(await isAnswered(path))) rmSync(path, { force: true });
    if (attempt === ATTEMPTS) throw new FolderInUseError(describeHolder(dir));
    // A process that was just killed keeps its sockets for a moment.
    await wait(20 * attempt);
  }
}

function claim(dir: string, server: Server, socketFile: string | undefined): FolderLock {
  server.unref();
  const owner = join(dir, OWNER_FILE);
  return {
    release: () =>
      new Promise((resolve) => {
        rmSync(owner, { force: true });
        server.close(() => {
          if (socketFile !== undefined) rmSync(socketFile, { force: true });
          resolve();
        });
      }),
  };
}

/** Writes down who holds the folder, for the message the next one gets, and which temporary folder it uses. */
export function writeOwner(dir: string, temporary: string | undefined): void {
  writeFileSync(join(dir, OWNER_FILE), JSON.stringify({ pid: process.pid, host: hostname(), temporary }));
}

/** The temporary folder of a holder that was killed before it could remove it. */
export function readLeftover(dir: string): string | undefined {
  const { temporary } = readOwner(dir);
  return typeof temporary === 'string' ? temporary : undefined;
}

function readOwner(dir: string): { pid?: unknown; temporary?: unknown } {
  try {
    const owner: unknown = JSON.parse(readFileSync(join(dir, OWNER_FILE), 'utf8'));
    return typeof owner === 'object' && owner !== null ? owner : {};
  } catch {
    return {};
  }
}

function tryListen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen({ path, exclusive: true }, () => resolve(server));
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function describeHolder(dir: string): string {
  const { pid } = readOwner(dir);
  // The holder may not have written its file yet; the folder is taken all the same.
  const holder =
    pid === undefined ? 'another process' : pid === process.pid ? `this process (pid ${pid})` : `process ${pid}`;
  return `The data folder ${dir} is already in use by ${holder}.`;
}
