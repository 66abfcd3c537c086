/** The update engine: every modifier by table, and its errors word for word. */
import { BSONRegExp, Decimal128, Double, Long, Timestamp } from 'bson';
import { identicalValues } from './compare.ts';
import type { Doc, Value } from './document.ts';
import { compileUpdate, upsertSeed } from './update.ts';

const now = new Date(1_700_000_000_500);
const apply = (
  update: Value,
  doc: Doc,
  more: { isInsert?: boolean; matchedIndex?: number; arrayFilters?: Value[] } = {},
): { doc: Doc; modified: boolean } =>
  compileUpdate(update, more.arrayFilters)(doc, {
    now,
    isInsert: more.isInsert ?? false,
    matchedIndex: more.matchedIndex,
  });
const long = (n: number): Long => Long.fromNumber(n);
const dec = (text: string): Decimal128 => Decimal128.fromString(text);

type Row = [update: Value, before: Doc, after: Doc];

const ROWS: Record<string, Row[]> = {
  replacement: [
    [{ b: 1 }, { _id: 1, a: 1 }, { _id: 1, b: 1 }],
    [
      { _id: 1, b: 1 },
      { _id: 1, a: 1 },
      { _id: 1, b: 1 },
    ],
    [{}, { _id: 1, a: 1 }, { _id: 1 }],
    [{ b: 1, _id: 2 }, { a: 1 }, { b: 1, _id: 2 }],
  ],
  'fields and paths': [
    [{ $set: { a: 1 } }, {}, { a: 1 }],
    [{ $set: { b: 1, a: 2, 10: 1, 9: 1 } }, {}, { 9: 1, 10: 1, a: 2, b: 1 }],
    [{ $set: { 'a.b.c': 1 } }, { x: 1 }, { x: 1, a: { b: { c: 1 } } }],
    [{ $set: { 'a.b': 1, 'a.c': 2 } }, { a: { c: 1 } }, { a: { c: 2, b: 1 } }],
    [{ $set: { 'a.1': 9 } }, { a: [1, 2, 3] }, { a: [1, 9, 3] }],
    [{ $set: { 'a.3': 9 } }, { a: [1] }, { a: [1, null, null, 9] }],
    [{ $set: { 'a.0.b': 9 } }, { a: [{ c: 1 }] }, { a: [{ c: 1, b: 9 }] }],
    [{ $set: { 'a.0': 9 } }, {}, { a: { 0: 9 } }],
    [{ $set: {} }, { a: 1 }, { a: 1 }],
    [{ $unset: { a: '' } }, { a: 1, b: 2 }, { b: 2 }],
    [{ $unset: { 'a.b': '' } }, { a: { b: 1 } }, { a: {} }],
    [{ $unset: { 'a.b': '', 'c.d': '' } }, { a: 5 }, { a: 5 }],
    [{ $unset: { 'a.1': '' } }, { a: [1, 2, 3] }, { a: [1, null, 3] }],
    [{ $unset: { 'a.1': '', 'a.7': '' } }, { a: [1, null] }, { a: [1, null] }],
    [{ $unset: { 'a.x': '' } }, { a: [1] }, { a: [1] }],
    [{ $setOnInsert: { 'a.b': 1 } }, { a: 5 }, { a: 5 }],
    [{ $rename: { a: 'b' } }, { a: 1, c: 2 }, { c: 2, b: 1 }],
    [{ $rename: { a: 'b' } }, { a: 1, b: 2 }, { b: 1 }],
    [{ $rename: { a: 'x.y' } }, { a: 1 }, { x: { y: 1 } }],
    [{ $rename: { a: 'b' } }, { c: 1 }, { c: 1 }],
    [{ $currentDate: { a: true, b: { $type: 'date' } } }, {}, { a: now, b: now }],
    [{ $currentDate: { a: { $type: 'timestamp' } } }, {}, { a: new Timestamp({ t: 1_700_000_000, i: 1 }) }],
  ],
  arithmetic: [
    [{ $inc: { a: 2 } }, { a: 1 }, { a: 3 }],
    [{ $inc: { a: 2 } }, {}, { a: 2 }],
    [{ $inc: { a: 1 } }, { a: 2147483647 }, { a: long(2147483648) }],
    [{ $inc: { a: -1 } }, { a: long(1) }, { a: long(0) }],
    [{ $inc: { a: 1 } }, { a: new Double(1) }, { a: new Double(2) }],
    [{ $inc: { a: 0.5 } }, { a: 1 }, { a: 1.5 }],
    [{ $inc: { a: 0.5 } }, { a: 1.5 }, { a: new Double(2) }],
    [{ $inc: { a: dec('0.10') } }, { a: 1 }, { a: dec('1.10') }],
    [{ $inc: { a: 0.1 } }, { a: dec('1') }, { a: dec('1.1') }],
    [
      { $inc: { a: 1 } },
      { a: dec('9999999999999999999999999999999999') },
      { a: dec('1.000000000000000000000000000000000E+34') },
    ],
    [
      { $inc: { a: dec('0.5') } },
      { a: dec('9000000000000000000000000000000001') },
      { a: dec('9000000000000000000000000000000002') },
    ],
    [
      { $inc: { a: dec('0.5') } },
      { a: dec('9000000000000000000000000000000002') },
      { a: dec('9000000000000000000000000000000002') },
    ],
    [{ $mul: { a: 3 } }, { a: 2 }, { a: 6 }],
    [{ $mul: { a: 3 } }, {}, { a: 0 }],
    [{ $mul: { a: 1.5 } }, {}, { a: new Double(0) }],
    [{ $mul: { a: 2 } }, { a: 2147483647 }, { a: long(4294967294) }],
    [{ $mul: { a: long(2) } }, { a: 2 }, { a: long(4) }],
    [{ $min: { a: 1, b: 1, c: 1 } }, { a: 2, b: 0 }, { a: 1, b: 0, c: 1 }],
    [{ $max: { a: 1, b: 1, c: 1 } }, { a: 2, b: 0 }, { a: 2, b: 1, c: 1 }],
    [{ $max: { a: 'x' } }, { a: 5 }, { a: 'x' }],
    [{ $bit: { a: { and: 6 } } }, { a: 13 }, { a: 4 }],
    [{ $bit: { a: { or: long(2) } } }, { a: 13 }, { a: long(15) }],
    [{ $bit: { a: { xor: 5 } } }, {}, { a: 5 }],
  ],
  arrays: [
    [{ $push: { a: 3 } }, { a: [1] }, { a: [1, 3] }],
    [{ $push: { a: [3] } }, {}, { a: [[3]] }],
    [{ $push: { a: { $each: [3, 4] } } }, { a: [1] }, { a: [1, 3, 4] }],
    [{ $push: { a: { $each: [9], $position: 0 } } }, { a: [1] }, { a: [9, 1] }],
    [{ $push: { a: { $each: [9], $position: -1 } } }, { a: [1, 2] }, { a: [1, 9, 2] }],
    [{ $push: { a: { $each: [9], $position: 7 } } }, { a: [1] }, { a: [1, 9] }],
    [{ $push: { a: { $each: [0, 5], $sort: -1, $slice: 2 } } }, { a: [1, 3] }, { a: [5, 3] }],
    [{ $push: { a: { $each: [4], $slice: -2 } } }, { a: [1, 2, 3] }, { a: [3, 4] }],
    [{ $push: { a: { $each: [4], $slice: 0 } } }, { a: [1] }, { a: [] }],
    [
      { $push: { a: { $each: [{ s: 2 }], $sort: { s: 1 } } } },
      { a: [{ s: 3 }, { s: 1 }] },
      { a: [{ s: 1 }, { s: 2 }, { s: 3 }] },
    ],
    [{ $addToSet: { a: 1 } }, { a: [1, 2] }, { a: [1, 2] }],
    [{ $addToSet: { a: new Double(1) } }, { a: [1] }, { a: [1] }],
    [
      { $addToSet: { a: { x: 1, y: 2 } } },
      { a: [{ y: 2, x: 1 }] },
      {
        a: [
          { y: 2, x: 1 },
          { x: 1, y: 2 },
        ],
      },
    ],
    [{ $addToSet: { a: { $each: [2, 3, 3] } } }, { a: [2] }, { a: [2, 3] }],
    [{ $addToSet: { a: [1] } }, {}, { a: [[1]] }],
    [{ $pull: { a: 1 } }, { a: [1, 2, 1] }, { a: [2] }],
    [{ $pull: { a: { $gte: 2 } } }, { a: [1, 2, 3] }, { a: [1] }],
    [{ $pull: { a: { $in: ['x', 'y'] } } }, { a: ['x', 'z'] }, { a: ['z'] }],
    [{ $pull: { a: { b: 1 } } }, { a: [{ b: 1, c: 2 }, { b: 2 }, 1] }, { a: [{ b: 2 }, 1] }],
    [{ $pull: { a: { b: { $gt: 1 }, c: 'x' } } }, { a: [{ b: 2, c: 'x' }, { b: 2 }] }, { a: [{ b: 2 }] }],
    [{ $pull: { a: { $or: [{ b: 1 }, { c: 1 }] } } }, { a: [{ b: 1 }, { c: 1 }, { d: 1 }] }, { a: [{ d: 1 }] }],
    [{ $pull: { a: { b: { $elemMatch: { q: 2 } } } } }, { a: [{ b: [{ q: 2 }] }, { b: [] }] }, { a: [{ b: [] }] }],
    [{ $pull: { a: new BSONRegExp('^x') } }, { a: ['xa', 'b'] }, { a: ['b'] }],
    [{ $pull: { a: 1 } }, {}, {}],
    [{ $pullAll: { a: [1, 2] } }, { a: [1, 2, 3, 1] }, { a: [3] }],
    [{ $pop: { a: 1 } }, { a: [1, 2] }, { a: [1] }],
    [{ $pop: { a: -1 } }, { a: [1, 2] }, { a: [2] }],
    [{ $pop: { a: 1 } }, { a: [] }, { a: [] }],
    [{ $set: { 'a.$[]': 0 } }, { a: [1, 2] }, { a: [0, 0] }],
    [{ $inc: { 'a.$[].b': 1 } }, { a: [{ b: 1 }, { b: 5 }] }, { a: [{ b: 2 }, { b: 6 }] }],
    [{ $set: { 'a.0.b': 1, 'a.$[].c': 2 } }, { a: [{}, {}] }, { a: [{ b: 1, c: 2 }, { c: 2 }] }],
  ],
};

describe.each(Object.entries(ROWS))('updates: %s', (_name, rows) => {
  it.each(rows.map((row) => [JSON.stringify(row[0]), JSON.stringify(row[1]), row] as const))(
    '%s on %s',
    (_update, _doc, [update, before, after]) => {
      const frozen = freeze(structuredCloneDoc(before));
      const result = apply(update, frozen);
      expect(result.doc).toEqual(after);
      expect(Object.keys(result.doc)).toEqual(Object.keys(after));
      expect(identicalValues(result.doc, after)).toBe(true);
      expect(result.modified).toBe(!identicalValues(before, after));
    },
  );
});

/** Rebuilds containers so that freezing one row leaves the others alone; leaves are never changed by the engine. */
function structuredCloneDoc(doc: Doc): Doc {
  return Object.fromEntries(Object.entries(doc).map(([key, value]) => [key, cloneValue(value)]));
}

function cloneValue(value: Value): Value {
  if (Array.isArray(value)) return value.map(cloneValue);
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
    ? structuredCloneDoc(value as Doc)
    : value;
}

function freeze<T extends Value>(value: T): T {
  if (
    value !== null &&
    typeof value === 'object' &&
    (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)
  ) {
    Object.freeze(value);
    for (const item of Object.values(value)) freeze(item as Value);
  }
  return value;
}

describe('positional operators', () => {
  it('sets the matched element', () => {
    expect(apply({ $set: { 'a.$.b': 9 } }, { a: [{ b: 1 }, { b: 2 }] }, { matchedIndex: 1 }).doc).toEqual({
      a: [{ b: 1 }, { b: 9 }],
    });
  });

  it('sets elements that array filters choose', () => {
    const arrayFilters = [{ 'e.g': { $gte: 5 } }];
    expect(apply({ $set: { 'a.$[e].ok': true } }, { a: [{ g: 5 }, { g: 1 }] }, { arrayFilters }).doc).toEqual({
      a: [{ g: 5, ok: true }, { g: 1 }],
    });
    expect(apply({ $inc: { 'a.$[e]': 1 } }, { a: [1, 5] }, { arrayFilters: [{ e: { $gt: 2 } }] }).doc).toEqual({
      a: [1, 6],
    });
    expect(
      apply(
        { $set: { 'a.$[e].b.$[f]': 0 } },
        {
          a: [
            { k: 1, b: [1, 2] },
            { k: 2, b: [2] },
          ],
        },
        { arrayFilters: [{ 'e.k': 1 }, { f: 2 }] },
      ).doc,
    ).toEqual({
      a: [
        { k: 1, b: [1, 0] },
        { k: 2, b: [2] },
      ],
    });
  });
});

describe('inserting by update', () => {
  it('counts $setOnInsert and puts _id first', () => {
    const result = apply({ $setOnInsert: { _id: 7, b: 1 }, $set: { a: 2 } }, { x: 1 }, { isInsert: true });
    expect(Object.entries(result.doc)).toEqual([
      ['_id', 7],
      ['x', 1],
      ['a', 2],
      ['b', 1],
    ]);
  });

  it('seeds the equalities of the filter', () => {
    expect(
      upsertSeed({
        a: 1,
        b: { $eq: 2 },
        c: { $gt: 3 },
        'd.e': 4,
        $and: [{ f: 5 }],
        g: { $in: [6] },
        h: { $in: [7, 8] },
      }),
    ).toEqual({
      a: 1,
      b: 2,
      d: { e: 4 },
      f: 5,
      g: 6,
    });
    expect(
      upsertSeed({ a: new BSONRegExp('x'), $or: [{ b: 1 }, { b: 2 }], c: { $not: { $gt: 1 } }, d: { x: 1 } }),
    ).toEqual({ d: { x: 1 } });
    expect(Object.keys(upsertSeed({ a: 1, _id: 2 }))).toEqual(['_id', 'a']);
    expect(() => upsertSeed({ a: 1, $and: [{ a: 2 }] })).toThrow(
      "cannot infer query fields to set, path 'a' is matched twice",
    );
    expect(() => upsertSeed({ a: { x: 1 }, 'a.b': 2 })).toThrow(expect.objectContaining({ code: 54 }));
  });

  it('does not write into the values of the filter', () => {
    const filter = { 'a.b': 1, 'a.c': 2 };
    const seed = upsertSeed(filter);
    apply({ $set: { 'a.d': 1 } }, freeze(seed), { isInsert: true });
    expect(filter).toEqual({ 'a.b': 1, 'a.c': 2 });
  });
});

describe('refused updates', () => {
  it.each<[Value, Doc, number, string]>([
    [{ $set: { a: 1, 'a.b': 2 } }, {}, 40, "Updating the path 'a.b' would create a conflict at 'a'"],
    [{ $set: { 'a.b': 1 }, $inc: { a: 2 } }, {}, 40, "Updating the path 'a' would create a conflict at 'a'"],
    [{ $set: { a: 1 }, $unset: { a: 1 } }, {}, 40, "Updating the path 'a' would create a conflict at 'a'"],
    [{ $rename: { a: 'b' }, $set: { b: 1 } }, {}, 40, "Updating the path 'b' would create a conflict at 'b'"],
    [{ $set: { 'a.0': 1, 'a.$[]': 2 } }, { a: [1] }, 40, "Update created a conflict at 'a.0'"],
    [
      { $set: { _id: 2 } },
      { _id: 1 },
      66,
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    ],
    [
      { $unset: { _id: 1 } },
      { _id: 1 },
      66,
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    ],
    [
      { _id: 2 },
      { _id: 1 },
      66,
      "After applying the update, the (immutable) field '_id' was found to have been altered to _id: 2",
    ],
    [
      { $foo: { a: 1 } },
      {},
      9,
      'Unknown modifier: $foo. Expected a valid update modifier or pipeline-style update specified as an array',
    ],
    [{ $set: { a: 1 }, b: 1 }, {}, 9, 'Unknown modifier: b.'],
    [
      { $set: 5 },
      {},
      9,
      'Modifiers operate on fields but we found type int instead. For example: {$mod: {<field>: ...}} not {$set: 5}',
    ],
    [{ a: 1, $set: { b: 1 } }, {}, 52, "The dollar ($) prefixed field '$set' in '$set' is not allowed"],
    [[{ $set: { a: 1 } }], {}, 238, 'pipeline'],
    [{ $inc: { a: 'x' } }, {}, 14, 'Cannot increment with non-numeric argument: {a: "x"}'],
    [
      { $inc: { a: 1 } },
      { _id: 1, a: 'x' },
      14,
      "Cannot apply $inc to a value of non-numeric type. {_id: 1} has the field 'a' of non-numeric type string",
    ],
    [{ $inc: { a: 1 } }, { _id: 1, a: null }, 14, 'of non-numeric type null'],
    [
      { $inc: { a: 1 } },
      { _id: 1, a: Long.MAX_VALUE },
      2,
      'Failed to apply $inc operations to current value ((NumberLong)9223372036854775807) for document {_id: 1}',
    ],
    [{ $set: { 'a.b': 1 } }, { a: 1 }, 28, "Cannot create field 'b' in element {a: 1}"],
    [{ $set: { 'a.b': 1 } }, { a: null }, 28, "Cannot create field 'b' in element {a: null}"],
    [{ $set: { 'a.b': 1 } }, { a: [1] }, 28, "Cannot create field 'b' in element {a: [ 1 ]}"],
    [{ $set: { 'a..b': 1 } }, {}, 56, "The update path 'a..b' contains an empty field name, which is not allowed."],
    [
      { $push: { a: 1 } },
      { _id: 1, a: 'x' },
      2,
      "The field 'a' must be an array but is of type string in document {_id: 1}",
    ],
    [{ $push: { a: { $each: 1 } } }, {}, 2, 'The argument to $each in $push must be an array but it was of type: int'],
    [{ $push: { a: { $each: [], $foo: 1 } } }, {}, 2, 'Unrecognized clause in $push: $foo'],
    [
      { $push: { a: { $each: [], $slice: 'x' } } },
      {},
      2,
      'The value for $slice must be an integer value but was given type: string',
    ],
    [
      { $addToSet: { a: 1 } },
      { a: 'x' },
      2,
      "Cannot apply $addToSet to non-array field. Field named 'a' has non-array type string",
    ],
    [{ $pull: { a: 1 } }, { a: 1 }, 2, 'Cannot apply $pull to a non-array value'],
    [{ $pullAll: { a: 1 } }, {}, 2, '$pullAll requires an array argument but was given a int'],
    [{ $pop: { a: 2 } }, {}, 9, '$pop expects 1 or -1, found: 2'],
    [{ $pop: { a: 1 } }, { a: 'x' }, 14, "Path 'a' contains an element of non-array type 'string'"],
    [{ $set: { 'a.$': 1 } }, { a: [1] }, 2, 'The positional operator did not find the match needed from the query.'],
    [{ $set: { 'a.$[]': 1 } }, {}, 2, "The path 'a' must exist in the document in order to apply array updates."],
    [{ $set: { 'a.$[]': 1 } }, { a: 5 }, 2, 'Cannot apply array updates to non-array element a: 5'],
    [{ $set: { 'a.$[x]': 1 } }, { a: [] }, 2, "No array filter found for identifier 'x' in path 'a.$[x]'"],
    [{ $rename: { a: 1 } }, {}, 2, "The 'to' field for $rename must be a string: a: 1"],
    [{ $rename: { a: 'a' } }, {}, 2, 'The source and target field for $rename must differ: a: "a"'],
    [
      { $rename: { 'a.0': 'b' } },
      { _id: 1, a: [1] },
      2,
      "The source field cannot be an array element, 'a.0' in doc with _id: 1 has an array field called 'a'",
    ],
    [{ $bit: { a: { nand: 1 } } }, {}, 2, "The $bit modifier only supports 'and', 'or', and 'xor', not 'nand'"],
    [{ $currentDate: { a: 1 } }, {}, 2, 'int is not valid type for $currentDate.'],
  ])('%j on %j answers %i', (update, doc, code, words) => {
    expect(() => apply(update, doc)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    );
  });

  it('needs every array filter used', () => {
    expect(() => apply({ $set: { b: 1 } }, {}, { arrayFilters: [{ e: 1 }] })).toThrow(
      "The array filter for identifier 'e' was not used in the update { $set: { b: 1 } }",
    );
    expect(() => apply({ $set: { 'a.$[e]': 1 } }, {}, { arrayFilters: [{ e: 1 }, { e: 2 }] })).toThrow(
      expect.objectContaining({ code: 9 }),
    );
  });
});
