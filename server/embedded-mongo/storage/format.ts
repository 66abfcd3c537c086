/** Says which version of the storage format a data folder has, and refuses folders that are not ours to write. */
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const FORMAT_FILE = 'format.json';
const FORMAT_NAME = 'embedded-mongo';
export const FORMAT_VERSION = 1;

/** Thrown for a folder with other data, or data written by a newer version. Nothing has been written to it. */
export class FolderFormatError extends Error {
  override readonly name = 'FolderFormatError';
}

/** Checks the folder's format; an empty folder gets the present one. Hidden files (`.gitkeep`) do not count. */
export function checkFormat(dir: string): void {
  const path = join(dir, FORMAT_FILE);
  if (existsSync(path)) {
    checkFile(dir, path);
    return;
  }
  const foreign = readdirSync(dir).find((name) => !name.startsWith('.') && name !== 'lock.sock');
  if (foreign !== undefined) {
    throw new FolderFormatError(`The folder ${dir} is not a data folder of this store (it contains ${foreign}).`);
  }
  writeDurably(dir, path, `${JSON.stringify({ format: FORMAT_NAME, version: FORMAT_VERSION })}\n`);
}

function checkFile(dir: string, path: string): void {
  const found = parse(readFileSync(path, 'utf8'));
  if (found?.format !== FORMAT_NAME || typeof found.version !== 'number') {
    throw new FolderFormatError(
      `The folder ${dir} is not a data folder of this store (its ${FORMAT_FILE} is foreign).`,
    );
  }
  if (found.version > FORMAT_VERSION) {
    throw new FolderFormatError(
      `The data folder ${dir} has format ${found.version}; this version reads up to ${FORMAT_VERSION}. Use a newer one.`,
    );
  }
}

function parse(text: string): { format?: unknown; version?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function writeDurably(dir: string, path: string, text: string): void {
  const temporary = `${dir}/.${FORMAT_FILE}.new`;
  const file = openSync(temporary, 'w', 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, path);
  const folder = openSync(dir, 'r');
  fsyncSync(folder);
  closeSync(folder);
}
