/** The everyday commands through the plain driver. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, MongoClient } from 'mongodb';
import { type RunningStore, startStore } from './start-store.ts';

let dir: string;
let store: RunningStore;
let client: MongoClient;
let db: Db;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'store-test-'));
  store = await startStore(dir, { durable: false });
  client = await MongoClient.connect(store.uri);
  db = client.db('test');
});

afterAll(async () => {
  await client?.close();
  await store?.stop();
  rmSync(dir, { recursive: true, force: true });
});

test('insert, find, update, delete', async () => {
  const c = db.collection<{ _id: number; a: number; b?: string }>('things');
  await c.insertMany(Array.from({ length: 300 }, (_, i) => ({ _id: i, a: i % 10 })));
  expect((await c.find({ a: 3 }).toArray()).length).toBe(30);
  expect((await c.find().toArray()).length).toBe(300);
  expect(await c.findOne({ _id: 7 })).toEqual({ _id: 7, a: 7 });
  await c.createIndex({ a: 1, _id: -1 });
  expect((await c.find({ a: 3 }).sort({ _id: -1 }).limit(2).toArray()).map((d) => d._id)).toEqual([293, 283]);
  expect(
    (
      await c
        .find({ a: { $in: [3, 4] } })
        .sort({ _id: -1 })
        .limit(3)
        .toArray()
    ).map((d) => d._id),
  ).toEqual([294, 293, 284]);
  expect(
    (
      await c
        .find({ a: { $in: [3, 4] } })
        .sort({ _id: 1 })
        .limit(3)
        .toArray()
    ).map((d) => d._id),
  ).toEqual([3, 4, 13]);
  expect((await c.updateOne({ _id: 7 }, { $set: { b: 'x' } })).modifiedCount).toBe(1);
  expect(await c.findOneAndUpdate({ _id: 7 }, { $inc: { a: 1 } }, { returnDocument: 'after' })).toEqual({
    _id: 7,
    a: 8,
    b: 'x',
  });
  expect((await c.deleteMany({ a: 3 })).deletedCount).toBe(30);
  await expect(c.insertOne({ _id: 7, a: 1 })).rejects.toMatchObject({
    code: 11000,
    keyPattern: { _id: 1 },
    keyValue: { _id: 7 },
  });
  const explained = await c.find({ a: 4 }).sort({ _id: -1 }).explain();
  expect(explained.queryPlanner.winningPlan.inputStage.stage).toBe('IXSCAN');
  expect((await c.updateOne({ _id: 1000 }, { $set: { a: 1 } }, { upsert: true })).upsertedId).toBe(1000);
  expect(await c.distinct('a')).toHaveLength(9);
  expect(await c.estimatedDocumentCount()).toBe(271);
});
