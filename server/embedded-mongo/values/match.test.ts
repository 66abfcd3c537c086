/** The matcher against tables from MongoDB's manual and tests, and against a slow oracle written from the rules. */
import { BSONRegExp, Decimal128, Double, Long, MaxKey, MinKey, ObjectId } from 'bson';
import fc from 'fast-check';
import type { Doc, Value } from './document.ts';
import { compileFilter } from './match.ts';
import { compilePositional } from './positional.ts';

const matches = (filter: Doc, doc: Doc): boolean => compileFilter(filter)(doc);
const id = (n: number): ObjectId => new ObjectId(n.toString(16).padStart(24, '0'));

type Row = [filter: Doc, doc: Doc, expected: boolean];

const ROWS: Record<string, Row[]> = {
  'null and missing': [
    [{ a: null }, {}, true],
    [{ a: null }, { a: null }, true],
    [{ a: null }, { a: 0 }, false],
    [{ a: null }, { a: [] }, false],
    [{ a: null }, { a: [1, null] }, true],
    [{ 'a.b': null }, { a: 4 }, true],
    [{ 'a.b': null }, { a: {} }, true],
    [{ 'a.b': null }, { a: null }, true],
    [{ 'a.b': null }, { a: [] }, false],
    [{ 'a.b': null }, { a: [1, 'x'] }, false],
    [{ 'a.b': null }, { a: [[]] }, false],
    [{ 'a.b': null }, { a: [{ b: 3 }, {}] }, true],
    [{ 'a.b': null }, { a: [{ b: 1 }] }, false],
    [{ a: { $ne: null } }, {}, false],
    [{ a: { $ne: null } }, { a: [] }, true],
    [{ a: { $gte: null } }, {}, true],
    [{ a: { $lte: null } }, { a: null }, true],
    [{ a: { $gt: null } }, { a: null }, false],
    [{ a: { $in: [null, 1] } }, {}, true],
    [{ a: { $nin: [null, 1] } }, {}, false],
    [{ a: { $not: { $gt: 1 } } }, {}, true],
  ],
  'array traversal': [
    [{ a: 1 }, { a: [2, 1] }, true],
    [{ a: 1 }, { a: [[1]] }, false],
    [{ a: [1] }, { a: [[1]] }, true],
    [{ a: [1, 2] }, { a: [1, 2] }, true],
    [{ a: [1, 2] }, { a: [2, 1] }, false],
    [{ a: [1, 2] }, { a: [1, 2, 3] }, false],
    [{ 'a.b': 1 }, { a: [{ b: 2 }, { b: 1 }] }, true],
    [{ 'a.b': 1 }, { a: [{ b: [1] }] }, true],
    [{ 'a.b': 1 }, { a: [[{ b: 1 }]] }, false],
    [{ 'a.0': 1 }, { a: [1, 2] }, true],
    [{ 'a.1': 1 }, { a: [1, 2] }, false],
    [{ 'a.1': 2 }, { a: [5, [2, 4]] }, false],
    [{ 'a.1': [2, 4] }, { a: [5, [2, 4]] }, true],
    [{ 'a.0.b': 1 }, { a: [{ b: 1 }] }, true],
    [{ 'a.0.b': 1 }, { a: [[{ b: 1 }]] }, true],
    [{ 'a.1': 4 }, { a: [5, { 1: 4 }] }, true],
    [{ 'a.0': { $exists: true } }, { a: [] }, false],
    [{ 'a.0': { $exists: true } }, { a: [0] }, true],
    [{ a: { $gt: 1, $lt: 3 } }, { a: [0, 5] }, true],
    [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, { a: [0, 5] }, false],
    [{ a: { $ne: 1 } }, { a: [1, 2] }, false],
    [{ 'a.b.c': 1 }, { a: [{ b: [{ c: 2 }, { c: 1 }] }] }, true],
  ],
  'type bracketing': [
    [{ a: { $gt: 1 } }, { a: 'x' }, false],
    [{ a: { $lt: 'x' } }, { a: 1 }, false],
    [{ a: { $gt: 1 } }, { a: Long.fromNumber(2) }, true],
    [{ a: { $gte: 2 } }, { a: Decimal128.fromString('2') }, true],
    [{ a: { $gt: new Date(0) } }, { a: new Date(1) }, true],
    [{ a: { $gt: new Date(0) } }, { a: 1 }, false],
    [{ a: { $lt: true } }, { a: false }, true],
    [{ a: { $lt: 5 } }, { a: Number.NaN }, false],
    [{ a: { $gte: Number.NaN } }, { a: Number.NaN }, true],
    [{ a: Number.NaN }, { a: Number.NaN }, true],
    [{ a: { $gt: new MinKey() } }, { a: 1 }, true],
    [{ a: { $lt: new MaxKey() } }, { a: 'x' }, true],
    [{ a: { $gt: [1] } }, { a: [2] }, true],
    [{ a: { $gt: {} } }, { a: { b: 1 } }, true],
    [{ a: 1 }, { a: new Double(1) }, true],
    [{ a: { $in: [Long.fromNumber(1)] } }, { a: 1 }, true],
    [{ a: { $in: [1] } }, { a: Decimal128.fromString('1.0') }, true],
    [{ a: { $in: [0.5] } }, { a: Decimal128.fromString('0.50') }, true],
    [{ a: { $in: [2 ** 60] } }, { a: Long.fromString('1152921504606846976') }, true],
    [{ a: { $in: [Decimal128.fromString('0.5')] } }, { a: 0.5 }, true],
    [{ a: { $in: [Long.MAX_VALUE] } }, { a: Long.MAX_VALUE }, true],
    [{ a: { $in: [Long.MAX_VALUE] } }, { a: 2 ** 63 }, false],
    [{ a: { $eq: { b: 1, c: 2 } } }, { a: { c: 2, b: 1 } }, false],
    [{ a: { b: 1, c: 2 } }, { a: { b: 1, c: 2 } }, true],
    [{ a: { b: 1 } }, { a: { b: 1, c: 2 } }, false],
  ],
  '$exists, $type, $size, $mod': [
    [{ a: { $exists: true } }, { a: null }, true],
    [{ a: { $exists: false } }, {}, true],
    [{ a: { $exists: 1 } }, {}, false],
    [{ 'a.b': { $exists: false } }, { a: [] }, true],
    [{ 'a.b': { $exists: false } }, { a: [{ b: 1 }, {}] }, false],
    [{ a: { $type: 'array' } }, { a: [] }, true],
    [{ a: { $type: 'string' } }, { a: [1, 'x'] }, true],
    [{ a: { $type: 'number' } }, { a: 1.5 }, true],
    [{ a: { $type: 'int' } }, { a: new Double(1) }, false],
    [{ a: { $type: 1 } }, { a: new Double(1) }, true],
    [{ a: { $type: ['string', 'null'] } }, { a: null }, true],
    [{ a: { $type: 'null' } }, {}, false],
    [{ a: { $size: 2 } }, { a: [1, 2] }, true],
    [{ a: { $size: 2 } }, { a: [[1, 2]] }, false],
    [{ a: { $size: 0 } }, { a: [] }, true],
    [{ a: { $size: 0 } }, {}, false],
    [{ a: { $mod: [4, 0] } }, { a: 8 }, true],
    [{ a: { $mod: [4, 1] } }, { a: 8 }, false],
    [{ a: { $mod: [4, -1] } }, { a: -5 }, true],
    [{ a: { $mod: [4, 0] } }, { a: 'x' }, false],
    [{ a: { $mod: [2, 1] } }, { a: Long.MAX_VALUE }, true],
  ],
  '$all and $elemMatch': [
    [{ a: { $all: [1, 2] } }, { a: [2, 3, 1] }, true],
    [{ a: { $all: [1, 4] } }, { a: [2, 3, 1] }, false],
    [{ a: { $all: [1] } }, { a: 1 }, true],
    [{ a: { $all: [] } }, { a: [] }, false],
    [{ a: { $all: [[1, 2]] } }, { a: [1, 2] }, true],
    [{ a: { $all: [{ $elemMatch: { b: 1 } }, { $elemMatch: { b: 2 } }] } }, { a: [{ b: 1 }, { b: 2 }] }, true],
    [{ a: { $all: [{ $elemMatch: { b: 1 } }, { $elemMatch: { b: 3 } }] } }, { a: [{ b: 1 }, { b: 2 }] }, false],
    [
      { a: { $elemMatch: { b: 1, c: 2 } } },
      {
        a: [
          { b: 1, c: 1 },
          { b: 2, c: 2 },
        ],
      },
      false,
    ],
    [{ a: { $elemMatch: { b: 1, c: 2 } } }, { a: [{ b: 1, c: 2 }] }, true],
    [{ a: { $elemMatch: { b: 1 } } }, { a: { b: 1 } }, false],
    [{ a: { $elemMatch: { $in: [3, 4] } } }, { a: [1, 4] }, true],
    [{ a: { $elemMatch: { $or: [{ b: 1 }, { b: 2 }] } } }, { a: [{ b: 2 }] }, true],
    [{ a: { $elemMatch: { $elemMatch: { $gt: 3 } } } }, { a: [[1], [4]] }, true],
    [{ a: { $elemMatch: { $not: { $gt: 3 } } } }, { a: [4, 5] }, false],
    [{ a: { $elemMatch: { $ne: 4 } } }, { a: [4, 5] }, true],
    [{ 'a.b': { $elemMatch: { c: 1 } } }, { a: [{ b: [{ c: 1 }] }] }, true],
  ],
  'regular expressions': [
    [{ a: new BSONRegExp('^x', 'i') }, { a: 'Xy' }, true],
    [{ a: { $regex: '^x' } }, { a: 'Xy' }, false],
    [{ a: { $regex: '^x', $options: 'i' } }, { a: 'Xy' }, true],
    [{ a: { $options: 'i', $regex: '^x' } }, { a: ['b', 'Xy'] }, true],
    [{ a: { $in: [new BSONRegExp('^x'), 'q'] } }, { a: 'xy' }, true],
    [{ a: { $nin: [new BSONRegExp('^x')] } }, { a: 'xy' }, false],
    [{ a: { $not: new BSONRegExp('^x') } }, { a: 'y' }, true],
    [{ a: { $regex: 'a\\-b\\@' } }, { a: 'a-b@' }, true],
    [{ a: { $regex: '^.$' } }, { a: '😀' }, true],
    [{ a: { $regex: '(?i)ABC' } }, { a: 'abc' }, true],
    [{ a: { $regex: 'a b # note', $options: 'x' } }, { a: 'ab' }, true],
    [{ a: { $regex: '1' } }, { a: 1 }, false],
    [{ a: new BSONRegExp('x', 'i') }, { a: new BSONRegExp('x', 'i') }, true],
    [{ a: { $eq: new BSONRegExp('x') } }, { a: 'x' }, false],
  ],
  'logic and odds': [
    [{}, { a: 1 }, true],
    [{ $and: [{ a: 1 }, { b: 2 }] }, { a: 1, b: 2 }, true],
    [{ $or: [{ a: 1 }, { b: 2 }] }, { a: 0, b: 2 }, true],
    [{ $nor: [{ a: 1 }, { b: 2 }] }, { a: 0, b: 2 }, false],
    [{ a: 1, $or: [{ b: 1 }, { b: 2 }] }, { a: 1, b: 3 }, false],
    [{ a: { $not: { $gt: 1, $lt: 5 } } }, { a: 3 }, false],
    [{ a: { $not: { $size: 1 } } }, { a: [1] }, false],
    [{ a: id(5) }, { a: id(5) }, true],
    [{ a: { $in: [id(1), id(5)] } }, { a: [id(5)] }, true],
    [{ a: { $in: [id(1)] } }, { a: id(5) }, false],
    [{ a: { $in: [[1, 2]] } }, { a: [1, 2] }, true],
    [{ a: { $in: [] } }, { a: 1 }, false],
    [{ a: { $ref: 'x', $id: 1 } }, { a: { $ref: 'x', $id: 1 } }, true],
    [{ a: 1, $comment: 'why' }, { a: 1 }, true],
    [{ constructor: null }, {}, true],
    [{ __proto__x: null, 'toString.name': { $exists: true } }, {}, false],
  ],
};

describe.each(Object.entries(ROWS))('filters: %s', (_name, rows) => {
  it.each(rows.map((row) => [JSON.stringify(row[0]), JSON.stringify(row[1]), row] as const))(
    '%s on %s',
    (_filter, _doc, [filter, doc, expected]) => {
      expect(matches(filter, doc)).toBe(expected);
    },
  );
});

describe('refused filters', () => {
  it.each<[Doc, number, string]>([
    [{ $expr: {} }, 238, '$expr'],
    [{ $where: 'x' }, 238, '$where'],
    [{ $text: {} }, 238, '$text'],
    [{ a: { $near: [0, 0] } }, 238, '$near'],
    [{ $foo: 1 }, 2, 'unknown top level operator: $foo'],
    [{ a: { $foo: 1 } }, 2, 'unknown operator: $foo'],
    [{ a: { $gt: 1, b: 2 } }, 2, 'unknown operator: b'],
    [{ $or: [] }, 2, 'nonempty array'],
    [{ $and: {} }, 2, '$and must be an array'],
    [{ $or: [1] }, 2, 'entries need to be full objects'],
    [{ a: { $in: 1 } }, 2, '$in needs an array'],
    [{ a: { $in: [{ $gt: 1 }] } }, 2, 'cannot nest $ under $in'],
    [{ a: { $not: 1 } }, 2, '$not needs a regex or a document'],
    [{ a: { $not: {} } }, 2, '$not cannot be empty'],
    [{ a: { $all: 1 } }, 2, '$all needs an array'],
    [{ a: { $elemMatch: 1 } }, 2, '$elemMatch needs an Object'],
    [{ a: { $mod: [1] } }, 2, 'not enough elements'],
    [{ a: { $mod: [0, 1] } }, 2, 'divisor cannot be 0'],
    [{ a: { $type: 'nope' } }, 2, 'Unknown type name alias: nope'],
    [{ a: { $size: -1 } }, 9, 'non-negative'],
    [{ a: { $regex: '(' } }, 51091, 'Regular expression is invalid'],
    [{ a: { $options: 'i' } }, 2, '$options needs a $regex'],
    [{ a: { $ne: new BSONRegExp('x') } }, 2, "Can't have regex as arg to $ne."],
  ])('%j answers %i', (filter, code, words) => {
    expect(() => compileFilter(filter)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    );
  });
});

/** Which values a query path looks at, from the rules in prose and not from visitPath. */
function reach(value: Value | undefined, path: string[], expand: boolean): (Value | undefined)[] {
  const [part, ...rest] = path;
  if (part === undefined) return Array.isArray(value) && expand ? [...value, value] : [value];
  if (!Array.isArray(value)) {
    return isPlain(value) ? reach(value[part], rest, true) : [undefined];
  }
  return value.flatMap((item, i) => {
    const below = isPlain(item) ? reach(item, path, true) : [];
    if (String(i) !== part) return below;
    if (rest.length === 0) return [...below, item];
    return isPlain(item) || Array.isArray(item) ? [...below, ...reach(item, rest, true)] : below;
  });
}

function isPlain(value: Value | undefined): value is Doc {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Small = number | string | null;

function testSmall(operator: string, argument: Small, value: Value | undefined): boolean {
  const found = value ?? null;
  if (operator === '$eq') return found === argument;
  if (operator === '$type')
    return value !== undefined && (argument === null ? value === null : typeof value === typeof argument);
  if (argument === null) return (operator === '$gte' || operator === '$lte') && found === null;
  if (typeof found !== typeof argument || found === null) return false;
  if (operator === '$gt') return found > argument;
  if (operator === '$gte') return found >= argument;
  return operator === '$lt' ? found < argument : found <= argument;
}

const small = fc.constantFrom<Small>(0, 1, 2, 'p', 'q', null);
const { tree } = fc.letrec<{ tree: Value }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 2, arbitrary: small },
    { weight: 2, arbitrary: fc.array(tie('tree'), { maxLength: 3 }) },
    {
      weight: 2,
      arbitrary: fc.dictionary(fc.constantFrom('a', 'b', '0', '1'), tie('tree'), { maxKeys: 3, noNullPrototype: true }),
    },
  ),
}));
const docs = fc.dictionary(fc.constantFrom('a', 'b'), tree, { maxKeys: 2, noNullPrototype: true });
const paths = fc
  .array(fc.constantFrom('a', 'b', '0', '1'), { minLength: 0, maxLength: 2 })
  .map((rest) => ['a', ...rest]);
const operators = fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte');

describe('filters and the oracle', () => {
  it('agree on comparisons along paths', () => {
    fc.assert(
      fc.property(docs, paths, operators, small, (doc, path, operator, argument) => {
        const expected = reach(doc, path, true).some((value) => testSmall(operator, argument, value));
        expect(matches({ [path.join('.')]: { [operator]: argument } }, doc)).toBe(expected);
        expect(matches({ [path.join('.')]: { $not: { [operator]: argument } } }, doc)).toBe(!expected);
      }),
      { numRuns: 4000 },
    );
  });

  it('agree on $in, $all, $exists and $size', () => {
    fc.assert(
      fc.property(docs, paths, fc.array(small, { minLength: 1, maxLength: 3 }), fc.nat(2), (doc, path, items, size) => {
        const name = path.join('.');
        const seen = reach(doc, path, true);
        const any = (item: Small): boolean => seen.some((value) => testSmall('$eq', item, value));
        expect(matches({ [name]: { $in: items } }, doc)).toBe(items.some(any));
        expect(matches({ [name]: { $nin: items } }, doc)).toBe(!items.some(any));
        expect(matches({ [name]: { $all: items } }, doc)).toBe(items.every(any));
        expect(matches({ [name]: { $exists: true } }, doc)).toBe(seen.some((value) => value !== undefined));
        expect(matches({ [name]: { $elemMatch: { $in: items } } }, doc)).toBe(
          wholes(doc, path).some((value) => Array.isArray(value) && value.some((v) => items.includes(v as Small))),
        );
        expect(matches({ [name]: { $size: size } }, doc)).toBe(
          wholes(doc, path).some((value) => Array.isArray(value) && value.length === size),
        );
      }),
      { numRuns: 3000 },
    );
  });
});

/** The values at the end of a path without their elements: what is reached through the parent, plus the last field. */
function wholes(doc: Doc, path: string[]): (Value | undefined)[] {
  const last = path[path.length - 1] as string;
  const parents = path.length === 1 ? [doc] : wholes(doc, path.slice(0, -1));
  return parents.flatMap((parent) => stepInto(parent, last));
}

function stepInto(parent: Value | undefined, part: string): (Value | undefined)[] {
  if (isPlain(parent)) return [parent[part]];
  if (!Array.isArray(parent)) return [];
  return parent.flatMap((item, i) => [...(isPlain(item) ? [item[part]] : []), ...(String(i) === part ? [item] : [])]);
}

describe('compilePositional', () => {
  it.each<[Doc, Doc, number | undefined]>([
    [{ a: 2 }, { a: [1, 2] }, 1],
    [{ 'a.b': 2 }, { a: [{ b: 1 }, { b: 1 }, { b: 2 }] }, 2],
    [{ a: { $elemMatch: { b: 2, c: 1 } } }, { a: [{ b: 2 }, { b: 2, c: 1 }] }, 1],
    [{ 'a.b': 2 }, { a: [{ b: [1] }, { b: [1, 2] }] }, 1],
    [{ a: 2 }, { a: 2 }, undefined],
    [{ a: 3 }, { a: [1, 2] }, undefined],
    [{ _id: 1, 'a.b': { $in: [7] } }, { _id: 1, a: [{ b: 7 }] }, 0],
  ])('%j on %j is %p', (filter, doc, expected) => {
    expect(compilePositional(filter)(doc)).toBe(expected);
  });
});
