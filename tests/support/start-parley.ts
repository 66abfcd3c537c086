/** The whole server in this process, on a free port over an embedded store of its own; may be stopped and started again on the same data. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../server/app.ts';
import type { Config } from '../../server/config.ts';
import { type RunningStore, startStore } from '../../server/embedded-mongo/start-store.ts';
import { type Clock, systemClock } from '../../server/lib/clock.ts';
import { createLog } from '../../server/lib/log.ts';
import type { RealtimeSettings } from '../../server/realtime/settings.ts';
import type { RoutingSettings } from '../../server/routing/settings.ts';
import { cheapPasswords, patientRealtime } from './test-settings.ts';
import { type Company, foundCompany, World } from './world.ts';

/** What browsers would call us; the port differs from run to run, the origin must not. */
export const origin = 'http://parley.test';

export interface ParleyOptions {
  clock?: Clock;
  config?: Partial<Config>;
  realtime?: Partial<RealtimeSettings>;
  routing?: Partial<RoutingSettings>;
  /** size at which the store's disk is full */
  storeBytes?: number;
}

export interface Parley {
  app: App;
  url: string;
  dataDir: string;
  /** of its database */
  storeUri: string;
  /** Ends the server and starts another one on the same data and port; connections break as they would. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export function testConfig(dataDir: string, over: Partial<Config> = {}): Config {
  return {
    production: false,
    host: '127.0.0.1',
    port: 0,
    publicUrl: origin,
    trustedProxies: 0,
    dataDir,
    mongodbUri: undefined,
    redisUrl: undefined,
    secretKey: undefined,
    logLevel: process.env.TEST_LOG ?? 'silent',
    demo: false,
    demoDay: false,
    rateLimits: false,
    mailListener: null,
    mailPrivateHosts: true,
    privateServices: true,
    calls: { stun: [], turn: null, ports: null, host: '127.0.0.1' },
    twilioApiBaseUrl: null,
    phoneSimulator: false,
    clientDir: join(dataDir, 'client'),
    ...over,
  };
}

export async function startParley(options: ParleyOptions = {}): Promise<Parley> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-flow-'));
  const store: RunningStore = await startStore(join(dataDir, 'store'), {
    durable: false,
    thread: 'inline',
    maxBytes: options.storeBytes,
  });
  const config = testConfig(dataDir, options.config);
  const log = createLog(config.logLevel, false);

  async function run(port: number): Promise<App> {
    const app = await createApp({
      config,
      storeUri: store.uri,
      clock: options.clock ?? systemClock,
      log,
      realtime: { ...patientRealtime, ...options.realtime },
      passwordCost: cheapPasswords,
      routing: options.routing,
    });
    await app.start();
    await new Promise<void>((resolve, reject) => {
      app.http.once('error', reject);
      app.http.listen(port, '127.0.0.1', resolve);
    });
    return app;
  }

  const app = await run(0);
  const { port } = app.http.address() as AddressInfo;
  const parley: Parley = {
    app,
    url: `http://127.0.0.1:${port}`,
    dataDir,
    storeUri: store.uri,
    async restart() {
      await parley.app.stop();
      parley.app = await run(port);
    },
    async stop() {
      await parley.app.stop();
      await store.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return parley;
}

export interface Stage {
  parley: Parley;
  world: World;
  company: Company;
  stop(): Promise<void>;
}

/** A server with its company and a world of clients, in one piece. */
export async function startStage(options: ParleyOptions = {}): Promise<Stage> {
  const parley = await startParley(options);
  const company = await foundCompany(parley.app);
  const world = new World({ url: parley.url, origin }, company);
  return {
    parley,
    world,
    company,
    async stop() {
      world.closeClients();
      await parley.stop();
    },
  };
}
