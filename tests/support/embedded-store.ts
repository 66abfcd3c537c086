/** What the store's tests share: a store in a temporary folder with a driver connected to it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, MongoClient, type MongoClientOptions } from 'mongodb';
import { openStore, type Store, type StoreOptions } from '../../server/embedded-mongo/store.ts';

export interface TestStore {
  readonly dir: string;
  readonly store: Store;
  readonly client: MongoClient;
  readonly db: Db;
  close(): Promise<void>;
}

export const makeDir = (): string => mkdtempSync(join(tmpdir(), 'store-test-'));
export const removeDir = (dir: string): void => rmSync(dir, { recursive: true, force: true });

/** Without fsync, on a socket, in a fresh folder that `close` removes. */
export async function openTestStore(
  options: Partial<StoreOptions> = {},
  clientOptions: MongoClientOptions = {},
): Promise<TestStore> {
  const dir = makeDir();
  const store = await openStore(dir, {
    durable: false,
    listen: undefined,
    maxBytes: 0,
    now: Date.now,
    onBug: (error) => {
      throw error;
    },
    ...options,
  });
  const client = await MongoClient.connect(store.uri, clientOptions);
  return {
    dir,
    store,
    client,
    db: client.db('test'),
    async close() {
      await client.close();
      await store.stop();
      removeDir(dir);
    },
  };
}
