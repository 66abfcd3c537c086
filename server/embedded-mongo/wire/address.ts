/** Where the store listens, and the URI a driver connects with. */
import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { type Credential, deriveCredential } from './scram.ts';

export type ListenOptions = { readonly socket: string } | { readonly port: number };

/** Linux allows 108 bytes with the closing zero; macOS four less. */
const MAX_SOCKET_PATH = process.platform === 'linux' ? 107 : 103;
const USER = 'store';
const FOLDER_PREFIX = 'store-';
const SOCKET_NAME = 'store.sock';

export interface Address {
  readonly target: { path: string } | { port: number; host: string };
  /** Whoever connects over TCP has to know it; a socket is guarded by its folder's rights. */
  readonly credential: Credential | undefined;
  /** The temporary folder that holds the socket, if it is in one. */
  readonly folder: string | undefined;
  uri(bound: AddressInfo | string | null): string;
  removeFiles(): void;
}

/** Without options: a socket in a fresh folder that only this user can enter. */
export async function chooseAddress(options: ListenOptions | undefined): Promise<Address> {
  if (options !== undefined && 'port' in options) return tcpAddress(options.port);
  const wanted = options === undefined ? undefined : resolve(options.socket);
  if (wanted === undefined || Buffer.byteLength(wanted) > MAX_SOCKET_PATH) return socketInFreshFolder();
  mkdirSync(dirname(wanted), { recursive: true, mode: 0o700 });
  await removeStale(wanted);
  return socketAddress(wanted, () => rmSync(wanted, { force: true }));
}

function tcpAddress(port: number): Address {
  const password = randomBytes(24).toString('hex');
  return {
    target: { port, host: '127.0.0.1' },
    credential: deriveCredential(USER, password),
    folder: undefined,
    uri: (bound) => {
      const actual = typeof bound === 'object' && bound !== null ? bound.port : port;
      return `mongodb://${USER}:${password}@127.0.0.1:${actual}/?directConnection=true&authMechanism=SCRAM-SHA-256&authSource=admin`;
    },
    removeFiles: () => undefined,
  };
}

function socketInFreshFolder(): Address {
  const base = Buffer.byteLength(tmpdir()) > MAX_SOCKET_PATH - 40 ? '/tmp' : tmpdir();
  const folder = mkdtempSync(join(base, FOLDER_PREFIX));
  return { ...socketAddress(join(folder, SOCKET_NAME), () => removeSocketFolder(folder)), folder };
}

/** Removes a temporary folder that this module made; leaves anything else alone. */
export function removeSocketFolder(folder: string): void {
  if (!basename(folder).startsWith(FOLDER_PREFIX)) return;
  rmSync(join(folder, SOCKET_NAME), { force: true });
  try {
    rmdirSync(folder);
  } catch {
    // Gone already, or not empty and so not ours.
  }
}

function socketAddress(path: string, removeFiles: () => void): Address {
  return {
    target: { path },
    credential: undefined,
    folder: undefined,
    uri: () => `mongodb://${encodeURIComponent(path)}/?directConnection=true`,
    removeFiles,
  };
}

/** A process that was killed leaves its socket file behind; one that answers is somebody's, and stays. */
async function removeStale(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw new Error(`Cannot listen on ${path}: the file exists and is not a socket.`);
  const isAnswered = await new Promise<boolean>((done) => {
    const socket = createConnection(path, () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
  if (isAnswered) throw new Error(`Cannot listen on ${path}: another process does.`);
  rmSync(path, { force: true });
}
