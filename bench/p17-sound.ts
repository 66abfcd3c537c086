/** P17: what a leg costs the softswitch, and how many of them one core carries: mixed, against the same legs alone (WebRTC's own work). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createSwitchClient } from '../channels/phone/softswitch/switch-client.ts';
import { cpuMicrosOf, startChild } from './lib/child.ts';
import { median, printTable, type Row } from './lib/stats.ts';

const LEGS = (process.env.LEGS ?? '4,12').split(',').map(Number);
const SECONDS = Number(process.env.SECONDS ?? 4);
const ROUNDS = 3;

/** Share of one core, per round. */
async function measure(legs: number, how: 'pairs' | 'alone'): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-sound-'));
  const client = createSwitchClient({
    folder,
    settings: { ports: null, host: '127.0.0.1', idleMs: 60_000 },
  });
  const { pid } = await client.ensure();
  const args = ['--import', 'tsx', 'bench/load/sound-load.ts', folder, String(legs), how];
  const load = await startChild({ args, ready: /^ready$/ });
  const shares: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [cpu, at] = [cpuMicrosOf(pid), performance.now()];
    await pause(SECONDS * 1_000);
    shares.push((cpuMicrosOf(pid) - cpu) / 1_000 / (performance.now() - at));
  }
  await load.kill('SIGKILL');
  process.kill(pid);
  await rm(folder, { recursive: true, force: true });
  return shares;
}

/** Prints the table. */
export async function run(): Promise<void> {
  const rows: Row[] = [];
  for (const legs of LEGS) {
    const alone = median(await measure(legs, 'alone'));
    const mixed = median(await measure(legs, 'pairs'));
    const percent = (share: number): string => `${((share / legs) * 100).toFixed(2)} % of a core`;
    rows.push({
      ...{ what: `each of ${legs} legs`, ours: percent(mixed), floor: percent(alone) },
      ...{ ratio: (mixed / alone).toFixed(2), target: '' },
    });
    rows.push({
      what: 'legs per core',
      ours: (legs / mixed).toFixed(0),
      floor: (legs / alone).toFixed(0),
      ratio: '',
      target: '',
    });
  }
  printTable('P17 sound: legs at the softswitch, in pairs, against alone', rows);
}
