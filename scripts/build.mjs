/** Builds what changed: the server by tsc, the pages by vite; a hash of the sources in dist/ says what is up to date. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

export const root = fileURLToPath(new URL('..', import.meta.url));
const vite = ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn', '--config'];
const widgetConfigs = [
  ...[
    'vite.widget.config.ts',
    'vite.loader.config.ts',
    'vite.shop.config.ts',
    'vite.outbox.config.ts',
    'vite.phone.config.ts',
  ],
].filter((name) => existsSync(join(root, name)));

// Types are checked by `npm run check`; a start only has to be quick.
/** `sources` decide whether to build; `outputs` are removed first so that nothing stale is served. */
export const parts = [
  {
    name: 'server',
    sources: ['server', 'channels', 'shared', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
    outputs: ['server', 'channels', 'shared'],
    commands: [['node_modules/typescript-native/bin/tsc', '-p', 'tsconfig.build.json', '--noCheck']],
    result: 'server/main.js',
  },
  {
    name: 'console',
    sources: ['client/console', 'client/ui', 'shared', 'vite.console.config.ts', 'package-lock.json'],
    outputs: ['client/console'],
    commands: [[...vite, 'vite.console.config.ts']],
    result: 'client/console/index.html',
  },
  {
    name: 'widget, shop, outbox and phone',
    sources: [
      'client/widget',
      'client/shop',
      'client/outbox',
      'client/phone',
      'client/ui',
      'shared',
      ...widgetConfigs,
      'package-lock.json',
    ],
    outputs: ['client/widget', 'client/loader', 'client/shop', 'client/outbox', 'client/phone'],
    commands: widgetConfigs.map((config) => [...vite, config]),
    result: 'client/widget/index.html',
  },
];

const isTest = (name) => /\.test\.tsx?$/.test(name);

async function listFiles(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  const entries = await readdir(full, { withFileTypes: true }).catch(() => null);
  if (entries === null) return [path];
  const names = entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const lists = await Promise.all(names.map((entry) => (isTest(entry.name) ? [] : listFiles(`${path}/${entry.name}`))));
  return lists.flat();
}

async function hashSources(part) {
  const sum = createHash('sha256').update(JSON.stringify(part.commands));
  for (const file of (await Promise.all(part.sources.map(listFiles))).flat()) {
    sum.update(`\0${file}\0`).update(await readFile(join(root, file)));
  }
  return sum.digest('hex');
}

const stampOf = (part) => join(root, 'dist/.stamps', part.name.replaceAll(' ', '-'));

function run(command) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command.join(' ')} failed\n${output}`)),
    );
  });
}

/** Text that browsers fetch is compressed once, here, and served as it is. */
async function compress(outputs) {
  for (const file of (await Promise.all(outputs.map((output) => listFiles(`dist/${output}`)))).flat()) {
    if (!/\.(js|css|svg|json)$/.test(file)) continue;
    const bytes = await readFile(join(root, file));
    await writeFile(join(root, `${file}.gz`), gzipSync(bytes, { level: 9 }));
    await writeFile(join(root, `${file}.br`), brotliCompressSync(bytes));
  }
}

async function buildPart(part, tell) {
  const hash = await hashSources(part);
  const stamp = stampOf(part);
  const built = await readFile(stamp, 'utf8').catch(() => '');
  if (built === hash && existsSync(join(root, 'dist', part.result))) return;
  const begun = performance.now();
  tell(`Building the ${part.name} …`);
  await rm(stamp, { force: true });
  for (const output of part.outputs) await rm(join(root, 'dist', output), { recursive: true, force: true });
  for (const command of part.commands) await run(command);
  await compress(part.outputs.filter((output) => output.startsWith('client/')));
  await mkdir(join(root, 'dist/.stamps'), { recursive: true });
  await writeFile(stamp, hash);
  tell(`Built the ${part.name} in ${((performance.now() - begun) / 1000).toFixed(1)} s.`);
}

/** Builds every part that is not up to date, all at once. @throws Error with the output of what failed */
export async function build(tell, wanted = parts) {
  const results = await Promise.allSettled(wanted.map((part) => buildPart(part, tell)));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

export const tell = (text) => process.stdout.write(`${text}\n`);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await build(tell).catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
