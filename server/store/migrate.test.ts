/** The schema's version, and databases of newer programs. */
import mongoose from 'mongoose';
import { openTestStore, type TestStore } from '../../tests/contract/test-store.ts';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

it('can be repeated, tells each step, and leaves the indexes it promises', async () => {
  const told: string[] = [];
  await test.store.migrate((text) => told.push(text));
  expect(told.some((text) => text.includes('entries'))).toBe(true);
  const connection = await mongoose.createConnection(test.uri).asPromise();
  const indexes = await connection.collection('entries').indexes();
  expect(indexes.filter(({ unique }) => unique).map(({ key }) => key)).toEqual([
    { conversationId: 1, seq: 1 },
    { key: 1 },
  ]);
  await connection.close();
});

it('refuses a database of a newer program in one line', async () => {
  const connection = await mongoose.createConnection(test.uri).asPromise();
  const meta = connection.collection<{ _id: string; version: number }>('meta');
  await meta.updateOne({ _id: 'schema' }, { $set: { version: 99 } });
  await expect(test.store.migrate(() => {})).rejects.toThrow(/^The database has schema version 99[^\n]*$/);
  await meta.updateOne({ _id: 'schema' }, { $set: { version: 1 } });
  await connection.close();
});

it('gives the conversations of an older database numbers and names to be found by, and goes on from there', async () => {
  const connection = await mongoose.createConnection(test.uri).asPromise();
  const conversations = connection.collection<{ _id: string; key: string; customer: { name: string } }>(
    'conversations',
  );
  await conversations.insertMany([
    { _id: 'old-1', key: 'k1', customer: { name: 'Eszter Kovács' } },
    { _id: 'old-2', key: 'k2', customer: { name: 'Li Na' } },
  ]);
  await connection
    .collection<{ _id: string }>('meta')
    .updateOne({ _id: 'schema' }, { $set: { version: 1 } }, { upsert: true });
  await test.store.migrate(() => {});
  const found = await conversations.find({ _id: { $in: ['old-1', 'old-2'] } }, { sort: { _id: 1 } }).toArray();
  expect(found).toMatchObject([
    { number: 1, priority: 'normal', tagIds: [], snooze: null, searchKeys: expect.arrayContaining(['eszter']) },
    { number: 2, priority: 'normal' },
  ]);
  expect(await test.store.conversations.nextNumber()).toBe(3);
  await conversations.deleteMany({ _id: { $in: ['old-1', 'old-2'] } });
  await connection.close();
});
