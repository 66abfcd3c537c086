/** Projections and sorts against tables from MongoDB's manual, and sort order against index keys. */
import { MinKey } from 'bson';
import fc from 'fast-check';
import { compareValues } from './compare.ts';
import type { Doc, Value } from './document.ts';
import { duplicateKey, StoreError } from './errors.ts';
import { visitKeys } from './path.ts';
import { compileProjection } from './project.ts';
import { compileSort, compileSortKeys } from './sort.ts';

describe('compileProjection', () => {
  const doc: Doc = { _id: 1, a: 1, b: { c: 2, d: 3 }, e: [{ f: 1, g: 2 }, 5, { g: 3 }], n: [1, 2, 3, 4] };
  it.each<[Doc, Doc]>([
    [{}, doc],
    [{ a: 1 }, { _id: 1, a: 1 }],
    [{ a: true, _id: 0 }, { a: 1 }],
    [
      { n: 1, a: 1 },
      { _id: 1, a: 1, n: [1, 2, 3, 4] },
    ],
    [{ _id: 1 }, { _id: 1 }],
    [{ _id: 0 }, { a: 1, b: { c: 2, d: 3 }, e: [{ f: 1, g: 2 }, 5, { g: 3 }], n: [1, 2, 3, 4] }],
    [
      { a: 0, e: 0, n: 0 },
      { _id: 1, b: { c: 2, d: 3 } },
    ],
    [{ 'b.c': 1 }, { _id: 1, b: { c: 2 } }],
    [{ b: { c: 1 } }, { _id: 1, b: { c: 2 } }],
    [
      { 'b.c': 0, e: 0, n: 0, a: 0 },
      { _id: 1, b: { d: 3 } },
    ],
    [{ 'a.x': 1 }, { _id: 1 }],
    [{ 'b.x': 1 }, { _id: 1, b: {} }],
    [{ 'e.g': 1 }, { _id: 1, e: [{ g: 2 }, { g: 3 }] }],
    [
      { 'e.g': 0, n: 0, b: 0 },
      { _id: 1, a: 1, e: [{ f: 1 }, 5, {}] },
    ],
    [
      { n: { $slice: 2 }, a: 1 },
      { _id: 1, a: 1, n: [1, 2] },
    ],
    [
      { n: { $slice: -1 }, e: 0, b: 0 },
      { _id: 1, a: 1, n: [4] },
    ],
    [
      { n: { $slice: [1, 2] }, e: 0, b: 0 },
      { _id: 1, a: 1, n: [2, 3] },
    ],
    [
      { n: { $slice: [-3, 2] }, e: 0, b: 0 },
      { _id: 1, a: 1, n: [2, 3] },
    ],
    [{ n: { $slice: 1 } }, { ...doc, n: [1] }],
    [{ e: { $elemMatch: { g: { $gt: 2 } } } }, { _id: 1, e: [{ g: 3 }] }],
    [
      { n: { $elemMatch: { $gt: 2 } }, a: 1 },
      { _id: 1, a: 1, n: [3] },
    ],
    [{ e: { $elemMatch: { g: 9 } } }, { _id: 1 }],
  ])('%j', (spec, expected) => {
    const result = compileProjection(spec)(doc);
    expect(result).toEqual(expected);
    expect(JSON.stringify(result)).toBe(JSON.stringify(expected));
  });

  it.each<[Doc, number]>([
    [{ a: 1, b: 0 }, 31254],
    [{ a: 0, b: 1 }, 31253],
    [{ b: 1, 'b.c': 1 }, 31249],
    [{ 'b.c': 1, b: 1 }, 31250],
    [{ 'e.$': 1 }, 238],
    [{ a: '$b' }, 238],
    [{ a: { $add: [1, 2] } }, 238],
    [{ a: {} }, 51270],
    [{ '': 1 }, 40352],
    [{ 'a.': 1 }, 40353],
  ])('%j answers %i', (spec, code) => {
    expect(() => compileProjection(spec)).toThrow(expect.objectContaining({ code }));
  });
});

describe('compileSort', () => {
  const sorted = (spec: Doc, values: (Value | undefined)[]): unknown[] =>
    values
      .map((a): Doc => (a === undefined ? {} : { a }))
      .sort(compileSort(spec))
      .map((doc) => doc.a);

  it('takes the least element of arrays upwards and the greatest downwards', () => {
    expect(sorted({ a: 1 }, [[5, 2], 3, [9, 1], 2.5])).toEqual([[9, 1], [5, 2], 2.5, 3]);
    expect(sorted({ a: -1 }, [[5, 2], 3, [9, 1], 6])).toEqual([[9, 1], 6, [5, 2], 3]);
  });

  it('puts empty arrays before null and missing, and MinKey before all', () => {
    const minKey = new MinKey();
    expect(sorted({ a: 1 }, [1, null, [], minKey])).toEqual([minKey, [], null, 1]);
    expect(sorted({ a: -1 }, [minKey, [], null, 1])).toEqual([1, null, [], minKey]);
  });

  it('goes into documents in arrays', () => {
    const docs: Doc[] = [{ a: [{ b: 5 }, { b: 2 }] }, { a: { b: 3 } }, { a: [{ b: 4 }, {}] }];
    expect([...docs].sort(compileSort({ 'a.b': 1 }))).toEqual([docs[2], docs[0], docs[1]]);
    expect([...docs].sort(compileSort({ 'a.b': -1 }))).toEqual([docs[0], docs[2], docs[1]]);
    expect([...docs].sort(compileSort({ 'a.0.b': 1 }))[0]).toEqual(docs[1]);
  });

  it.each<[Doc, number]>([
    [{ a: 2 }, 15975],
    [{ a: 'x' }, 15974],
    [{ a: { $meta: 'textScore' } }, 238],
  ])('%j answers %i', (spec, code) => {
    expect(() => compileSort(spec)).toThrow(expect.objectContaining({ code }));
  });

  const item = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom<Value>('x', null));
  const field: fc.Arbitrary<Value> = fc.oneof(item, fc.array(item, { minLength: 1, maxLength: 3 }));
  const docs = fc.array(fc.record<Doc>({ a: field, b: field }, { requiredKeys: [] }) as fc.Arbitrary<Doc>, {
    maxLength: 6,
  });
  const direction = fc.constantFrom(1, -1);

  it('agrees with the extremes of each field, one after the other, and with extracted keys', () => {
    fc.assert(
      fc.property(docs, direction, direction, (list, d1, d2) => {
        const spec = { a: d1, b: d2 };
        const extreme = (doc: Doc, name: string, d: number): Value | undefined => {
          const value = doc[name];
          const items = Array.isArray(value) ? value : [value];
          return [...items].sort((x, y) => compareValues(x, y) * d)[0];
        };
        const byHand = (x: Doc, y: Doc): number =>
          compareValues(extreme(x, 'a', d1), extreme(y, 'a', d1)) * d1 ||
          compareValues(extreme(x, 'b', d2), extreme(y, 'b', d2)) * d2;
        expect([...list].sort(compileSort(spec))).toEqual([...list].sort(byHand));
        const keys = compileSortKeys(spec);
        const decorated = list
          .map((doc) => ({ doc, key: keys.extract(doc) }))
          .sort((x, y) => keys.compare(x.key, y.key));
        expect(decorated.map(({ doc }) => doc)).toEqual([...list].sort(byHand));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('visitKeys', () => {
  it.each<[Doc, string, unknown[]]>([
    [{ a: 1 }, 'a', [1]],
    [{}, 'a', [undefined]],
    [{ a: [1, 2] }, 'a', [1, 2]],
    [{ a: [] }, 'a', ['empty']],
    [{ a: [[1, 2], 3] }, 'a', [[1, 2], 3]],
    [{ a: [{ b: 1 }, { b: [2, 3] }, 4] }, 'a.b', [1, 2, 3, undefined]],
    [{ a: [] }, 'a.b', [undefined]],
    [{ a: 1 }, 'a.b', [undefined]],
    [{ a: [5, 6] }, 'a.1', [6]],
  ])('%j at %s', (doc, path, expected) => {
    const seen: unknown[] = [];
    visitKeys(doc, path.split('.'), (value, empty) => seen.push(empty ? 'empty' : value));
    expect(seen).toEqual(expected);
  });
});

describe('StoreError', () => {
  it('words a duplicate key as MongoDB does', () => {
    const error = duplicateKey('db.users', 'email_1', { email: 1 }, { email: 'a@b.c', n: null });
    expect(error).toBeInstanceOf(StoreError);
    expect(error.message).toBe(
      'E11000 duplicate key error collection: db.users index: email_1 dup key: { email: "a@b.c", n: null }',
    );
    expect(error).toMatchObject({
      code: 11000,
      codeName: 'DuplicateKey',
      extra: { keyPattern: { email: 1 }, keyValue: { email: 'a@b.c' } },
    });
    expect(new StoreError(31254, 'x').codeName).toBe('Location31254');
  });
});
