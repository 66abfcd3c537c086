/** Processes of a test: started, told apart by what they print, and ended for certain. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';

export interface Child {
  process: ChildProcess;
  /** the first line on stdout for which `matches` holds */
  line: string;
  /** Ends it with a signal and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** @throws with what it wrote on stderr when it ends before it is ready */
export function startChild(
  command: string,
  args: readonly string[],
  matches: (line: string) => boolean,
  withinMs = 60_000,
): Promise<Child> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let errors = '';
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
    if (process.env.TEST_LOG) process.stderr.write(chunk);
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`${command} ended before it was ready: ${errors}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const line = output.split('\n').slice(0, -1).find(matches);
      if (line === undefined) return;
      clearTimeout(timer);
      output = '';
      resolve({
        process: child,
        line,
        async end(signal) {
          if (child.exitCode === null && child.signalCode === null) child.kill(signal);
          await exited;
        },
      });
    });
  });
}

export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
