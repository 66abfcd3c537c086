/** Looks for words in everything that a server has kept: every document of every collection, and every byte of every file. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import mongoose from 'mongoose';

/** Where a word still stands, as "collection/id" ; in any case. */
export async function findInCollections(uri: string, word: string): Promise<string[]> {
  const connection = await mongoose.createConnection(uri).asPromise();
  try {
    const found: string[] = [];
    for (const { name } of (await connection.db?.listCollections().toArray()) ?? []) {
      for await (const row of connection.collection(name).find()) {
        const text = JSON.stringify(row).toLowerCase();
        const at = text.indexOf(word.toLowerCase());
        if (at >= 0) found.push(`${name}/${row._id}: …${text.slice(Math.max(0, at - 60), at + 60)}…`);
      }
    }
    return found;
  } finally {
    await connection.close();
  }
}

export async function findInFiles(folder: string, word: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const text = (await readFile(path)).toString('latin1').toLowerCase();
    if (text.includes(word.toLowerCase())) found.push(path.slice(folder.length));
  }
  return found;
}
