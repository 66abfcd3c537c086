/** Drives a load process: one job for its life, one line per round. */
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Load<Round, Figures> {
  run(round: Round): Promise<Figures>;
  stop(): Promise<void>;
}

/** Starts `bench/load/<script>` with the job and waits until it says `ready`. */
export async function startLoad<Job, Round, Figures>(script: string, job: Job): Promise<Load<Round, Figures>> {
  const file = join(mkdtempSync(join(tmpdir(), 'parley-bench-')), 'job.json');
  writeFileSync(file, JSON.stringify(job));
  const child = spawn(process.execPath, ['--import', 'tsx', `bench/load/${script}`, file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${script} ended early`);
    return value;
  };
  if ((await next()) !== 'ready') throw new Error(`${script} did not get ready`);
  return {
    run: async (round) => {
      child.stdin.write(`${JSON.stringify(round)}\n`);
      return JSON.parse(await next()) as Figures;
    },
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
