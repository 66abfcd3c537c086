/** The data folder: made private, tied to its database by a marker, and holding what a demo draws for itself. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config.ts';
import type { Directory } from './store/directory.ts';

const MARKER = 'workspace.json';
const markerSchema = z.object({ marker: z.string().min(16) });
const secretSchema = z.object({ key: z.string().min(32) });

/** @throws ConfigError when it cannot be made or written to */
export async function openDataFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const probe = join(dir, `.probe-${process.pid}`);
    await (await open(probe, 'w', 0o600)).close();
    await rm(probe);
  } catch (error) {
    throw new ConfigError(`The data folder ${dir} cannot be written to (${codeOf(error)}).`);
  }
}

/**
 * Makes sure that this folder and this database belong together: a node with another folder would not find the files of its conversations.
 * The folder's marker is written before the database's, so that dying in between is mended by the next start.
 * @throws ConfigError when they do not
 */
export async function claimDataFolder(dir: string, directory: Directory, now: number): Promise<void> {
  const existing = await directory.workspace();
  if (existing && (await readMarker(dir)) === null) throw foreign(dir);
  const marker = await ensureJson(dir, MARKER, markerSchema, () => ({ marker: randomBytes(16).toString('hex') }));
  const workspace = existing ?? (await directory.claimWorkspace({ ...marker, demoInboxId: null, createdAt: now }));
  if (workspace.marker !== marker.marker) throw foreign(dir);
}

/** The key that seals secrets where none is configured: lost with the folder, like everything else in it. */
export async function ensureSecretKey(dir: string): Promise<string> {
  const draw = () => ({ key: randomBytes(32).toString('hex') });
  return (await ensureJson(dir, 'secret-key.json', secretSchema, draw)).key;
}

async function readMarker(dir: string): Promise<string | null> {
  return (await readJson(join(dir, MARKER), markerSchema))?.marker ?? null;
}

/** What a private file of the folder holds; drawn once and the same from then on, whoever else starts at the same moment. */
export async function ensureJson<T>(dir: string, name: string, schema: z.ZodType<T>, draw: () => T): Promise<T> {
  const path = join(dir, name);
  const existing = await readJson(path, schema);
  if (existing !== null) return existing;
  const temporary = `${path}.${process.pid}`;
  const file = await open(temporary, 'w', 0o600);
  await file.writeFile(`${JSON.stringify(draw(), null, 2)}\n`);
  await file.sync();
  await file.close();
  await rename(temporary, path);
  const written = await readJson(path, schema);
  if (written === null) throw new ConfigError(`${path} vanished while it was written.`);
  return written;
}

/** null when there is no such file. @throws ConfigError when it cannot be read or holds something else */
export async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new ConfigError(`${path} cannot be read (${codeOf(error)}).`);
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new ConfigError(`${path} is damaged; put it back from a backup, or start with another DATA_DIR.`);
  }
}

const foreign = (dir: string): ConfigError =>
  new ConfigError(
    `The data folder ${dir} does not belong to this database; set DATA_DIR to the one its other nodes use.`,
  );

const codeOf = (error: unknown): string => String((Object(error) as { code?: unknown }).code ?? error);
