/**
 * P10: pages of 25 with filters, orders and counters from a large database under writes, against a bare indexed `find().limit(25)` on the same database; and the 400th page
 * against the first. The store is a process of its own here, so that both reach it the same way. CONVERSATIONS, ENTRIES and WRITES make it smaller.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './lib/child.ts';
import { generate } from './lib/generate.ts';
import { startLoad } from './lib/load.ts';
import { freePort } from './lib/servers.ts';
import { median, printTable, spread } from './lib/stats.ts';
import { layOutCrowd } from './lib/workspace.ts';
import type { ListsFigures, ListsJob, ListsRound } from './load/lists-load.ts';
import type { SteadyFigures, SteadyJob } from './load/steady-load.ts';

const CONVERSATIONS = Number(process.env.CONVERSATIONS ?? 100_000);
const ENTRIES = Number(process.env.ENTRIES ?? 2_000_000);
const WRITES = Number(process.env.WRITES ?? 1_000);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const ASKED = Number(process.env.ASKED ?? 400);
const PER_SECOND = Number(process.env.READS ?? 25);
const PAIRS = Number(process.env.PAIRS ?? 60);
const DEPTH = Math.min(400, Math.floor(CONVERSATIONS / 30));

/** Prints the tables; needs the built server. */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-p10-'));
  process.stdout.write(`P10: making ${CONVERSATIONS} conversations with ${ENTRIES} entries …\n`);
  const begun = performance.now();
  const { pairs } = await layOutCrowd(dataDir, { pairs: PAIRS });
  const size = { conversations: CONVERSATIONS, entries: ENTRIES, queues: 4, agents: 1, open: 0.05 };
  const made = await generate(dataDir, size);
  process.stdout.write(`made in ${((performance.now() - begun) / 1_000).toFixed(0)} s\n`);

  const store = await startChild({
    args: ['dist/server/embedded-mongo/main.js', '--dir', join(dataDir, 'store')],
    ready: /^\{/,
    patience: 120_000,
  });
  const { uri } = JSON.parse(store.ready) as { uri: string };
  const port = await freePort();
  const server = await startChild({
    args: ['--max-semi-space-size=64', 'dist/server/main.js'],
    env: {
      ...{ DATA_DIR: dataDir, PORT: String(port), MAIL_PORT: 'off', RATE_LIMITS: 'off', LOG_LEVEL: 'error', NODE_ENV: 'development' },
      MONGODB_URI: uri,
    },
    ready: /Console\s+http/,
    patience: 300_000,
  });
  const url = `http://127.0.0.1:${port}`;
  const [agent = ''] = made.agents;
  const { admin, queueIds, tagIds } = made;
  const lists = await startLoad<ListsJob, ListsRound, ListsFigures>('lists-load.ts', {
    ...{ url, storeUri: uri, admin, agent, queueIds, tagIds },
  });
  const writes = await startLoad<SteadyJob, string, SteadyFigures>('steady-load.ts', {
    ...{ url, tickets: pairs, perSecond: WRITES, seed: 7, file: join(dataDir, 'written.txt') },
  });
  await lists.run({ kind: 'ours', asked: 80, perSecond: PER_SECOND, seed: 1 });
  await lists.run({ kind: 'floor', asked: 80, perSecond: PER_SECOND, seed: 1 });
  const rounds: { ours: ListsFigures; floor: ListsFigures }[] = [];
  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    const round = { asked: ASKED, perSecond: PER_SECOND, seed };
    rounds.push({
      floor: await lists.run({ kind: 'floor', ...round }),
      ours: await lists.run({ kind: 'ours', ...round }),
    });
  }
  const deep = await lists.run({ kind: 'pages', depth: DEPTH, asked: 100 });
  const written = await writes.run('stop');
  const row = (name: 'p50' | 'p99', target: string) => ({
    what: `a page of 25, ${name}`,
    ours: `${median(rounds.map(({ ours }) => ours[name])).toFixed(1)} ms`,
    floor: `${median(rounds.map(({ floor }) => floor[name])).toFixed(1)} ms`,
    ratio: spread(rounds.map(({ ours, floor }) => ours[name] / floor[name])),
    target,
  });
  printTable(`P10 lists of ${CONVERSATIONS} conversations, ${ENTRIES} entries, under ${WRITES} messages per second`, [
    row('p50', ''),
    row('p99', '≤ 2'),
    {
      what: `page ${DEPTH} ÷ page 1, p50`,
      ours: `${deep.deep.p50.toFixed(1)} ms`,
      floor: `${deep.p50.toFixed(1)} ms`,
      ratio: (deep.deep.p50 / deep.p50).toFixed(2),
      target: '≤ 1.2',
    },
    { what: 'messages written meanwhile', ours: String(written.acknowledged), floor: '', ratio: '', target: '' },
  ]);
  await lists.stop();
  await writes.stop();
  await server.kill('SIGTERM');
  await store.kill('SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
}
