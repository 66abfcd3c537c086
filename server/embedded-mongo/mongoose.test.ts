/** mongoose on the store: models, indexes, errors it branches on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose, { type Connection, Schema } from 'mongoose';
import { type RunningStore, startStore } from './start-store.ts';

let dir: string;
let store: RunningStore;
let connection: Connection;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'store-mongoose-'));
  store = await startStore(dir, { durable: false });
  connection = await mongoose.createConnection(store.uri, { dbName: 'app' }).asPromise();
});

afterAll(async () => {
  await connection?.close();
  await store?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const personSchema = new Schema(
  {
    email: { type: String, unique: true, required: true },
    name: String,
    tags: [String],
    visits: { type: Number, default: 0 },
    address: { city: String },
  },
  { timestamps: true, optimisticConcurrency: true },
);

test('a model saves, finds, updates and removes', async () => {
  const Person = connection.model('Person', personSchema);
  await Person.init();
  const ada = await Person.create({ email: 'ada@example.org', name: 'Ada', tags: ['a'], address: { city: 'London' } });
  ada.tags.push('b');
  ada.visits = 2;
  await ada.save();
  const found = await Person.findOne({ 'address.city': 'London' }).lean();
  expect(found).toMatchObject({ name: 'Ada', tags: ['a', 'b'], visits: 2, __v: 1 });
  const after = await Person.findOneAndUpdate({ email: 'ada@example.org' }, { $inc: { visits: 1 } }, { new: true });
  expect(after?.visits).toBe(3);
  expect(await Person.countDocuments({ tags: 'b' })).toBe(1);
  expect(await Person.exists({ email: 'nobody' })).toBeNull();
  expect((await Person.deleteOne({ _id: ada._id })).deletedCount).toBe(1);
});

test('a broken unique index is error 11000 with its key', async () => {
  const Person = connection.model('Person', personSchema);
  await Person.create({ email: 'twice@example.org' });
  await expect(Person.create({ email: 'twice@example.org' })).rejects.toMatchObject({
    code: 11000,
    keyPattern: { email: 1 },
    keyValue: { email: 'twice@example.org' },
  });
});

test('a stale document is a VersionError', async () => {
  const Person = connection.model('Person', personSchema);
  await Person.create({ email: 'stale@example.org' });
  const one = await Person.findOne({ email: 'stale@example.org' });
  const two = await Person.findOne({ email: 'stale@example.org' });
  if (one === null || two === null) throw new Error('not found');
  one.name = 'first';
  await one.save();
  two.name = 'second';
  await expect(two.save()).rejects.toMatchObject({ name: 'VersionError' });
});

test('bulkWrite, insertMany, cursors and aggregate work', async () => {
  const Item = connection.model('Item', new Schema({ n: Number, group: String }));
  await Item.insertMany(Array.from({ length: 250 }, (_, n) => ({ n, group: n % 2 === 0 ? 'even' : 'odd' })));
  const result = await Item.bulkWrite([
    { updateOne: { filter: { n: 1 }, update: { $set: { group: 'one' } } } },
    { updateMany: { filter: { group: 'even' }, update: { $inc: { n: 1000 } } } },
    { deleteOne: { filter: { n: 3 } } },
    { insertOne: { document: { n: 9999, group: 'new' } } },
  ]);
  expect(result).toMatchObject({ modifiedCount: 126, deletedCount: 1, insertedCount: 1 });
  let seen = 0;
  for await (const item of Item.find().sort({ n: 1 }).cursor({ batchSize: 50 })) if (item.n !== undefined) seen++;
  expect(seen).toBe(250);
  const groups = await Item.aggregate([
    { $match: { n: { $lt: 2000 } } },
    { $group: { _id: '$group', n: { $sum: 1 }, least: { $min: '$n' } } },
    { $sort: { n: -1 } },
  ]);
  expect(groups).toEqual([
    { _id: 'even', n: 125, least: 1000 },
    { _id: 'odd', n: 123, least: 5 },
    { _id: 'one', n: 1, least: 1 },
  ]);
});

test('indexes are synchronised', async () => {
  const schema = new Schema({ a: Number, b: Number, at: Date });
  schema.index({ a: 1, b: -1 });
  schema.index({ at: 1 }, { expireAfterSeconds: 3600 });
  schema.index({ b: 1 }, { unique: true, partialFilterExpression: { b: { $type: 'number' } } });
  const Thing = connection.model('Thing', schema);
  await Thing.createIndexes();
  expect(await Thing.syncIndexes()).toEqual([]);
  expect((await Thing.listIndexes()).map((index: { name: string }) => index.name).sort()).toEqual([
    '_id_',
    'a_1_b_-1',
    'at_1',
    'b_1',
  ]);
});
