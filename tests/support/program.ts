/** How a test starts a program of ours: as `npm test` built it, or from its source when a test is run by itself, which takes seconds longer. */
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The arguments of node; `source` is named from the root, as `server/main.ts`. */
export function programOf(source: string): string[] {
  if (process.env.PARLEY_BUILT === 'yes') return [join(root, 'dist', source.replace(/\.ts$/, '.js'))];
  return ['--import', 'tsx', join(root, source)];
}
