/** A process under measurement: started, ready when it says so, and asked for its CPU and memory by the kernel. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Linux counts process time in 100ths of a second wherever Node runs. */
const MICROSECONDS_PER_TICK = 10_000;

export interface Child {
  pid: number;
  /** the line by which it said that it is ready */
  ready: string;
  lines: string[];
  /** CPU of all its threads since it began, user and system, µs */
  cpuMicros(): number;
  /** resident memory, bytes */
  rss(): number;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export interface ChildOptions {
  args: string[];
  env?: Record<string, string>;
  ready: RegExp;
  /** ms until it must be ready */
  patience?: number;
}

export async function startChild(options: ChildOptions): Promise<Child> {
  const child = spawn(process.execPath, options.args, {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const ready = await waitUntilReady(child, lines, options);
  const pid = child.pid ?? 0;
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    pid,
    ready,
    lines,
    cpuMicros: () => cpuMicrosOf(pid),
    rss: () => {
      const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
      return Number(line?.[1] ?? 0) * 1_024;
    },
    kill: async (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
    },
  };
}

/** CPU of all threads of a process since it began, user and system, µs. */
export function cpuMicrosOf(pid: number): number {
  // Fields 14 and 15 of stat, counted after the command's closing bracket, which may hold anything.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * MICROSECONDS_PER_TICK;
}

function waitUntilReady(child: ChildProcess, lines: string[], options: ChildOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail('was not ready in time'), options.patience ?? 60_000);
    const fail = (why: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${options.args.join(' ')} ${why}:\n${lines.slice(-20).join('\n')}`));
    };
    const read = (stream: NodeJS.ReadableStream | null): void => {
      if (!stream) return;
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (lines.length > 500) lines.shift();
        if (!options.ready.test(line)) return;
        clearTimeout(timer);
        resolve(line);
      });
    };
    read(child.stdout);
    read(child.stderr);
    child.once('close', () => fail('ended'));
  });
}
