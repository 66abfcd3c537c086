/** P3: random kill -9 of the server under 1 000 messages a second: how many acknowledged messages are lost or doubled, and how long it takes to be back. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStore } from '../server/embedded-mongo/start-store.ts';
import { createLog } from '../server/lib/log.ts';
import { openStore } from '../server/store/open-store.ts';
import { seededChance } from './lib/chance.ts';
import { startLoad } from './lib/load.ts';
import { freePort, type Running, startParley } from './lib/servers.ts';
import { median, printTable } from './lib/stats.ts';
import { layOutCrowd } from './lib/workspace.ts';
import type { PairTicket } from './load/pair.ts';
import type { SteadyFigures, SteadyJob } from './load/steady-load.ts';

const KILLS = Number(process.env.KILLS ?? 200);
const PER_SECOND = 1_000;
const CUSTOMERS = 100;

async function timed(start: () => Promise<Running>): Promise<{ server: Running; ms: number }> {
  const begun = performance.now();
  const server = await start();
  return { server, ms: performance.now() - begun };
}

/** The median of a few starts on folders that are laid out and were closed in order. */
async function measureColdStart(dataDir: string, port: number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const { server, ms } = await timed(() => startParley(dataDir, port));
    times.push(ms);
    await server.kill('SIGTERM');
  }
  return median(times);
}

/** How often each text stands in the store, and whether any conversation has a gap. */
async function readBack(
  dataDir: string,
  tickets: PairTicket[],
): Promise<{ counts: Map<string, number>; gaps: number }> {
  const running = await startStore(join(dataDir, 'store'), { durable: false, thread: 'inline' });
  const store = await openStore(running.uri, createLog('error', false));
  const counts = new Map<string, number>();
  let gaps = 0;
  for (const { conversationId } of tickets) {
    let last = 0;
    for (;;) {
      const page = await store.entries.after(
        conversationId as Parameters<typeof store.entries.after>[0],
        'agent',
        last,
        1_000,
      );
      for (const entry of page) {
        if (entry.seq !== last + 1) gaps += 1;
        last = entry.seq;
        if (entry.body.kind === 'message') counts.set(entry.body.text, (counts.get(entry.body.text) ?? 0) + 1);
      }
      if (page.length === 0) break;
    }
  }
  await store.close();
  await running.stop();
  return { counts, gaps };
}

/** Prints the table; needs the built server. */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-p03-'));
  process.stdout.write(`P3: ${KILLS} kills …\n`);
  const { pairs } = await layOutCrowd(dataDir, { pairs: CUSTOMERS });
  const port = await freePort();
  const cold = await measureColdStart(dataDir, port);
  let { server } = await timed(() => startParley(dataDir, port));
  const file = join(dataDir, 'acknowledged.txt');
  const job: SteadyJob = { url: server.url, tickets: pairs, perSecond: PER_SECOND, seed: 3, file };
  const load = await startLoad<SteadyJob, 'end', SteadyFigures>('steady-load.ts', job);
  const chance = seededChance(33);
  const restarts: number[] = [];
  for (let kill = 1; kill <= KILLS; kill += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200 + chance() * 1_000));
    await server.kill('SIGKILL');
    const back = await timed(() => startParley(dataDir, port));
    server = back.server;
    restarts.push(back.ms);
    if (kill % 20 === 0) process.stdout.write(`  ${kill} kills\n`);
  }
  const figures = await load.run('end');
  await load.stop();
  await server.kill('SIGTERM');

  const { counts, gaps } = await readBack(dataDir, pairs);
  const acknowledged = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const lost = acknowledged.filter((clientId) => !counts.has(clientId)).length;
  const doubled = [...counts.values()].filter((count) => count > 1).length;
  printTable(`P3 ${KILLS} × kill -9 at ${PER_SECOND} messages a second`, [
    { what: 'acknowledged', ours: String(figures.acknowledged), floor: '', ratio: '', target: '' },
    { what: 'sent again after a crash', ours: String(figures.resent), floor: '', ratio: '', target: '' },
    { what: 'acknowledged and lost', ours: String(lost), floor: '', ratio: '', target: '0' },
    { what: 'doubled', ours: String(doubled), floor: '', ratio: '', target: '0' },
    { what: 'gaps in a sequence', ours: String(gaps), floor: '', ratio: '', target: '0' },
    {
      what: 'restart to listening',
      ours: `${median(restarts).toFixed(0)} ms, worst ${Math.max(...restarts).toFixed(0)} ms`,
      floor: `${cold.toFixed(0)} ms cold`,
      ratio: (median(restarts) / cold).toFixed(2),
      target: '≤ 2',
    },
  ]);
  rmSync(dataDir, { recursive: true, force: true });
}
