/** Whatever indexes there are, a query answers what a scan of all documents answers. */
import fc from 'fast-check';
import { openTestStore, type TestStore } from '../../../tests/support/embedded-store.ts';
import { compareValues } from '../values/compare.ts';
import type { Doc, Value } from '../values/document.ts';
import { compileFilter } from '../values/match.ts';
import { compileSort } from '../values/sort.ts';

let test_: TestStore;
beforeAll(async () => {
  test_ = await openTestStore();
});
afterAll(() => test_?.close());

const scalar = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 4 }) },
  { weight: 2, arbitrary: fc.constantFrom('', 'a', 'ab', 'b') },
  { weight: 1, arbitrary: fc.constantFrom<Value>(null, true, 1.5, Number.NaN) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 2).map((n) => new Date(n)) },
);
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ x: scalar }) },
);
const flatDoc = fc.record({ a: scalar, b: scalar, c: scalar }, { requiredKeys: ['a'] });
const nested = fc.oneof(
  fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }),
  fc.array(fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }), { maxLength: 3 }),
);
const arrayDoc = fc.record({ a: value, b: scalar, c: scalar, n: nested }, { requiredKeys: ['a', 'n'] });

const path = fc.constantFrom('a', 'a', 'a', 'b', 'b', 'c', 'n.x', 'n.x', 'n.y');
const operand: fc.Arbitrary<Doc> = fc.oneof(
  fc
    .record({ op: fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte', '$ne'), v: scalar })
    .map(({ op, v }) => ({ [op]: v })),
  fc.array(scalar, { maxLength: 3 }).map((items) => ({ $in: items })),
  fc.record({ lo: scalar, hi: scalar }).map(({ lo, hi }) => ({ $gte: lo, $lt: hi })),
  fc.boolean().map((exists) => ({ $exists: exists })),
  fc.constantFrom('^a', '^ab', 'b').map((pattern) => ({ $regex: pattern })),
);
const condition: fc.Arbitrary<Doc> = fc
  .record({ path, operand: fc.oneof(operand, scalar) })
  .map(({ path, operand }) => ({ [path]: operand as Value }));
const conjunction: fc.Arbitrary<Doc> = fc
  .array(condition, { minLength: 1, maxLength: 3 })
  .map((parts) => (parts.length < 2 ? (parts[0] ?? {}) : { $and: parts }));
const element: fc.Arbitrary<Doc> = fc
  .record({ x: operand, y: operand }, { requiredKeys: ['x'] })
  .map((inner) => ({ n: { $elemMatch: inner as Doc } }));
const filter: fc.Arbitrary<Doc> = fc.oneof(
  { weight: 5, arbitrary: conjunction },
  { weight: 1, arbitrary: fc.array(condition, { minLength: 1, maxLength: 3 }).map((parts) => ({ $or: parts })) },
  {
    weight: 2,
    arbitrary: fc
      .record({ all: conjunction, any: fc.array(conjunction, { minLength: 1, maxLength: 3 }) })
      .map(({ all, any }) => ({ $and: [all, { $or: any }] })),
  },
  { weight: 1, arbitrary: element },
);
const direction = fc.constantFrom(1, -1);
const keyPattern = fc
  .uniqueArray(path, { minLength: 1, maxLength: 3 })
  .chain((paths) =>
    fc
      .tuple(...paths.map(() => direction))
      .map((directions) => Object.fromEntries(paths.map((p, i) => [p, directions[i] ?? 1]))),
  );
const options = fc.constantFrom<Doc>(
  {},
  {},
  {},
  { sparse: true },
  { partialFilterExpression: { a: { $exists: true } } },
  { partialFilterExpression: { b: { $gt: 1 } } },
  { partialFilterExpression: { c: 1 } },
);
const index = fc.record({ key: keyPattern, options });
const sort = fc.oneof(
  fc.constant<Doc>({}),
  keyPattern.map((key) => key as Doc),
);

/** The sort keys only: documents that tie may come in any order. */
function inOrder(docs: readonly Doc[], spec: Doc): boolean {
  const compare = compileSort(spec);
  return docs.every((doc, i) => i === 0 || compare(docs[i - 1] as Doc, doc) <= 0);
}

const byId = (a: Doc, b: Doc): number => compareValues(a._id, b._id);

async function check(
  docs: readonly Doc[],
  indexes: readonly { key: Record<string, number>; options: Doc }[],
  queries: readonly { filter: Doc; sort: Doc; limit: number }[],
  changes: readonly { filter: Doc; set: Doc }[],
): Promise<void> {
  const { db } = test_;
  await db.dropCollection('random');
  const collection = db.collection<Doc & { _id: number }>('random');
  const half = Math.floor(docs.length / 2);
  const withIds = docs.map((doc, i) => ({ _id: i, ...doc }));
  // Some documents before the indexes and some after, so that both ways of filling them are used.
  if (half > 0) await collection.insertMany(withIds.slice(0, half));
  for (const [i, { key, options: more }] of indexes.entries()) {
    try {
      await collection.createIndex(key as never, { ...more, name: `i${i}` });
    } catch (error) {
      // 171: parallel arrays, which is MongoDB's answer too; 85: the same keys twice.
      expect([171, 85]).toContain((error as { code?: number }).code);
    }
  }
  if (docs.length > half) await collection.insertMany(withIds.slice(half), { ordered: false }).catch(() => undefined);
  for (const { filter: which, set } of changes) {
    await collection.updateMany(which as never, { $set: set } as never).catch(() => undefined);
  }
  await collection.deleteMany({ _id: { $in: [1, 4] } });
  const stored = (await collection.find().hint({ $natural: 1 }).toArray()) as unknown as Doc[];
  for (const { filter: which, sort: spec, limit } of queries) {
    const matches = compileFilter(which);
    const expected = stored.filter((doc) => matches(doc));
    const found = (await collection
      .find(which as never)
      .sort(spec as never)
      .toArray()) as unknown as Doc[];
    expect([...found].sort(byId)).toEqual([...expected].sort(byId));
    expect(inOrder(found, spec)).toBe(true);
    const some = (await collection
      .find(which as never)
      .sort(spec as never)
      .limit(limit)
      .toArray()) as unknown as Doc[];
    expect(some).toHaveLength(Math.min(limit, expected.length));
    const compare = compileSort(spec);
    // The sort keys are those of the first documents of the whole answer.
    some.forEach((doc, i) => {
      expect(compare(doc, found[i] as Doc)).toBe(0);
    });
    expect(await collection.countDocuments(which as never)).toBe(expected.length);
  }
}

const query = fc.record({ filter, sort, limit: fc.integer({ min: 1, max: 6 }) });
const queries = fc.array(query, { minLength: 8, maxLength: 16 });
const indexes = fc.array(index, { minLength: 1, maxLength: 3 });
const changes = fc.array(
  fc.record({ filter: conjunction, set: fc.record({ a: scalar, b: scalar }, { requiredKeys: ['b'] }) }),
  { maxLength: 2 },
);

test('documents without arrays', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(flatDoc, { minLength: 5, maxLength: 25 }),
      indexes,
      queries,
      changes,
      async (docs, specs, asked, changed) => {
        await check(docs as Doc[], specs, asked, changed as { filter: Doc; set: Doc }[]);
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);

test('documents with arrays', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(arrayDoc, { minLength: 5, maxLength: 15 }),
      indexes,
      queries,
      changes,
      async (docs, specs, asked, changed) => {
        await check(docs as Doc[], specs, asked, changed as { filter: Doc; set: Doc }[]);
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);
