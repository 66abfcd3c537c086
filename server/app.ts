/** Builds the whole server from its configuration and a database; it listens nowhere until somebody says so. */
import { createEdges } from './compose/edges.ts';
import type { Ground } from './compose/ground.ts';
import { createLife } from './compose/life.ts';
import { listen } from './compose/listen.ts';
import type { AppOptions } from './compose/options.ts';
import { createParts } from './compose/parts.ts';
import { claimDataFolder, openDataFolder } from './data-folder.ts';
import { openDemoFile } from './demo/demo-file.ts';
import { seedDemo } from './demo/seed.ts';
import { seedPhone } from './demo/seed-phone.ts';
import { systemClock } from './lib/clock.ts';
import { openStore, type Store } from './store/open-store.ts';

export type { AppOptions } from './compose/options.ts';

export type App = Awaited<ReturnType<typeof createApp>>;

/** @throws ConfigError when the data folder cannot be used with this database */
export async function createApp(options: AppOptions) {
  const { config, storeUri, log, clock = systemClock, progress = () => undefined } = options;
  await openDataFolder(config.dataDir);
  const store = await openStore(storeUri, log);
  try {
    await store.migrate(progress);
    await claimDataFolder(config.dataDir, store.directory, clock.now());
    return await compose(options, store);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function compose(options: AppOptions, store: Store) {
  const parts = await createParts(options, store, options.clock ?? systemClock);
  const edges = createEdges(options, parts);
  listen(parts, edges);
  const { ground, records, floor, exchange, desk, calls } = parts;
  const { accounts, catalogue, channels, files } = ground;
  return {
    ...{ http: edges.server, realtime: edges.realtime, store, accounts, catalogue, channels, files, calls },
    ...{ timeline: records.timeline, searchIndex: records.searchIndex },
    ...{ imports: records.imports, retention: records.retention },
    ...{ routing: floor.routing, notices: floor.notices, counters: floor.counters },
    ...{ ingest: exchange.ingest, outbound: exchange.outbound, visitors: exchange.visitors, work: desk.work },
    /** null unless `config.demo` */
    demo: await layOutDemo(options, ground),
    /** Listening is the caller's. */
    ...createLife(parts, edges),
  };
}

async function layOutDemo(
  { config, simulator }: AppOptions,
  { directory, accounts, catalogue, credentials, ids }: Ground,
) {
  if (!config.demo) return null;
  const file = await openDemoFile(config.dataDir, ids);
  const demo = await seedDemo({ directory, accounts, catalogue }, file);
  if (simulator) await seedPhone({ directory, credentials }, await openDemoFile(config.dataDir, ids), simulator);
  return demo;
}
