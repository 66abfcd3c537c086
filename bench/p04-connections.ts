/** P4 and P5: 10 000 customers and 200 agents connected and in their rooms, memory per connection; then 5 000 that drop and return at once, against bare socket.io. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Load, startLoad } from './lib/load.ts';
import { heapSettings, type Running, startParley, startRelay } from './lib/servers.ts';
import { median, printTable, spread } from './lib/stats.ts';
import { layOutCrowd } from './lib/workspace.ts';
import type { ConnectionsFigures, ConnectionsJob, ConnectionsRound } from './load/connections-load.ts';
import type { PairTicket } from './load/pair.ts';

const CUSTOMERS = Number(process.env.CUSTOMERS ?? 10_000);
const AGENTS = Number(process.env.AGENTS ?? 200);
const STORM = Number(process.env.STORM ?? 5_000);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
/** By then both have collected what connecting left behind. */
const SETTLE_MS = 20_000;
const KB = 1_024;

type ConnectionsLoad = Load<ConnectionsRound, ConnectionsFigures>;

async function open(
  server: Running,
  target: ConnectionsJob['target'],
  tickets: PairTicket[],
): Promise<ConnectionsLoad> {
  return startLoad<ConnectionsJob, ConnectionsRound, ConnectionsFigures>('connections-load.ts', {
    target,
    url: server.url,
    tickets,
  });
}

/** Bytes of resident memory that each connection added, once the server has settled. */
async function memoryPerConnection(
  server: Running,
  load: ConnectionsLoad,
): Promise<{ bytes: number; connected: number }> {
  const before = server.rss();
  const { connected } = await load.run({ kind: 'connect' });
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  return { bytes: (server.rss() - before) / connected, connected };
}

async function measureMemory(dataDir: string, tickets: PairTicket[]): Promise<void> {
  // The young generation is as large on both sides: it belongs to the process, not to a connection.
  const floorServer = await startRelay(heapSettings);
  const floorLoad = await open(floorServer, 'relay', tickets);
  const floor = await memoryPerConnection(floorServer, floorLoad);
  await floorLoad.stop();
  await floorServer.kill('SIGTERM');
  const server = await startParley(dataDir);
  const load = await open(server, 'parley', tickets);
  const ours = await memoryPerConnection(server, load);
  await load.stop();
  await server.kill('SIGTERM');
  const show = (side: { bytes: number; connected: number }): string =>
    `${(side.bytes / KB).toFixed(1)} KB × ${side.connected}`;
  printTable('P4 idle connections', [
    {
      what: 'memory per connection',
      ours: show(ours),
      floor: show(floor),
      ratio: (ours.bytes / floor.bytes).toFixed(2),
      target: '≤ 1.4',
    },
  ]);
}

async function measureStorm(dataDir: string, tickets: PairTicket[]): Promise<void> {
  const floorServer = await startRelay();
  const server = await startParley(dataDir);
  const floorLoad = await open(floorServer, 'relay', tickets);
  const load = await open(server, 'parley', tickets);
  await floorLoad.run({ kind: 'connect' });
  await load.run({ kind: 'connect' });
  const floor: ConnectionsFigures[] = [];
  const ours: ConnectionsFigures[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    floor.push(await floorLoad.run({ kind: 'storm' }));
    ours.push(await load.run({ kind: 'storm' }));
  }
  for (const running of [load, floorLoad]) await running.stop();
  for (const running of [server, floorServer]) await running.kill('SIGTERM');
  const seconds = (all: ConnectionsFigures[]): string => `${(median(all.map((one) => one.ms)) / 1_000).toFixed(1)} s`;
  printTable(`P5 ${tickets.length} clients return at once`, [
    {
      what: 'all back, rights checked, rooms joined, synced',
      ours: seconds(ours),
      floor: seconds(floor),
      ratio: spread(ours.map((one, index) => one.ms / (floor[index]?.ms ?? Number.NaN))),
      target: '≤ 2',
    },
    {
      what: 'did not get in',
      ours: String(ours.reduce((sum, one) => sum + one.failed, 0)),
      floor: '',
      ratio: '',
      target: '0',
    },
  ]);
}

/** Prints the tables; needs the built server. */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-p04-'));
  process.stdout.write(`P4, P5: laying out ${CUSTOMERS} customers and ${AGENTS} agents …\n`);
  const { visitors, agents } = await layOutCrowd(dataDir, { visitors: CUSTOMERS, agents: AGENTS });
  await measureMemory(dataDir, [...visitors, ...agents]);
  await measureStorm(dataDir, [...visitors.slice(0, STORM - AGENTS), ...agents]);
  rmSync(dataDir, { recursive: true, force: true });
}
