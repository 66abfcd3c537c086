/** Who may import whom (ARCHITECTURE.md); `npm run check` also plants a forbidden import and expects this to fail. */
// A package by its installed path, or by its bare name while it is not installed.
const external = (names) => `((^|/)node_modules/(@types/)?|^)(${names})(/|$)`;
const tests = '\\.test\\.tsx?$';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: { pathNot: '^client' }, to: { couldNotResolve: true } },
    {
      name: 'shared-imports-only-zod',
      severity: 'error',
      from: { path: '^shared/', pathNot: ['^shared/show-number\\.ts$', tests] },
      to: { pathNot: ['^shared/', external('zod')] },
    },
    {
      name: 'numbers-are-spaced-by-their-own-library',
      severity: 'error',
      from: { path: '^shared/show-number\\.ts$' },
      to: { pathNot: [external('libphonenumber-js')] },
    },
    {
      name: 'apply-imports-types-only',
      comment: 'the thread reducer is bundled into the widget, which has no room for zod',
      severity: 'error',
      from: { path: '^shared/apply\\.ts$' },
      to: { dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'channels-import-shared-and-themselves',
      severity: 'error',
      from: { path: '^channels/([^/]+)/', pathNot: tests },
      to: {
        path: '^(server|client|bench|tests)/|^channels/',
        pathNot: ['^channels/$1/', '^channels/(channel|voice)\\.ts$'],
      },
    },
    {
      name: 'client-imports-shared',
      severity: 'error',
      from: { path: '^client/', pathNot: tests },
      to: { path: '^(server|channels|tests|bench)/' },
    },
    {
      name: 'server-never-imports-client',
      severity: 'error',
      from: { path: '^(server|channels|shared)/', pathNot: tests },
      to: { path: '^(client|tests|bench)/' },
    },
    {
      name: 'core-takes-ports-not-store',
      comment:
        'ingest, routing, calls, outbound, timeline, realtime and http are given repositories as arguments; only their types may be named',
      severity: 'error',
      from: { path: '^server/(timeline|ingest|routing|calls|outbound|realtime|http|accounts)/', pathNot: tests },
      to: { path: '^server/store/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'core-never-imports-surfaces',
      severity: 'error',
      from: { path: '^server/(timeline|ingest|routing|calls|outbound|store|lib)/', pathNot: tests },
      to: { path: '^server/(realtime|http)/' },
    },
    {
      name: 'core-takes-channels-as-arguments',
      severity: 'error',
      from: { path: '^server/', pathNot: ['^server/(main|compose/ground)\\.ts$', tests] },
      to: { path: '^channels/', pathNot: '^channels/(channel|voice)\\.ts$' },
    },
    {
      name: 'embedded-mongo-stands-alone',
      severity: 'error',
      from: { path: '^server/embedded-mongo/', pathNot: tests },
      to: { path: '^(server|shared|channels|client)/', pathNot: '^server/embedded-mongo/' },
    },
    {
      name: 'embedded-mongo-has-one-door',
      severity: 'error',
      from: { path: '^server/', pathNot: ['^server/embedded-mongo/', tests] },
      to: { path: '^server/embedded-mongo/', pathNot: '^server/embedded-mongo/start-store\\.ts$' },
    },
    {
      name: 'mongoose-only-in-store',
      severity: 'error',
      from: { path: '^(server|channels|shared|client)/', pathNot: ['^server/store/', tests] },
      to: { path: external('mongoose|mongodb') },
    },
    {
      name: 'express-only-at-the-edge',
      severity: 'error',
      from: {
        path: '^(server|channels|shared|client)/',
        pathNot: ['^server/http/', '^channels/[^/]+/router\\.ts$', tests],
      },
      to: { path: external('express') },
    },
    {
      name: 'sockets-only-in-realtime',
      severity: 'error',
      from: {
        path: '^(server|channels|shared|client)/',
        pathNot: ['^server/realtime/', '^client/console/sync/', '^client/widget/app/sync/', tests],
      },
      to: { path: external('socket\\.io|socket\\.io-client') },
    },
    {
      name: 'channel-sdks-only-in-channels',
      severity: 'error',
      from: { path: '^(server|shared|client|channels)/', pathNot: ['^channels/(phone|email)/'] },
      to: { path: external('twilio|imapflow|nodemailer|mailparser') },
    },
    {
      name: 'features-do-not-import-features',
      severity: 'error',
      from: { path: '^client/console/features/([^/]+)/' },
      to: { path: '^client/console/features/', pathNot: '^client/console/features/$1/' },
    },
    {
      name: 'console-and-widget-stay-apart',
      severity: 'error',
      from: { path: '^client/(console|widget|shop)/' },
      to: { path: '^client/(console|widget|shop)/', pathNot: '^client/$1/' },
    },
    {
      name: 'loader-imports-nothing',
      severity: 'error',
      from: { path: '^client/widget/loader/', pathNot: tests },
      to: { pathNot: '^client/widget/(loader|bridge)/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data)/|^tests/fixtures/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: `${__dirname}/tsconfig.json` },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
