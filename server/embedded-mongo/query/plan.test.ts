/** Which plan a query gets, and the cases in which an index must not be trusted. */
import type { Document } from 'mongodb';
import { openTestStore, type TestStore } from '../../../tests/support/embedded-store.ts';

let opened: TestStore;
beforeAll(async () => {
  opened = await openTestStore();
});
afterAll(() => opened?.close());

type Row = Document & { _id: number };
let made = 0;

async function fill(rows: readonly Row[], ...indexes: readonly (readonly [Record<string, 1 | -1>, Document?])[]) {
  const collection = opened.db.collection<Row>(`c${made++}`);
  for (const [key, options] of indexes) await collection.createIndex(key, options);
  await collection.insertMany([...rows]);
  const ids = async (filter: Document, sort: Record<string, 1 | -1> = {}, limit = 0): Promise<number[]> =>
    (await collection.find(filter).sort(sort).limit(limit).toArray()).map((row) => row._id);
  const plan = async (filter: Document, sort: Record<string, 1 | -1> = {}, limit = 0): Promise<Document> => {
    const { queryPlanner, executionStats } = await collection.find(filter).sort(sort).limit(limit).explain();
    const { winningPlan } = queryPlanner;
    const access = winningPlan.stage === 'SORT' ? winningPlan.inputStage : winningPlan;
    return {
      sorts: winningPlan.stage === 'SORT',
      stage: access.inputStage?.stage ?? access.stage,
      index: access.inputStage?.indexName,
      keys: executionStats.totalKeysExamined,
      docs: executionStats.totalDocsExamined,
    };
  };
  return { collection, ids, plan };
}

const rows = Array.from({ length: 60 }, (_, _id) => ({ _id, queue: _id % 3, rank: 59 - _id, state: _id % 2 }));

test('equality, then range, then order come from one index', async () => {
  const { ids, plan } = await fill(rows, [{ queue: 1, rank: 1 }]);
  expect(await ids({ queue: 1 }, { rank: 1 }, 2)).toEqual([58, 55]);
  expect(await plan({ queue: 1 }, { rank: 1 }, 2)).toMatchObject({ sorts: false, stage: 'IXSCAN', keys: 2 });
  expect(await ids({ queue: 1, rank: { $gt: 4, $lte: 10 } }, { rank: -1 })).toEqual([49, 52]);
  expect(await plan({ queue: 1, rank: { $gt: 4, $lte: 10 } }, { rank: -1 })).toMatchObject({
    sorts: false,
    keys: 2,
    docs: 2,
  });
  expect(await plan({ rank: 3 })).toMatchObject({ stage: 'COLLSCAN' });
});

test('several queues in rank order are merged', async () => {
  const { ids, plan } = await fill(rows, [{ queue: 1, rank: 1 }]);
  expect(await ids({ queue: { $in: [0, 2] } }, { rank: 1 }, 4)).toEqual([59, 57, 56, 54]);
  expect(await ids({ queue: { $in: [0, 2] } }, { rank: -1 }, 3)).toEqual([0, 2, 3]);
  expect(await plan({ queue: { $in: [0, 2] } }, { rank: 1 }, 4)).toMatchObject({ sorts: false, stage: 'SORT_MERGE' });
});

test('a merge rechecks the bounds it had to leave out', async () => {
  const { ids } = await fill(rows, [{ queue: 1, state: 1, rank: 1 }]);
  const filter = { queue: { $in: [0, 1] }, state: { $in: [1, 7] }, rank: { $lt: 6 } };
  expect(await ids(filter, { state: 1, rank: 1 })).toEqual([57, 55]);
});

test('conditions on one array may be met by different elements', async () => {
  const { ids } = await fill(
    [
      {
        _id: 1,
        n: [
          { x: 1, y: 0 },
          { x: 0, y: 2 },
        ],
      },
      { _id: 2, n: [{ x: 1, y: 2 }] },
    ],
    [{ 'n.x': 1, 'n.y': 1 }],
  );
  expect((await ids({ 'n.x': 1, 'n.y': 2 })).sort()).toEqual([1, 2]);
  expect(await ids({ n: { $elemMatch: { x: 1, y: 2 } } })).toEqual([2]);
});

test('both ends of a range may be met by different elements', async () => {
  const { ids } = await fill(
    [
      { _id: 1, a: [1, 9] },
      { _id: 2, a: 5 },
    ],
    [{ a: 1 }],
  );
  expect((await ids({ a: { $gt: 4, $lt: 6 } })).sort()).toEqual([1, 2]);
});

test('arrays are not sorted by an index', async () => {
  const { ids } = await fill(
    [
      { _id: 1, a: [1, 9] },
      { _id: 2, a: 5 },
    ],
    [{ a: 1 }],
  );
  expect(await ids({ a: { $gt: 4 } }, { a: 1 })).toEqual([1, 2]);
});

test('of one element that arrays hold, an index gives the order of another field; not of the array, nor of several elements', async () => {
  const tagged = rows.map(({ _id, rank }) => ({ _id, rank, tags: _id % 2 === 0 ? ['x', 'y', 'x'] : ['y'] }));
  const { ids, plan } = await fill(tagged, [{ tags: 1, rank: 1 }]);
  expect(await ids({ tags: 'x' }, { rank: 1 }, 3)).toEqual([58, 56, 54]);
  expect(await plan({ tags: 'x' }, { rank: 1 }, 3)).toMatchObject({ sorts: false, stage: 'IXSCAN', keys: 3, docs: 3 });
  expect(await ids({ tags: 'x', rank: { $lt: 6 } }, { rank: -1 })).toEqual([54, 56, 58]);
  expect(await plan({ tags: { $in: ['x', 'y'] } }, { rank: 1 }, 3)).toMatchObject({ sorts: true });
  expect(await ids({ tags: { $in: ['x', 'y'] } }, { rank: 1 }, 3)).toEqual([59, 58, 57]);
  expect(await plan({ tags: 'y' }, { tags: 1, rank: 1 }, 3)).toMatchObject({ sorts: true });
  expect(await ids({ tags: 'y' }, { tags: -1, rank: 1 }, 3)).toEqual([59, 58, 57]);
});

test('sparse and partial indexes serve only filters that imply them', async () => {
  const { ids, plan } = await fill(
    [{ _id: 1 }, { _id: 2, a: 1 }, { _id: 3, a: null, email: 'x' }],
    [{ a: 1 }, { sparse: true }],
    [{ email: 1 }, { unique: true, partialFilterExpression: { email: { $type: 'string' } } }],
  );
  expect(await ids({ a: null })).toEqual([1, 3]);
  expect(await ids({}, { a: 1 })).toEqual([1, 3, 2]);
  expect(await plan({ a: 1 })).toMatchObject({ index: 'a_1' });
  expect(await plan({ email: 'x' })).toMatchObject({ index: 'email_1', keys: 1 });
  expect(await plan({ email: null })).toMatchObject({ stage: 'COLLSCAN' });
});

test('keys beyond the limit are told apart and found', async () => {
  const long = 'x'.repeat(3000);
  const { collection, ids } = await fill(
    [
      { _id: 1, a: `${long}b` },
      { _id: 2, a: `${long}a` },
      { _id: 3, a: 'y' },
    ],
    [{ a: 1 }, { unique: true }],
  );
  expect(await ids({ a: `${long}a` })).toEqual([2]);
  expect(await ids({ a: { $gt: `${long}a` } }, { a: 1 })).toEqual([1, 3]);
  expect(await ids({}, { a: 1 })).toEqual([2, 1, 3]);
  await expect(collection.insertOne({ _id: 4, a: `${long}b` })).rejects.toMatchObject({ code: 11000 });
});

test('branches of $or use an index each', async () => {
  const { ids, plan } = await fill(rows, [{ queue: 1 }], [{ rank: 1 }]);
  expect((await ids({ $or: [{ rank: 3 }, { rank: { $lt: 1 } }, { _id: 56 }] })).sort()).toEqual([56, 59]);
  expect(await plan({ $or: [{ rank: 3 }, { _id: 56 }] })).toMatchObject({ stage: 'OR', docs: 1 });
  expect(await plan({ $or: [{ rank: 3 }, { state: 1 }] })).toMatchObject({ stage: 'COLLSCAN' });
});

test('an unknown hint is refused', async () => {
  const { collection } = await fill(rows, [{ queue: 1 }]);
  await expect(collection.find({}).hint('nothing').toArray()).rejects.toMatchObject({ code: 2 });
  expect(await collection.find({ queue: 1 }).hint({ queue: 1 }).toArray()).toHaveLength(20);
  expect(await collection.find({}).hint('queue_1').toArray()).toHaveLength(60);
});

test('the next page of a list begins where the last one ended', async () => {
  const { ids, plan } = await fill(rows, [
    { queue: 1, rank: 1, _id: 1 },
    { partialFilterExpression: { state: { $gte: 0 } } },
  ]);
  const filter = {
    state: { $gte: 0 },
    queue: { $in: [0, 2] },
    $or: [{ rank: { $gt: 40 } }, { rank: 40, _id: { $gt: 19 } }],
  };
  expect(await ids(filter, { rank: 1, _id: 1 }, 3)).toEqual([18, 17, 15]);
  expect(await plan(filter, { rank: 1, _id: 1 }, 3)).toMatchObject({ sorts: false, stage: 'SORT_MERGE', docs: 3 });
});

test('what a partial index grants need not be looked at again', async () => {
  const { ids, collection } = await fill(rows, [{ rank: 1 }, { partialFilterExpression: { state: 1 } }]);
  const { queryPlanner } = await collection.find({ state: 1, rank: { $gt: 50 } }).explain();
  expect(queryPlanner.winningPlan.inputStage).toMatchObject({ indexName: 'rank_1', covers: true });
  expect(await ids({ state: 1, rank: { $gt: 50 } }, { rank: 1 })).toEqual([7, 5, 3, 1]);
});

test('conditions beside _id are looked at', async () => {
  const { ids, plan } = await fill(rows, [{ queue: 1 }]);
  expect(await ids({ _id: 4, queue: 1 })).toEqual([4]);
  expect(await ids({ _id: 4, queue: 2 })).toEqual([]);
  expect(await plan({ _id: 4, queue: 2 })).toMatchObject({ index: '_id_', docs: 1 });
});
