/**
 * `node scripts/test.mjs PROJECT…`: builds, then runs the tests of these projects of jest.config.mjs (`npm test`, `npm run test:long`). What the wider ones need besides
 * npm packages (Chromium, redis-server, Dovecot, Postfix, nginx) is installed by apt-get when this is Debian and root, said first; `--no-install` stops that.
 * Further arguments go to jest.
 */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bin, run } from './lib/steps.mjs';

/** A program of the system that some tests start, and the tests that go without it. */
const needs = [
  {
    program: 'chromium',
    paths: ['/usr/bin/chromium', '/usr/bin/chromium-browser'],
    package: 'chromium',
    tests: 'tests/e2e/',
    what: 'browser tests',
  },
  {
    program: 'redis-server',
    paths: ['/usr/bin/redis-server', '/usr/local/bin/redis-server'],
    package: 'redis-server',
    tests: 'tests/flow/cluster',
    what: 'tests on two server nodes',
  },
  {
    program: 'dovecot',
    paths: ['/usr/sbin/dovecot'],
    package: 'dovecot-imapd',
    tests: 'tests/flow/mail-',
    what: 'tests at a real IMAP server',
  },
  {
    program: 'postfix',
    paths: ['/usr/sbin/postfix'],
    package: 'postfix',
    tests: 'tests/flow/bounces-postfix',
    what: 'tests of bounces as a mail server writes them',
    // Its master starts as root only.
    asRoot: true,
  },
  {
    program: 'nginx',
    paths: ['/usr/sbin/nginx'],
    package: 'nginx-light',
    tests: 'tests/flow/proxy',
    what: 'tests of the proxy in front of two nodes',
  },
];

/** Half the time of the browser tests; without it the whole browser does them. */
const faster = { paths: ['/usr/bin/chromium-headless-shell'], package: 'chromium-headless-shell' };

const args = process.argv.slice(2);
const mayInstall = !args.includes('--no-install');
const projects = args.filter((arg) => /^(unit|contract|flow|e2e|faults|screens)$/.test(arg));
const forJest = args.filter((arg) => arg !== '--no-install' && !projects.includes(arg));
const isRoot = process.getuid?.() === 0;
const isMissing = (need) => !need.paths.some((path) => existsSync(path));

const env = { DEBIAN_FRONTEND: 'noninteractive' };
const apt = (packages) =>
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { quiet: true, env });

async function install(missing) {
  const packages = missing.map((need) => need.package);
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const canInstall = existsSync('/usr/bin/apt-get') && isRoot;
  if (!canInstall || !mayInstall) return command;
  process.stdout.write(`Installing what the tests need: ${command}   (npm test -- --no-install leaves it)\n`);
  await run('apt-get', ['update', '-qq'], { quiet: true, env });
  const { code, output } = await apt(packages);
  if (code !== 0) process.stdout.write(`${output}\n`);
  // Not everywhere: by itself, so that it takes nothing else along.
  if (isMissing(faster)) await apt([faster.package]);
  return command;
}

/** Where the tests' stores write: in memory where there is room, since they wait for the disk after every write. */
function scratchFolder() {
  const memory = '/dev/shm';
  const isRoomy = existsSync(memory) && statfsSync(memory).bavail * statfsSync(memory).bsize > 8 * 2 ** 30;
  const folder = mkdtempSync(join(isRoomy ? memory : tmpdir(), 'parley-test-'));
  // Mail servers run as users of their own.
  chmodSync(folder, 0o755);
  return folder;
}

const wanted = needs.filter(isMissing);
const command = wanted.length > 0 ? await install(wanted) : '';
const missing = needs.filter(isMissing);
const forRoot = isRoot ? [] : needs.filter((need) => need.asRoot && !isMissing(need));
for (const need of missing) {
  process.stdout.write(
    `Left out: ${need.what} (no ${need.program}). To have them: ${isRoot ? '' : 'sudo '}${command}\n`,
  );
}
for (const need of forRoot) process.stdout.write(`Left out: ${need.what} (${need.program} starts for root only).\n`);

const built = await run('node', ['scripts/build.mjs']);
if (built.code !== 0) process.exit(built.code);

const scratch = scratchFolder();
const reportFile = join(scratch, 'report.json');
const ignored = [...missing, ...forRoot].flatMap((need) => ['--testPathIgnorePatterns', need.tests]);
// What files left behind in a worker's memory goes with it.
const usual = ['--json', `--outputFile=${reportFile}`, '--workerIdleMemoryLimit=1500MB'];
const { code } = await run('node', [bin('jest'), '--selectProjects', ...projects, ...usual, ...ignored, ...forJest], {
  env: { NODE_ENV: 'test', PARLEY_BUILT: 'yes', TMPDIR: scratch },
});
if (existsSync(reportFile)) {
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(reportFile, 'utf8'));
  process.stdout.write(
    `${numPassedTests} passed, ${Math.max(numFailedTests, code === 0 ? 0 : numFailedTestSuites)} failed\n`,
  );
}
rmSync(scratch, { recursive: true, force: true });
process.exit(code);
