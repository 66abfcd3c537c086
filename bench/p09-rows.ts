/**
 * P9: one change in a list that 500 agents watch: CPU per copy told, against a bare `io.to(room).emit` of the same frame to as many. What the change itself costs
 * is taken off on both sides by the same changes with nobody watching, and what 500 connected agents cost anyhow by as long a time in which nothing happens.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './lib/child.ts';
import { generate } from './lib/generate.ts';
import { type Load, startLoad } from './lib/load.ts';
import { type Running, startParley } from './lib/servers.ts';
import { median, printTable, spread } from './lib/stats.ts';
import type { RowsFigures, RowsJob, RowsRound } from './load/rows-load.ts';

const WATCHERS = Number(process.env.WATCHERS ?? 500);
const CHANGES = Number(process.env.CHANGES ?? 100);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const IDLE_MS = 5_000;

interface Side {
  server: Running;
  load: Load<RowsRound, RowsFigures>;
}

interface Measured extends RowsFigures {
  /** µs while changes were told, and per ms while nothing happened */
  cpu: number;
  idlePerMs: number;
}

async function measure({ server, load }: Side): Promise<Measured> {
  const before = server.cpuMicros();
  const idle = await load.run({ kind: 'idle', ms: IDLE_MS });
  const between = server.cpuMicros();
  const figures = await load.run({ kind: 'steady', changes: CHANGES });
  return { ...figures, cpu: server.cpuMicros() - between, idlePerMs: (between - before) / idle.ms };
}

/** What the telling alone cost per copy: without what the changes cost, and what connected agents cost anyhow. */
function perCopy(rounds: readonly Measured[], alone: Measured): number[] {
  const idlePerMs = median(rounds.map((round) => round.idlePerMs));
  const change = alone.cpu - alone.idlePerMs * alone.ms;
  return rounds.map(({ cpu, ms, copies }) => (cpu - idlePerMs * ms - change) / copies);
}

/** Prints the table; needs the built server. */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-p09-'));
  process.stdout.write(`P9: laying out ${WATCHERS} agents of one team …\n`);
  const size = { conversations: 400, entries: 800, queues: 1, agents: WATCHERS, open: 1 };
  const { agents, supervisor, openIds } = await generate(dataDir, size);
  const begin = async (target: RowsJob['target'], server: Running): Promise<Side> => ({
    server,
    load: await startLoad<RowsJob, RowsRound, RowsFigures>('rows-load.ts', {
      ...{ target, url: server.url, watchers: agents, supervisor, ids: openIds },
    }),
  });
  const floorChild = await startChild({ args: ['--import', 'tsx', 'bench/floor/rows-server.ts'], ready: /^ready / });
  const floor = await begin('floor', { ...floorChild, url: floorChild.ready.slice('ready '.length) });
  const ours = await begin('parley', await startParley(dataDir));

  const minutes = Math.ceil(((6 + 2 * ROUNDS) * (IDLE_MS + CHANGES * 150)) / 60_000);
  process.stdout.write(`P9: warming up; all of it takes ${minutes} minutes, most of which is waiting.\n`);
  // What is measured first pays for what is compiled then.
  for (let round = 0; round < 2; round += 1) for (const side of [ours, floor]) await measure(side);
  const alone = { ours: await measure(ours), floor: await measure(floor) };
  await floor.load.run({ kind: 'fact', fact: alone.ours.fact });
  await ours.load.run({ kind: 'watch' });
  await floor.load.run({ kind: 'watch' });
  const rounds: { ours: Measured[]; floor: Measured[] } = { ours: [], floor: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    process.stdout.write(`P9: round ${round + 1} of ${ROUNDS} …\n`);
    rounds.floor.push(await measure(floor));
    rounds.ours.push(await measure(ours));
  }
  const costs = { ours: perCopy(rounds.ours, alone.ours), floor: perCopy(rounds.floor, alone.floor) };
  // A process that hears one agent only is always there when a frame comes: five hundred in one read theirs late, and several at once.
  const [first = ''] = agents;
  const job: RowsJob = { target: 'parley', url: ours.server.url, watchers: [first], supervisor, ids: openIds };
  const witness = await startLoad<RowsJob, RowsRound, RowsFigures>('rows-load.ts', job);
  await witness.run({ kind: 'watch' });
  const [burst, heard] = await Promise.all([
    ours.load.run({ kind: 'burst', changes: 400 }),
    witness.run({ kind: 'idle', ms: 20_000 }),
  ]);
  await witness.stop();
  printTable(`P9 a change told to ${WATCHERS} agents`, [
    {
      what: 'CPU per copy',
      ours: `${median(costs.ours).toFixed(2)} µs`,
      floor: `${median(costs.floor).toFixed(2)} µs`,
      ratio: spread(costs.ours.map((cost, index) => cost / (costs.floor[index] ?? Number.NaN))),
      target: '≤ 1.3',
    },
    {
      what: 'frames per change',
      ours: median(rounds.ours.map(({ copies }) => copies / WATCHERS / CHANGES)).toFixed(2),
      ...{ floor: '1', ratio: '', target: '' },
    },
    {
      what: 'burst of 400: most frames one agent was told in a second',
      ours: String(heard.mostInSecond),
      ...{ floor: '', ratio: '', target: '≤ 11' },
    },
    {
      what: 'burst of 400: frames per agent',
      ours: (burst.copies / WATCHERS).toFixed(1),
      ...{ floor: '', ratio: `in ${(burst.ms / 1_000).toFixed(1)} s`, target: '' },
    },
  ]);
  for (const side of [ours, floor]) {
    await side.load.stop();
    await side.server.kill('SIGTERM');
  }
  rmSync(dataDir, { recursive: true, force: true });
}
