/** Races, cursors, expiry, errors and refusals, seen through the driver. */

import { once } from 'node:events';
import { connect } from 'node:net';
import { Long, MongoClient, MongoServerError } from 'mongodb';
import { openTestStore, type TestStore } from '../../tests/support/embedded-store.ts';

let now = 1_800_000_000_000;
let opened: TestStore;
let made = 0;
beforeAll(async () => {
  opened = await openTestStore({ now: () => now }, { maxPoolSize: 50 });
});
afterAll(() => opened?.close());

interface Row {
  _id: number;
  n?: number;
  name?: string;
  at?: Date;
  tags?: string[];
}
const fresh = () => opened.db.collection<Row>(`s${made++}`);
const numbers = (count: number): Row[] => Array.from({ length: count }, (_, _id) => ({ _id, n: _id % 7 }));

describe('races', () => {
  test('500 parallel $inc add up to 500', async () => {
    const rows = fresh();
    await rows.insertOne({ _id: 1, n: 0 });
    await Promise.all(Array.from({ length: 500 }, () => rows.updateOne({ _id: 1 }, { $inc: { n: 1 } })));
    expect(await rows.findOne({ _id: 1 })).toEqual({ _id: 1, n: 500 });
  });

  test('of 50 that insert the same unique value one wins', async () => {
    const rows = fresh();
    await rows.createIndex({ name: 1 }, { unique: true });
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, _id) => rows.insertOne({ _id, name: 'one' })),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 11000 });
  });

  test('50 upserts of the same make one document', async () => {
    const rows = fresh();
    await rows.createIndex({ name: 1 }, { unique: true });
    await Promise.all(
      Array.from({ length: 50 }, () =>
        rows.updateOne({ name: 'one' }, { $inc: { n: 1 }, $setOnInsert: { _id: 5 } }, { upsert: true }),
      ),
    );
    expect(await rows.find().toArray()).toEqual([{ _id: 5, name: 'one', n: 50 }]);
  });

  test('50 findOneAndUpdate claims get 50 different documents', async () => {
    const rows = fresh();
    await rows.createIndex({ name: 1, n: 1 });
    await rows.insertMany(Array.from({ length: 50 }, (_, _id) => ({ _id, n: _id, name: 'free' })));
    const claimed = await Promise.all(
      Array.from({ length: 50 }, () =>
        rows.findOneAndUpdate({ name: 'free' }, { $set: { name: 'taken' } }, { sort: { n: 1 } }),
      ),
    );
    expect(new Set(claimed.map((row) => row?._id)).size).toBe(50);
  });
});

describe('writes', () => {
  test('an ordered insert ends at its first error, an unordered one goes on', async () => {
    const rows = fresh();
    await rows.insertOne({ _id: 2 });
    await expect(rows.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }])).rejects.toMatchObject({
      code: 11000,
      insertedCount: 1,
    });
    await expect(rows.insertMany([{ _id: 2 }, { _id: 4 }], { ordered: false })).rejects.toMatchObject({
      insertedCount: 1,
    });
    expect((await rows.find().sort({ _id: 1 }).toArray()).map((row) => row._id)).toEqual([1, 2, 4]);
  });

  test('an update that moves documents in its own index meets each once', async () => {
    const rows = fresh();
    await rows.createIndex({ n: 1 });
    await rows.insertMany(numbers(50));
    const { modifiedCount } = await rows.updateMany({ n: { $gte: 0 } }, { $inc: { n: 100 } });
    expect(modifiedCount).toBe(50);
    expect(await rows.countDocuments({ n: { $gte: 100, $lt: 107 } })).toBe(50);
  });

  test('an update that breaks a unique index changes nothing', async () => {
    const rows = fresh();
    await rows.createIndexes([{ key: { n: 1 } }, { key: { name: 1 }, unique: true }]);
    await rows.insertMany([
      { _id: 1, n: 1, name: 'a' },
      { _id: 2, n: 2, name: 'b' },
    ]);
    await expect(rows.updateOne({ _id: 2 }, { $set: { n: 9, name: 'a' } })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { name: 1 },
      keyValue: { name: 'a' },
    });
    expect(await rows.find({ n: 2 }).toArray()).toEqual([{ _id: 2, n: 2, name: 'b' }]);
    expect(await rows.countDocuments({ n: 9 })).toBe(0);
  });

  test('the positional operator changes the element that matched', async () => {
    const rows = fresh();
    await rows.insertOne({ _id: 1, tags: ['a', 'b', 'c'] });
    await rows.updateOne({ _id: 1, tags: 'b' }, { $set: { 'tags.$': 'B' } });
    expect(await rows.findOne()).toEqual({ _id: 1, tags: ['a', 'B', 'c'] });
  });

  test('int64 and integral doubles keep their types', async () => {
    const rows = opened.db.collection('types');
    await rows.insertOne({ big: Long.fromString('9007199254740993'), n: 1 });
    await rows.updateOne({}, { $inc: { n: 1 } });
    const [row] = await rows.find({}, { promoteLongs: false }).toArray();
    expect(row?.big).toEqual(Long.fromString('9007199254740993'));
    expect(await rows.countDocuments({ big: Long.fromString('9007199254740992') })).toBe(0);
    await rows.createIndex({ big: 1 });
    expect(await rows.countDocuments({ big: Long.fromString('9007199254740992') })).toBe(0);
    expect(await rows.countDocuments({ big: Long.fromString('9007199254740993') })).toBe(1);
  });

  test('unacknowledged writes are carried out', async () => {
    // One connection, so that the count comes after the writes.
    const client = await MongoClient.connect(opened.store.uri, { maxPoolSize: 1 });
    const rows = client.db('test').collection<Row>('unacknowledged');
    for (let _id = 0; _id < 20; _id++) await rows.insertOne({ _id }, { writeConcern: { w: 0 } });
    expect(await rows.countDocuments()).toBe(20);
    await client.close();
  });
});

describe('cursors', () => {
  test('a cursor goes on in batches and sees its end', async () => {
    const rows = fresh();
    await rows.insertMany(numbers(1000));
    const cursor = rows.find().batchSize(30);
    const seen = new Set<number>();
    for await (const row of cursor) seen.add(row._id);
    expect(seen.size).toBe(1000);
  });

  test('documents removed behind its back are left out', async () => {
    const rows = fresh();
    await rows.createIndex({ n: 1 });
    await rows.insertMany(numbers(300));
    const cursor = rows
      .find({ n: { $gte: 0 } })
      .sort({ n: 1 })
      .batchSize(10);
    await cursor.next();
    await rows.deleteMany({ n: { $gte: 3 } });
    const rest = await cursor.toArray();
    expect(rest.every((row) => (row.n ?? 0) < 3 || row._id < 100)).toBe(true);
    expect(rest.length).toBeLessThan(150);
  });

  test('after ten idle minutes a cursor is gone', async () => {
    const rows = fresh();
    await rows.insertMany(numbers(100));
    const cursor = rows.find().batchSize(10);
    for (let i = 0; i < 10; i++) await cursor.next();
    now += 11 * 60_000;
    await opened.store.sweep();
    await expect(cursor.next()).rejects.toMatchObject({ code: 43 });
  });

  test('a ping is answered during a long scan', async () => {
    const rows = fresh();
    await rows.insertMany(Array.from({ length: 12_000 }, (_, _id) => ({ _id, n: _id, name: 'x'.repeat(50) })));
    const order: string[] = [];
    const scan = rows.countDocuments({ name: 'nobody' }).then(() => order.push('scan'));
    // Started only once the scan is under way, on another connection.
    await opened.db.command({ ping: 1 });
    order.push('ping');
    await scan;
    expect(order).toEqual(['ping', 'scan']);
  }, 30_000);
});

describe('expiry', () => {
  test('documents go when their time is over, and only then', async () => {
    const rows = fresh();
    await rows.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    const old = Array.from({ length: 1200 }, (_, _id) => ({ _id, at: new Date(now) }));
    await rows.insertMany([...old, { _id: 5000, at: new Date(now + 60_000) }, { _id: 5001 }]);
    now += 59_000;
    expect(await opened.store.sweep()).toBe(0);
    now += 1000;
    expect(await opened.store.sweep()).toBe(1200);
    expect((await rows.find().toArray()).map((row) => row._id)).toEqual([5000, 5001]);
  });
});

describe('schema', () => {
  test('dropped collections are empty when made again', async () => {
    const rows = fresh();
    await rows.insertMany(numbers(5000));
    await rows.drop();
    expect(await rows.estimatedDocumentCount()).toBe(0);
    await rows.insertOne({ _id: 1 });
    expect(await rows.find().toArray()).toEqual([{ _id: 1 }]);
  });

  test('indexes contradict each other with 85 and 86', async () => {
    const rows = fresh();
    await rows.createIndex({ n: 1 });
    await rows.createIndex({ n: 1 });
    await expect(rows.createIndex({ n: 1 }, { unique: true })).rejects.toMatchObject({ code: 85 });
    await expect(rows.createIndex({ n: 1 }, { name: 'other' })).rejects.toMatchObject({ code: 85 });
    await expect(rows.createIndex({ name: 1 }, { name: 'n_1' })).rejects.toMatchObject({ code: 86 });
    await expect(rows.dropIndex('nothing')).rejects.toMatchObject({ code: 27 });
    await expect(opened.db.collection('nowhere').dropIndex('x')).rejects.toMatchObject({ code: 26 });
    await expect(opened.db.collection('nowhere').indexes()).rejects.toMatchObject({ code: 26 });
  });

  test('an index that the documents do not allow is not made', async () => {
    const rows = fresh();
    await rows.insertMany([
      { _id: 1, name: 'a' },
      { _id: 2, name: 'a' },
    ]);
    await expect(rows.createIndex({ name: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
    expect(await rows.indexes()).toHaveLength(1);
    await rows.updateOne({ _id: 2 }, { $set: { name: 'b' } });
    await rows.createIndex({ name: 1 }, { unique: true });
    expect(await rows.indexes()).toHaveLength(2);
  });

  test('collections and databases are listed and dropped', async () => {
    const other = opened.client.db('other');
    await other.createCollection('one');
    await expect(other.createCollection('one')).rejects.toMatchObject({ code: 48 });
    await other.collection('two').insertOne({});
    expect((await other.listCollections().toArray()).map(({ name }) => name).sort()).toEqual(['one', 'two']);
    expect(await other.listCollections({ name: 'two' }, { nameOnly: true }).toArray()).toEqual([
      { name: 'two', type: 'collection' },
    ]);
    await other.collection('two').rename('three');
    expect(await other.collection('three').countDocuments()).toBe(1);
    const names = async () => (await opened.client.db().admin().listDatabases()).databases.map(({ name }) => name);
    expect(await names()).toContain('other');
    await other.dropDatabase();
    expect(await names()).not.toContain('other');
  });
});

describe('refusals', () => {
  const refused = async (work: Promise<unknown>): Promise<number | string | undefined> => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return error instanceof MongoServerError ? error.code : undefined;
  };

  test('what the store does not know is refused and never ignored', async () => {
    const rows = fresh();
    await rows.insertOne({ _id: 1 });
    const { db } = opened;
    expect(await refused(db.command({ frobnicate: 1 }))).toBe(59);
    expect(await refused(db.command({ find: 'x', surprise: 1 }))).toBe(40415);
    expect(await refused(rows.find({}, { collation: { locale: 'de' } }).toArray())).toBe(238);
    expect(await refused(rows.updateOne({}, [{ $set: { n: 1 } }]))).toBe(238);
    expect(await refused(rows.find({ $where: 'true' } as never).toArray())).toBe(238);
    expect(await refused(rows.aggregate([{ $lookup: { from: 'x' } }]).toArray())).toBe(238);
    expect(await refused(rows.aggregate([{ $group: { _id: { $year: '$at' } } }]).toArray())).toBe(238);
    expect(await refused(rows.createIndex({ name: 'text' }))).toBe(238);
    expect(await refused(db.createCollection('capped', { capped: true, size: 1000 }))).toBe(238);
    expect(await refused(rows.insertOne({ _id: 2 }, { writeConcern: { w: 2 } }))).toBe(2);
    expect(await refused(db.command({ insert: 'x', documents: [{}], txnNumber: Long.ONE }))).toBe(20);
  });

  test('a broken peer loses its connection and nobody else does', async () => {
    const path = decodeURIComponent(opened.store.uri.slice('mongodb://'.length).split('/')[0] ?? '');
    const header = (length: number, opCode: number): Buffer => {
      const bytes = Buffer.alloc(16);
      bytes.writeInt32LE(length, 0);
      bytes.writeInt32LE(opCode, 12);
      return bytes;
    };
    const withBody = (opCode: number, body: Buffer): Buffer => Buffer.concat([header(16 + body.length, opCode), body]);
    const attacks = [
      header(3, 2013),
      header(48_000_001, 2013),
      header(-1, 2013),
      withBody(2013, Buffer.alloc(0)),
      withBody(2013, Buffer.alloc(4)),
      withBody(2013, Buffer.from([0, 0, 0, 0, 0, 255, 255, 255, 127])),
      withBody(2013, Buffer.from([0, 0, 0, 0, 1, 255, 255, 255, 127])),
      withBody(2013, Buffer.from([0, 0, 0, 0, 7])),
      withBody(2013, Buffer.from([0, 0, 0, 0, 0, 8, 0, 0, 0, 2, 65, 0, 0])),
      withBody(2004, Buffer.alloc(3)),
      withBody(2012, Buffer.alloc(30)),
      withBody(1, Buffer.alloc(30)),
    ];
    for (const bytes of attacks) {
      const socket = connect(path);
      socket.on('error', () => undefined);
      socket.write(bytes);
      await once(socket, 'close');
    }
    expect(await opened.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });
});
