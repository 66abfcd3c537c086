/** The two servers that are compared: the bare relay, and Parley as `npm start` runs it, both in processes of their own. */
import { createServer } from 'node:net';
import { type Child, startChild } from './child.ts';

export interface Running extends Child {
  url: string;
}

/** As `npm start` has it: young objects may take more room, so that they are collected less often. */
export const heapSettings = ['--max-semi-space-size=64'];

export async function startRelay(nodeArgs: readonly string[] = []): Promise<Running> {
  const args = [...nodeArgs, '--import', 'tsx', 'bench/floor/relay-server.ts'];
  const child = await startChild({ args, ready: /^ready / });
  return { ...child, url: child.ready.slice('ready '.length) };
}

/** Parley on its embedded store, durable, with the limits that one address would run into switched off. */
export async function startParley(dataDir: string, port?: number): Promise<Running> {
  const chosen = port ?? (await freePort());
  const child = await startChild({
    args: [...heapSettings, 'dist/server/main.js'],
    env: {
      DATA_DIR: dataDir,
      PORT: String(chosen),
      MAIL_PORT: 'off',
      RATE_LIMITS: 'off',
      LOG_LEVEL: 'error',
      NODE_ENV: 'development',
      DEMO_DAY: 'off',
    },
    ready: /Console\s+http/,
  });
  return { ...child, url: `http://127.0.0.1:${chosen}` };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });
}
