/** The server as `npm start` runs it: the built files in a process of their own, which a test may kill. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface BuiltServerOptions {
  dataDir: string;
  port: number;
}

export interface BuiltServer {
  /** as it tells people to open it */
  url: string;
  /** the password that it printed for one of the demo's people */
  passwordOf(email: string): string;
  /** Ends it with a signal and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Resolves when it listens. @throws with what it wrote when it ends before */
export async function startBuiltServer({ dataDir, port }: BuiltServerOptions): Promise<BuiltServer> {
  const child = spawn(process.execPath, [join(process.cwd(), 'dist/server/main.js')], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'development',
      DATA_DIR: dataDir,
      PORT: String(port),
      MAIL_PORT: '0',
      LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The server ended before it was ready:\n${printed}`)));
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      if (process.env.TEST_LOG) process.stderr.write(chunk);
      if (printed.includes('Ctrl-C stops.')) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });
  return {
    url: /Console\s+(\S+)\/\n/.exec(printed)?.[1] ?? '',
    passwordOf: (email) => new RegExp(`${email}\\s+(\\S+)`).exec(printed)?.[1] ?? '',
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
    },
  };
}
