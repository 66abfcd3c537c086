/** `npm run bench [name …]`: builds, then runs the benchmarks whose file name begins with one of the names (all of them when none is given). */
import { readdirSync } from 'node:fs';
import { root, run } from './lib/steps.mjs';

const wanted = process.argv.slice(2);
const names = readdirSync(`${root}bench`)
  .filter((file) => /^p\d\d-.*\.ts$/.test(file))
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => wanted.length === 0 || wanted.some((start) => name.startsWith(start)))
  .sort();
const built = await run('node', ['scripts/build.mjs']);
if (built.code !== 0) process.exit(built.code);
let failed = 0;
for (const name of names) {
  const script = `const { run } = await import('./bench/${name}.ts'); await run(); process.exit(0);`;
  const { code } = await run('node', ['--import', 'tsx', '--input-type=module', '-e', script]);
  if (code !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
