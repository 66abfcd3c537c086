/** The floor's store over an embedded one, with the work items it counts within reach. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type mongoose from 'mongoose';
import pino from 'pino';
import { startStore } from '../../../server/embedded-mongo/start-store.ts';
import type { FloorStore } from '../../../server/floor/ports.ts';
import { connect } from '../../../server/store/connect.ts';
import { createFloorStore } from '../../../server/store/floor.ts';

export interface FloorDatabase {
  store: FloorStore;
  items: mongoose.mongo.Collection<{ _id: string }>;
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export async function startFloorDatabase(): Promise<FloorDatabase> {
  const dir = mkdtempSync(join(tmpdir(), 'floor-'));
  const server = await startStore(dir, { durable: false, thread: 'inline' });
  const connection = await connect(server.uri, pino({ level: 'silent' }));
  const store = createFloorStore(connection);
  for (const model of Object.values(connection.models)) await model.createIndexes();
  return {
    store,
    items: connection.collection<{ _id: string }>('work_items'),
    async clear() {
      for (const model of Object.values(connection.models)) await model.collection.deleteMany({});
    },
    async stop() {
      await connection.close();
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
