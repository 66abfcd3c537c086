/** `npm run check`: format, lint, types, import boundaries (with planted violations that must be found) and unit tests; `--no-unit` leaves those to `npm test`. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { bin, root, run, runSteps } from './lib/steps.mjs';

const require = createRequire(import.meta.url);
const cruiser = `${root}.dependency-cruiser.cjs`;
const folders = ['shared', 'channels', 'server', 'client', 'tests', 'bench'];
const tsc = `${root}node_modules/typescript-native/bin/tsc`;

/** Every rule has a planted file under tests/fixtures/planted that breaks it: a rule that stays silent there is broken. */
async function findPlantedViolations() {
  const cwd = `${root}tests/fixtures/planted`;
  const { output } = await run(
    bin('depcruise'),
    ['--config', cruiser, '--output-type', 'err', 'shared', 'channels', 'server', 'client'],
    { quiet: true, cwd },
  );
  const silent = require(cruiser)
    .forbidden.map((rule) => rule.name)
    .filter((name) => !output.includes(` ${name}:`));
  return {
    code: silent.length === 0 ? 0 : 1,
    output: `rules that did not find their planted violation: ${silent.join(', ')}\n${output}`,
  };
}

/** What a channel can do is data: the core never names one. */
async function findChannelNames() {
  const { output } = await run('git', ['ls-files', 'server'], { quiet: true });
  // Kinds of identity (email, phone, visitor) are another thing: only a channel compared with a name is meant.
  const named =
    /channel[\w.]*\)?\s*[!=]==?\s*['"](webchat|email|phone|sms)['"]|([!=]==?|case)\s*['"](webchat|sms)['"]/i;
  const found = output
    .split('\n')
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'server/main.ts')
    .flatMap((file) =>
      readFileSync(root + file, 'utf8')
        .split('\n')
        .flatMap((line, index) => (named.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
    );
  return { code: found.length === 0 ? 0 : 1, output: found.join('\n') };
}

const unitTests = {
  name: 'unit tests',
  do: () => run(bin('jest'), ['--selectProjects', 'unit', '--silent'], { quiet: !process.stdout.isTTY }),
};

await runSteps([
  {
    name: 'format and lint',
    do: () => run(bin('biome'), ['ci', '--colors=off', '--error-on-warnings', '.'], { quiet: true }),
  },
  // without the browser's names, which the tests' own settings know
  {
    name: 'types of the server',
    do: () => run('node', [tsc, '-p', 'tsconfig.build.json', '--noEmit'], { quiet: true }),
  },
  { name: 'types of tests and benchmarks', do: () => run('node', [tsc, '-p', 'tsconfig.json'], { quiet: true }) },
  { name: 'types of the client', do: () => run('node', [tsc, '-p', 'tsconfig.client.json'], { quiet: true }) },
  {
    name: 'import boundaries',
    do: () => run(bin('depcruise'), ['--config', cruiser, '--output-type', 'err', ...folders], { quiet: true }),
  },
  { name: 'planted violations are found', do: findPlantedViolations },
  { name: 'the core names no channel', do: findChannelNames },
  ...(process.argv.includes('--no-unit') ? [] : [unitTests]),
]);
