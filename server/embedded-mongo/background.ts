/** Work nobody waits for: expiring documents, emptying what was dropped, forgetting idle cursors. */
import type { Engine } from './commands/command.ts';
import type { Executor } from './executor.ts';
import type { Collection } from './storage/collection.ts';
import type { IndexDefinition } from './storage/index-definition.ts';
import { entryKey, type RecordId, readLastRecordId, readRecordId } from './storage/layout.ts';
import { type Doc, decode, type Value } from './values/document.ts';
import { keyValueRange } from './values/key.ts';
import { visitPath } from './values/path.ts';

const EXPIRED_PER_TRANSACTION = 500;
const PURGED_PER_TRANSACTION = 2000;

/** Removes expired documents of all TTL indexes, in several transactions. Resolves to how many. */
export async function removeExpired(engine: Engine, executor: Executor): Promise<number> {
  let total = 0;
  for (const { namespace } of engine.catalog.list()) {
    for (let removed = EXPIRED_PER_TRANSACTION; removed >= EXPIRED_PER_TRANSACTION; total += removed) {
      removed = await run(executor, () => removeSomeExpired(engine, namespace));
    }
  }
  return total;
}

/** Removes the keys of dropped collections and indexes, in several transactions. */
export async function purgeDropped(engine: Engine, executor: Executor): Promise<void> {
  while (engine.catalog.hasPurgeable()) await run(executor, () => engine.catalog.purge(PURGED_PER_TRANSACTION));
}

function run<T>(executor: Executor, work: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    executor.write(work, (outcome) => (outcome.ok ? resolve(outcome.value) : reject(outcome.error)));
  });
}

function removeSomeExpired(engine: Engine, namespace: string): number {
  const collection = engine.catalog.find(namespace);
  if (collection === undefined) return 0;
  let removed = 0;
  for (const index of collection.indexes) {
    const { expireAfterSeconds } = index;
    if (expireAfterSeconds === undefined) continue;
    const limit = engine.now() - expireAfterSeconds * 1000;
    for (const record of findUpTo(engine, index, new Date(limit))) {
      if (removed >= EXPIRED_PER_TRANSACTION) return removed;
      if (removeIfExpired(collection, index, record, limit)) removed++;
    }
  }
  return removed;
}

function findUpTo(engine: Engine, index: IndexDefinition, last: Date): RecordId[] {
  const directions = index.fields.map((field) => field.direction);
  const { start, end } = keyValueRange({ directions }, { max: last, maxInclusive: true });
  const entries = engine.kv.entries({
    start: entryKey(index.id, start, undefined),
    end: entryKey(index.id, end, undefined),
    limit: EXPIRED_PER_TRANSACTION,
  });
  const records = new Set<RecordId>();
  for (let step = entries.next(); !step.done; step = entries.next()) {
    records.add(index.isUnique ? readRecordId(step.value.value) : readLastRecordId(step.value.key));
  }
  return [...records];
}

function removeIfExpired(collection: Collection, index: IndexDefinition, record: RecordId, limit: number): boolean {
  const bytes = collection.read(record);
  if (bytes === undefined) return false;
  const doc: Doc = decode(bytes);
  const isExpired = (value: Value | undefined): boolean => value instanceof Date && value.getTime() <= limit;
  if (!visitPath(doc, index.fields[0]?.parts ?? [], true, isExpired)) return false;
  collection.remove(record, doc, bytes.length);
  return true;
}
