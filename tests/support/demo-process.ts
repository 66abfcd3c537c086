/** The demo as `npm start` runs it, without its day of work: a process of its own on a port and a folder that outlive it, which a test may kill. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Inbox } from '../../shared/model/inbox.ts';
import { findFreePort } from './child.ts';
import { ConsoleClient } from './console-client.ts';
import { eventually } from './eventually.ts';
import { programOf } from './program.ts';

export interface DemoProcess {
  url: string;
  dataDir: string;
  /** its simulated telephone network, which is another process */
  phone: { pid(): number; ask<T>(command: string, body?: object): Promise<T> };
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Another process on the same folder and port. */
  start(): Promise<void>;
  console(email: string): Promise<ConsoleClient>;
  /** Changes an inbox as its admin does. */
  changeInbox(is: (inbox: Inbox) => boolean, change: (inbox: Inbox) => Inbox): Promise<Inbox>;
  stop(): Promise<void>;
}

const READY = 'Ctrl-C stops.';

export async function startDemoProcess(): Promise<DemoProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-demo-'));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  let end: (signal: NodeJS.Signals) => Promise<void> = async () => undefined;
  const clients: ConsoleClient[] = [];

  async function start(): Promise<void> {
    const child = spawn(process.execPath, programOf('server/main.ts'), {
      env: {
        ...{ PATH: process.env.PATH, NODE_ENV: 'development', DATA_DIR: dataDir, PORT: String(port), MAIL_PORT: 'off' },
        ...{ DEMO_DAY: 'off', LOG_LEVEL: process.env.TEST_LOG ?? 'silent' },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    let printed = '';
    end = async (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
    };
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`The demo ended before it was ready:\n${printed}`)));
      const read = (chunk: Buffer): void => {
        printed += chunk.toString();
        if (process.env.TEST_LOG) process.stderr.write(chunk);
        if (printed.includes(READY)) resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
    });
  }

  async function cookieOf(email: string): Promise<string> {
    const { passwords } = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as {
      passwords: Record<string, string>;
    };
    const answer = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ email, password: passwords[email] }),
    });
    if (!answer.ok) throw new Error(`${email} was not signed in: ${answer.status}`);
    return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }

  const simulator = () =>
    JSON.parse(readFileSync(join(dataDir, 'phone-simulator', 'simulator.json'), 'utf8')) as {
      pid: number;
      url: string;
    };
  const softswitch = () => {
    try {
      return (JSON.parse(readFileSync(join(dataDir, 'softswitch', 'softswitch.json'), 'utf8')) as { pid: number }).pid;
    } catch {
      return null;
    }
  };

  await start();
  return {
    ...{ url, dataDir, start },
    phone: {
      pid: () => simulator().pid,
      async ask(command, body = {}) {
        const { controlToken } = JSON.parse(await readFile(join(dataDir, 'demo-phone.json'), 'utf8')) as {
          controlToken: string;
        };
        const answer = await fetch(`${simulator().url}/control/${command}`, {
          ...{ method: 'POST', body: JSON.stringify(body) },
          headers: { authorization: `Bearer ${controlToken}`, 'content-type': 'application/json' },
        });
        if (!answer.ok) throw new Error(`The simulator answered ${command} with ${answer.status}.`);
        return (await answer.json()) as never;
      },
    },
    kill: () => end('SIGKILL'),
    async console(email) {
      const client = new ConsoleClient({ url, origin: url, cookie: await cookieOf(email), name: email });
      clients.push(client);
      await client.begin();
      return client;
    },
    async changeInbox(is, change) {
      const headers = {
        'content-type': 'application/json',
        origin: url,
        cookie: await cookieOf('admin@parley.example'),
      };
      const { inboxes } = (await (await fetch(`${url}/api/inboxes`, { headers })).json()) as { inboxes: Inbox[] };
      const found = inboxes.find(is);
      if (!found) throw new Error('There is no such inbox.');
      const body = JSON.stringify(change(found));
      const answer = await fetch(`${url}/api/inboxes/${found.id}`, { method: 'PUT', headers, body });
      if (!answer.ok) throw new Error(`${found.name} was not changed: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as Inbox;
    },
    async stop() {
      for (const client of clients) client.close();
      const pids = [simulator().pid, softswitch()].filter((pid) => pid !== null);
      await end('SIGKILL');
      for (const pid of pids) {
        process.kill(pid, 'SIGTERM');
        await eventually(() => {
          if (isAlive(pid)) throw new Error(`${pid} goes on`);
        }, 20_000);
      }
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
