/** How long a newcomer waits: `npm start` on a tree that was never built, and again on one that was. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './lib/servers.ts';
import { median, printTable } from './lib/stats.ts';

/** ms from `npm start` until the shop's page answers; ends the process group it started. */
async function measureStart(dataDir: string): Promise<number> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn('npm', ['start'], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), MAIL_PORT: 'off', LOG_LEVEL: 'error' },
    stdio: 'ignore',
    detached: true,
  });
  const deadline = begun + 300_000;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/shop`).catch(() => null);
    if (answer?.ok) break;
    if (performance.now() > deadline) throw new Error('the shop did not answer within five minutes');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const ms = performance.now() - begun;
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  if (child.pid) process.kill(-child.pid, 'SIGTERM');
  await ended;
  return ms;
}

/** Prints the table; builds anew. */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-p00-'));
  rmSync('dist', { recursive: true, force: true });
  const fresh = await measureStart(dataDir);
  const warm: number[] = [];
  for (let round = 0; round < 5; round += 1) warm.push(await measureStart(dataDir));
  rmSync(dataDir, { recursive: true, force: true });
  const row = (what: string, ms: number) => ({
    what,
    ours: `${(ms / 1_000).toFixed(2)} s`,
    floor: '',
    ratio: '',
    target: '',
  });
  printTable('Start, until the shop answers', [
    row('first start, builds everything', fresh),
    row('start again', median(warm)),
  ]);
}
