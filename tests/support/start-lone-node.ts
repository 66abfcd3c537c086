/** A server that is alone over its store, as a newcomer has it, as a process that a test may kill; the store outlives it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../server/app.ts';
import { startStore } from '../../server/embedded-mongo/start-store.ts';
import { createLog } from '../../server/lib/log.ts';
import { type Child, startChild } from './child.ts';
import { origin, testConfig } from './start-parley.ts';
import { cheapPasswords } from './test-settings.ts';
import { type Company, foundCompany, World } from './world.ts';

export interface LoneNode {
  world: World;
  company: Company;
  /** Gone, or stopped where it is, without a word. */
  signal(signal: 'SIGKILL' | 'SIGSTOP'): void;
  /** Waits until it is gone, by whatever way, and starts it again on the same port. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

/** @param prepare what the company has before its first start */
export async function startLoneNode(prepare: (app: App, company: Company) => Promise<void>): Promise<LoneNode> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-lone-'));
  const store = await startStore(join(dataDir, 'store'), { durable: false, thread: 'inline' });
  const config = testConfig(dataDir);
  const founder = await createApp({
    ...{ config, storeUri: store.uri, log: createLog('silent', false), passwordCost: cheapPasswords },
  });
  const company = await foundCompany(founder);
  await prepare(founder, company);
  await founder.stop();

  const main = join(import.meta.dirname, 'node-main.ts');
  const run = (port: number): Promise<Child> =>
    startChild(process.execPath, ['--import', 'tsx', main, JSON.stringify({ ...config, port }), store.uri], (line) =>
      line.startsWith('{'),
    );
  let child = await run(0);
  const goneOf = (one: Child) => new Promise<void>((resolve) => one.process.once('exit', () => resolve()));
  let gone = goneOf(child);
  const { port } = JSON.parse(child.line) as { port: number };
  const world = new World({ url: `http://127.0.0.1:${port}`, origin }, company);
  return {
    world,
    company,
    signal: (signal) => void child.process.kill(signal),
    async revive() {
      await gone;
      child = await run(port);
      gone = goneOf(child);
    },
    async stop() {
      world.closeClients();
      await child.end('SIGKILL');
      await store.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
