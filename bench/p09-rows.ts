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

interface Side {
  server: Running;
  load: Load<RowsRound, RowsFigures>;
}

/** CPU of the changes alone: an idle stretch of the same length is taken off. */
async function measure({ server, load }: Side): Promise<RowsFigures & { cpu: number }> {
  const before = server.cpuMicros();
  const figures = await load.run({ kind: 'steady', changes: CHANGES });
  const between = server.cpuMicros();
  await load.run({ kind: 'idle', ms: figures.ms - 500 });
  return { ...figures, cpu: between - before - (server.cpuMicros() - between) };
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

  await measure(ours);
  const alone = { ours: await measure(ours), floor: await measure(floor) };
  await floor.load.run({ kind: 'fact', fact: alone.ours.fact });
  await ours.load.run({ kind: 'watch' });
  await floor.load.run({ kind: 'watch' });
  const rounds: { ours: number; floor: number; frames: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [one, other] = [await measure(floor), await measure(ours)];
    rounds.push({
      floor: (one.cpu - alone.floor.cpu) / one.copies,
      ours: (other.cpu - alone.ours.cpu) / other.copies,
      frames: other.copies / WATCHERS / CHANGES,
    });
  }
  const burst = await ours.load.run({ kind: 'burst', changes: 400 });
  printTable(`P9 a change told to ${WATCHERS} agents`, [
    {
      what: 'CPU per copy',
      ours: `${median(rounds.map((round) => round.ours)).toFixed(2)} µs`,
      floor: `${median(rounds.map((round) => round.floor)).toFixed(2)} µs`,
      ratio: spread(rounds.map((round) => round.ours / round.floor)),
      target: '≤ 1.3',
    },
    {
      what: 'frames per change',
      ours: median(rounds.map((round) => round.frames)).toFixed(2),
      ...{ floor: '1', ratio: '', target: '' },
    },
    {
      what: 'burst of 400: most frames one agent was told in a second',
      ours: String(burst.mostInSecond),
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
