/** `npm start`: builds what changed, then runs the server in this very process, so that signals reach it directly. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, root, tell } from './build.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Parley needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}
const settings = join(root, '.env');
if (existsSync(settings)) process.loadEnvFile(settings);

try {
  await build(tell);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
process.setSourceMapsEnabled(true);
await import('../dist/server/main.js');
