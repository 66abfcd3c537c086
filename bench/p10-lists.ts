/**
 * P10: pages of 25 with filters, orders and counters from a large database under writes, against a bare indexed `find().limit(25)` on the same database; and the 400th page
 * against the first. The server runs as `npm start` runs it; the floor reaches the same store by its socket. CONVERSATIONS, ENTRIES and WRITES make it smaller. The database stays in
 * the temporary folder for the next run.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { largeDatabase } from './lib/large-database.ts';
import { startLoad } from './lib/load.ts';
import { startParley } from './lib/servers.ts';
import { median, printTable, spread } from './lib/stats.ts';
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
  const size = { conversations: CONVERSATIONS, entries: ENTRIES, queues: 4, agents: 1, open: 0.05 };
  const { dataDir, made, pairs } = await largeDatabase(size, PAIRS);

  const server = await startParley(dataDir);
  const { url } = server;
  const storeUri = uriOfStore(dataDir);
  const [agent = ''] = made.agents;
  const { admin, queueIds, tagIds } = made;
  const lists = await startLoad<ListsJob, ListsRound, ListsFigures>('lists-load.ts', {
    ...{ url, storeUri, admin, agent, queueIds, tagIds },
  });
  const cpuPerPage = async (kind: 'ours' | 'floor'): Promise<number> => {
    const before = server.cpuMicros();
    await lists.run({ kind, asked: ASKED, perSecond: 1_000, seed: 1 });
    return (server.cpuMicros() - before) / ASKED;
  };
  const cpu: { ours: number; floor: number }[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const one = { floor: await cpuPerPage('floor'), ours: await cpuPerPage('ours') };
    // The first is spent on compiling.
    if (round > 0) cpu.push(one);
  }
  const writes = await startLoad<SteadyJob, string, SteadyFigures>('steady-load.ts', {
    ...{ url, tickets: pairs, perSecond: WRITES, seed: 7, file: join(dataDir, 'written.txt') },
  });
  await lists.run({ kind: 'ours', asked: 80, perSecond: PER_SECOND, seed: 1 });
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
    {
      what: 'CPU of a page, nothing written',
      ours: `${median(cpu.map(({ ours }) => ours)).toFixed(0)} µs`,
      floor: `${median(cpu.map(({ floor }) => floor)).toFixed(0)} µs`,
      ratio: spread(cpu.map(({ ours, floor }) => ours / floor)),
      target: '',
    },
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
}

/** The store says in its folder where its socket is. */
function uriOfStore(dataDir: string): string {
  const { temporary } = JSON.parse(readFileSync(join(dataDir, 'store/owner.json'), 'utf8')) as { temporary: string };
  return `mongodb://${encodeURIComponent(join(temporary, 'store.sock'))}/?directConnection=true`;
}
