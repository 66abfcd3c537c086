/**
 * P1 and P2: a customer's message to its agent: acknowledged when durable, then relayed, against a bare socket.io relay. P1 saturates both and compares CPU per message;
 * P2 offers both the same Poisson arrivals and compares latencies from the intended time of sending.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Load, startLoad } from './lib/load.ts';
import { type Running, startParley, startRelay } from './lib/servers.ts';
import { median, printTable, type Row, spread } from './lib/stats.ts';
import { layOutCrowd } from './lib/workspace.ts';
import type { LoadJob, Round, RoundFigures } from './load/message-load.ts';
import type { PairTicket } from './load/pair.ts';

const PAIRS = Number(process.env.PAIRS ?? 500);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const SATURATED: Round = { kind: 'saturate', inFlight: 500, messages: 15_000 };

interface Side {
  server: Running;
  load: Load<Round, RoundFigures>;
}

interface Figures extends RoundFigures {
  cpuMicros: number;
}

async function open(server: Running, target: LoadJob['target'], pairs: PairTicket[]): Promise<Side> {
  return {
    server,
    load: await startLoad<LoadJob, Round, RoundFigures>('message-load.ts', { target, url: server.url, pairs }),
  };
}

async function measure(side: Side, round: Round): Promise<Figures> {
  const before = side.server.cpuMicros();
  const figures = await side.load.run(round);
  return { ...figures, cpuMicros: (side.server.cpuMicros() - before) / round.messages };
}

/** Ours and the floor's turn about, so that what the machine does besides falls on both. */
async function interleave(
  ours: Side,
  floor: Side,
  rounds: (index: number) => Round,
): Promise<{ ours: Figures; floor: Figures }[]> {
  const all: { ours: Figures; floor: Figures }[] = [];
  for (let index = 0; index < ROUNDS; index += 1) {
    all.push({ floor: await measure(floor, rounds(index)), ours: await measure(ours, rounds(index)) });
  }
  return all;
}

function rowOf(
  what: string,
  rounds: { ours: Figures; floor: Figures }[],
  read: (figures: Figures) => number,
  unit: string,
  target: string,
): Row {
  const ratios = rounds.map((round) => read(round.ours) / read(round.floor));
  const show = (side: 'ours' | 'floor'): string =>
    `${median(rounds.map((round) => read(round[side]))).toFixed(2)} ${unit}`;
  return { what, ours: show('ours'), floor: show('floor'), ratio: spread(ratios), target };
}

/** Prints the tables; needs the built server. */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-p01-'));
  process.stdout.write(`P1, P2: laying out ${PAIRS} pairs …\n`);
  const { pairs } = await layOutCrowd(dataDir, { pairs: PAIRS });
  const floor = await open(await startRelay(), 'relay', pairs);
  const ours = await open(await startParley(dataDir), 'parley', pairs);
  await measure(floor, SATURATED);
  await measure(ours, SATURATED);

  const saturated = await interleave(ours, floor, () => SATURATED);
  const lost = saturated.reduce((sum, round) => sum + (SATURATED.messages - round.ours.relayed), 0);
  printTable('P1 message path, saturated', [
    rowOf('CPU per message', saturated, (figures) => figures.cpuMicros, 'µs', '≤ 3'),
    rowOf('messages per second', saturated, (figures) => figures.acked / figures.seconds, '/s', ''),
    { what: 'acknowledged but not relayed', ours: String(lost), floor: '', ratio: '', target: '0' },
  ]);

  const capacity = median(saturated.map((round) => round.floor.acked / round.floor.seconds));
  for (const perSecond of [250, Math.round(capacity * 0.3)]) {
    const offered = await interleave(ours, floor, (seed) => ({
      kind: 'rate',
      perSecond,
      messages: perSecond * 8,
      seed,
    }));
    printTable(`P2 message path at ${perSecond}/s`, [
      rowOf('acknowledged, p50', offered, (figures) => figures.ackMs.p50, 'ms', '≤ 3'),
      rowOf('acknowledged, p99', offered, (figures) => figures.ackMs.p99, 'ms', '≤ 3'),
      rowOf('at the agent, p50', offered, (figures) => figures.relayMs.p50, 'ms', '≤ 3'),
      rowOf('at the agent, p99', offered, (figures) => figures.relayMs.p99, 'ms', '≤ 3'),
    ]);
  }
  for (const side of [ours, floor]) {
    await side.load.stop();
    await side.server.kill('SIGTERM');
  }
  rmSync(dataDir, { recursive: true, force: true });
}
