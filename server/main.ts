/** Starts Parley: configuration, the embedded store unless a database is given, the app, and one address to listen on. */
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type App, createApp } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { openDataFolder } from './data-folder.ts';
import { DEMO_FILE, openDemoFile } from './demo/demo-file.ts';
import { describeStart } from './demo/describe-start.ts';
import { makeHistory } from './demo/history/make-history.ts';
import { DAY } from './demo/history/plan.ts';
import { openDemoPhone, startPhoneSimulator } from './demo/simulated-phone.ts';
import { createVirtualTime } from './demo/virtual-time.ts';
import { type RunningStore, startStore } from './embedded-mongo/start-store.ts';
import { systemClock } from './lib/clock.ts';
import { createIds } from './lib/ids.ts';
import { createLog, type Log } from './lib/log.ts';

/** How long a stop may take before the process is ended; what was acknowledged is on disk by then. */
const STOP_MS = 10_000;
const AGAIN_MS = 1_000;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function run(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel, process.stderr.isTTY === true);
  await openDataFolder(config.dataDir);
  const running: { store?: RunningStore; app?: App; simulator?: Awaited<ReturnType<typeof simulatePhone>> } = {};
  const stop = async (): Promise<void> => {
    await running.app?.stop();
    await running.simulator?.leave();
    await running.store?.stop();
  };
  try {
    // Known before anything takes long.
    await checkAddress(config, 'PORT');
    if (config.mailListener) await checkAddress(config.mailListener, 'MAIL_PORT');
    if (config.demo && config.demoDay && config.mongodbUri === undefined && (await isNew(config.dataDir)))
      await playDemoDay(config, log);
    running.store = config.mongodbUri === undefined ? await startStore(join(config.dataDir, 'store')) : undefined;
    const storeUri = config.mongodbUri ?? running.store?.uri ?? '';
    const simulator = await simulatePhone(config, log);
    running.simulator = simulator;
    running.app = await createApp({
      ...{ storeUri, log, progress: (text: string) => log.debug(text) },
      config: simulator ? { ...config, twilioApiBaseUrl: simulator.url } : config,
      simulator: simulator && {
        access: { url: simulator.url, token: simulator.controlToken, number: simulator.number },
        account: simulator.account,
      },
    });
    await running.app.start();
    await listen(running.app, config);
  } catch (error) {
    await stop();
    throw error;
  }
  stopOnSignals(stop, log);
  const setUpLink = await running.app.accounts.makeSetUpLink();
  say(
    describeStart({
      publicUrl: config.publicUrl,
      mail: config.mailListener,
      phone: running.simulator?.number ?? null,
      demo: running.app.demo,
      setUpLink,
      dataDir: config.dataDir,
    }),
  );
}

/** The demo is called and calls without an account; without its telephone it is a demo all the same. */
async function simulatePhone(config: Config, log: Log) {
  if (!config.demo || !config.phoneSimulator || config.twilioApiBaseUrl !== null) return undefined;
  const file = await openDemoFile(config.dataDir, createIds(systemClock));
  if (!file.phone) return undefined;
  const phone = await openDemoPhone(config.dataDir);
  const place = {
    ...{ publicUrl: config.publicUrl, inboxId: file.phone },
    folder: join(config.dataDir, 'phone-simulator'),
  };
  return startPhoneSimulator(phone, place).catch((error: unknown) => {
    log.warn({ err: error }, 'telephony is not simulated');
    return undefined;
  });
}

/** Nobody has worked with this folder: it holds neither data nor a demo. */
async function isNew(dataDir: string): Promise<boolean> {
  const there = await readdir(dataDir);
  return !there.includes('store') && !there.includes(DEMO_FILE);
}

/** The demo company has worked for a day before a newcomer sees it. Nothing of it is anybody's, so it need not survive a power cut. */
async function playDemoDay(config: Config, log: Log): Promise<void> {
  const store = await startStore(join(config.dataDir, 'store'), { durable: false });
  const time = createVirtualTime(Date.now() - DAY);
  const routing = { pollMs: 300_000, nodeLeaseMs: DAY, leaseMs: DAY, reconcileMs: DAY };
  // Whoever writes to it now writes to nobody yet.
  const quiet = { ...config, mailListener: null };
  const app = await createApp({ ...{ config: quiet, log, routing }, ...time, storeUri: store.uri });
  try {
    const file = await openDemoFile(config.dataDir, createIds(time.clock));
    await app.start();
    say('Making a day of work for the demo company …');
    let told = 0;
    await makeHistory(app, file, time, (done) => {
      if (done - told < 0.25 || done >= 1) return;
      told = done;
      say(`  ${Math.round(done * 100)} %`);
    });
  } finally {
    await app.stop();
    await store.stop();
  }
}

/** @throws ConfigError when nothing could listen there */
function checkAddress({ host, port }: { host: string; port: number }, variable: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => reject(explainListening(error, host, port, variable)));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

function listen({ http }: App, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => reject(explainListening(error, host, port, 'PORT')));
    http.listen(port, host, () => resolve());
  });
}

function explainListening(error: NodeJS.ErrnoException, host: string, port: number, variable: string): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ConfigError(
        `Port ${port} on ${host} is in use already; stop what listens there or set ${variable} to another.`,
      );
    case 'EACCES':
      return new ConfigError(
        `Port ${port} on ${host} may not be opened by this user; set ${variable} to one above 1023.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError(`${variable.replace('PORT', 'HOST')} ${host} is no address of this machine.`);
    default:
      return error;
  }
}

function stopOnSignals(stop: () => Promise<void>, log: Log): void {
  let stoppingSince: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A terminal and npm both pass on one Ctrl-C; a later second one means it.
      if (stoppingSince !== null) {
        if (performance.now() - stoppingSince > AGAIN_MS) process.exit(1);
        return;
      }
      stoppingSince = performance.now();
      setTimeout(() => process.exit(1), STOP_MS).unref();
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'stopping failed');
          process.exit(1);
        },
      );
    });
  }
}

/** What an operator can mend is told in one line; anything else is ours and keeps its stack. */
function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ConfigError || error.name === 'FolderInUseError' || error.name === 'FolderFormatError')
    return error.message;
  if (error.name === 'MongooseServerSelectionError' || error.name === 'MongoServerSelectionError') {
    return `The database at MONGODB_URI cannot be reached: ${error.message}`;
  }
  if (error.message.startsWith('The database has schema version')) return error.message;
  return error.stack ?? error.message;
}

run().catch((error: unknown) => {
  process.stderr.write(`${explainFailure(error)}\n`, () => process.exit(1));
});
