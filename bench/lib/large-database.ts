/** A large database that is made once and used by every later run: kept in the temporary folder, made anew when the runs have written too much into it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PairTicket } from '../load/pair.ts';
import { type Generated, generate, type Size } from './generate.ts';
import { layOutCrowd } from './workspace.ts';

export interface LargeDatabase {
  dataDir: string;
  made: Generated;
  /** customers who write while it is measured */
  pairs: PairTicket[];
}

interface Note {
  bytes: number;
  made: Generated;
  pairs: PairTicket[];
}

/** Its folder may grow by half. */
const GROWTH = 1.5;

export async function largeDatabase(size: Size, pairCount: number): Promise<LargeDatabase> {
  const name = `parley-bench-${size.conversations}-${size.entries}-${pairCount}`;
  const dataDir = join(tmpdir(), name);
  const noteFile = join(tmpdir(), `${name}.json`);
  if (existsSync(noteFile)) {
    const { bytes, made, pairs } = JSON.parse(readFileSync(noteFile, 'utf8')) as Note;
    if (bytesOf(dataDir) <= bytes * GROWTH) return { dataDir, made, pairs };
  }
  rmSync(noteFile, { force: true });
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  process.stdout.write(`making ${size.conversations} conversations with ${size.entries} entries in ${dataDir} …\n`);
  const begun = performance.now();
  const { pairs } = await layOutCrowd(dataDir, { pairs: pairCount });
  const made = await generate(dataDir, size);
  writeFileSync(noteFile, JSON.stringify({ bytes: bytesOf(dataDir), made, pairs } satisfies Note));
  process.stdout.write(`made in ${((performance.now() - begun) / 1_000).toFixed(0)} s\n`);
  return { dataDir, made, pairs };
}

function bytesOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
