/** Jest compiles TypeScript with swc to CommonJS; unit tests lie beside their source, wider ones under tests/. */
const base = {
  testEnvironment: '<rootDir>/tests/support/jest/environment.cjs',
  runtime: '<rootDir>/tests/support/jest/runtime.cjs',
  resolver: '<rootDir>/tests/support/resolver.cjs',
  transform: {
    '^.+\\.(t|j|mj)sx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          target: 'es2022',
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  // Packages that ship ES modules only have to be compiled too.
  transformIgnorePatterns: [
    '/node_modules/(?!(jose|file-type|strtok3|token-types|uint8array-extras|@borewit|@tokenizer|ulid|preact)/)',
  ],
  moduleNameMapper: { '\\.module\\.css$': '<rootDir>/tests/support/css-module.cjs' },
};
/** Processes killed, nodes that die, disks that fill, and long games of chance. */
const faults = [
  'tests/flow/@(*killed|*cluster|calls-nodes|disk-*|*fuzz|counters).test.ts',
  'server/**/@(crash|soak|start).test.ts',
];
const others = faults.map((path) => `!**/${path}`);
/** The ways of customers and newcomers; what remains are the screens of agents. */
const ways = ['newcomer.test.ts', 'widget-chat.test.ts', 'phone-*.test.ts'];

export default {
  // Two cores may be busy with a browser: a test that hangs is ended, one that waits its turn is not.
  testTimeout: 20_000,
  maxWorkers: 2,
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{shared,channels,server,client,scripts,bench}/**/*.test.{ts,tsx}', ...others],
    },
    { ...base, displayName: 'contract', testMatch: ['<rootDir>/tests/contract/**/*.test.ts'] },
    {
      ...base,
      displayName: 'flow',
      testMatch: ['<rootDir>/tests/flow/**/*.test.ts', ...others],
    },
    { ...base, displayName: 'e2e', testMatch: ways.map((path) => `<rootDir>/tests/e2e/${path}`) },
    // What takes longer than anybody waits for before a commit: `npm run test:long`.
    { ...base, displayName: 'faults', testMatch: faults.map((path) => `<rootDir>/${path}`) },
    {
      ...base,
      displayName: 'screens',
      testMatch: ['<rootDir>/tests/e2e/**/*.test.ts', ...ways.map((path) => `!**/tests/e2e/${path}`)],
    },
  ],
};
